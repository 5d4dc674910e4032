package io.framecast.protocol.crypto;

import java.util.Arrays;

/** Both messages of NK look alike: an ephemeral key, then the payload with its tag. */
final class NoiseMessage {

    static final int MIN_BYTES = X25519.KEY_BYTES + Aead.TAG_BYTES;

    private NoiseMessage() {}

    static byte[] join(byte[] ephemeral, byte[] ciphertext) {
        byte[] message = Arrays.copyOf(ephemeral, ephemeral.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, message, ephemeral.length, ciphertext.length);
        return message;
    }
}
