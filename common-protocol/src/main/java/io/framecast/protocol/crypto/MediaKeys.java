package io.framecast.protocol.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The key schedule of SFrame (RFC 9605 §4.4.2) for cipher suite 4, AES_128_GCM_SHA256_128, with the key epoch as KID. */
public final class MediaKeys {

    static final int KEY_BYTES = 16;

    private static final int CIPHER_SUITE = 4;
    private static final byte[] KEY_LABEL = "SFrame 1.0 Secret key ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SALT_LABEL = "SFrame 1.0 Secret salt ".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;

    /** @param baseKey 32 random bytes of one ANNOUNCE (any length >= 1 for the published vectors) */
    public MediaKeys(byte[] baseKey) {
        this.secret = Hkdf.extract(new byte[0], baseKey);
    }

    /** kk: what a media header tells of an epoch, 1..3. */
    public static int keyPhase(long epoch) {
        return (int) (epoch % 3) + 1;
    }

    byte[] key(long epoch) {
        return Hkdf.expand(secret, label(KEY_LABEL, epoch), KEY_BYTES);
    }

    byte[] salt(long epoch) {
        return Hkdf.expand(secret, label(SALT_LABEL, epoch), Aead.NONCE_BYTES);
    }

    private static byte[] label(byte[] text, long epoch) {
        return ByteBuffer.allocate(text.length + Long.BYTES + Short.BYTES)
                .put(text)
                .putLong(epoch)
                .putShort((short) CIPHER_SUITE)
                .array();
    }
}
