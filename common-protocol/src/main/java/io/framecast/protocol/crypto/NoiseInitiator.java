package io.framecast.protocol.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of Noise NK: {@code -> e, es}, {@code <- e, ee}. Call {@link #writeMessage}, then {@link #readMessage}, then
 * {@link #keys}.
 */
public final class NoiseInitiator {

    private final SymmetricState state = new SymmetricState();
    private final byte[] ephemeralPrivate;
    private final byte[] ephemeralPublic;
    private final byte[] bindingHash;
    private final boolean agreed;

    /**
     * @param prologue the HELLO's bytes before the message
     * @param remoteStatic the broker's key as the RETRY brought it; one that shares nothing (low order) does no harm: nobody can
     *     read the message or answer it
     * @param ephemeralPrivate 32 fresh random bytes
     */
    public NoiseInitiator(byte[] prologue, byte[] remoteStatic, byte[] ephemeralPrivate) {
        this.ephemeralPrivate = ephemeralPrivate.clone();
        this.ephemeralPublic = X25519.publicKey(ephemeralPrivate);
        state.mixHash(prologue);
        state.mixHash(remoteStatic);
        state.mixHash(ephemeralPublic);
        byte[] shared = X25519.agree(ephemeralPrivate, remoteStatic);
        this.agreed = shared != null;
        state.mixKey(shared != null ? shared : this.ephemeralPrivate);
        this.bindingHash = state.hash();
    }

    /** h after {@code e, es}, 32 bytes: what a proof in the payload binds itself to. */
    public byte[] bindingHash() {
        return bindingHash.clone();
    }

    /** The first message: ephemeral key, payload, tag. */
    public byte[] writeMessage(byte[] payload) {
        return NoiseMessage.join(ephemeralPublic, state.encryptAndHash(payload));
    }

    /** The payload of the second message, or null when it does not authenticate; then the handshake is over. */
    public byte @Nullable [] readMessage(byte[] message) {
        if (!agreed || message.length < NoiseMessage.MIN_BYTES) {
            return null;
        }
        byte[] remoteEphemeral = Arrays.copyOf(message, X25519.KEY_BYTES);
        byte[] shared = X25519.agree(ephemeralPrivate, remoteEphemeral);
        if (shared == null) {
            return null;
        }
        state.mixHash(remoteEphemeral);
        state.mixKey(shared);
        return state.decryptAndHash(Arrays.copyOfRange(message, X25519.KEY_BYTES, message.length));
    }

    /** After a message was read. */
    public SessionKeys keys() {
        return state.split();
    }

    /** The final h, which identifies the session (channel binding, Noise §11.2). */
    public byte[] handshakeHash() {
        return state.hash();
    }
}
