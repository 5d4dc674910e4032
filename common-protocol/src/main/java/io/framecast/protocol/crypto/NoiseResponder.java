package io.framecast.protocol.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The broker's side of Noise NK. Call {@link #readMessage}, then {@link #writeMessage}, then {@link #keys}. */
public final class NoiseResponder {

    private final SymmetricState state = new SymmetricState();
    private final byte[] staticPrivate;
    private final byte[] ephemeralPrivate;
    private byte[] remoteEphemeral = {};
    private byte[] bindingHash = {};

    /**
     * @param prologue the HELLO's bytes before the message
     * @param ephemeralPrivate 32 fresh random bytes
     */
    public NoiseResponder(byte[] prologue, byte[] staticPrivate, byte[] staticPublic, byte[] ephemeralPrivate) {
        this.staticPrivate = staticPrivate;
        this.ephemeralPrivate = ephemeralPrivate.clone();
        state.mixHash(prologue);
        state.mixHash(staticPublic);
    }

    /** The payload of the first message, or null when it does not authenticate; then the handshake is over. */
    public byte @Nullable [] readMessage(byte[] message) {
        if (message.length < NoiseMessage.MIN_BYTES) {
            return null;
        }
        byte[] ephemeral = Arrays.copyOf(message, X25519.KEY_BYTES);
        byte[] shared = X25519.agree(staticPrivate, ephemeral);
        if (shared == null) {
            return null;
        }
        state.mixHash(ephemeral);
        state.mixKey(shared);
        bindingHash = state.hash();
        byte[] payload = state.decryptAndHash(Arrays.copyOfRange(message, X25519.KEY_BYTES, message.length));
        if (payload != null) {
            remoteEphemeral = ephemeral;
        }
        return payload;
    }

    /** h after {@code e, es}, 32 bytes. After a message was read. */
    public byte[] bindingHash() {
        return bindingHash.clone();
    }

    /** The second message. After the first one was read. */
    public byte[] writeMessage(byte[] payload) {
        byte[] ephemeralPublic = X25519.publicKey(ephemeralPrivate);
        byte[] shared = X25519.agree(ephemeralPrivate, remoteEphemeral);
        if (shared == null) {
            throw new IllegalStateException("a low-order ephemeral key was refused when the first message was read");
        }
        state.mixHash(ephemeralPublic);
        state.mixKey(shared);
        return NoiseMessage.join(ephemeralPublic, state.encryptAndHash(payload));
    }

    /** After the message was written. */
    public SessionKeys keys() {
        return state.split();
    }

    /** The final h, which identifies the session (channel binding, Noise §11.2). */
    public byte[] handshakeHash() {
        return state.hash();
    }
}
