package io.framecast.protocol.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM with a 16-byte tag under one key. Owned by one thread. The JDK wants a parameter object per packet. */
final class Aead {

    static final int TAG_BYTES = 16;
    static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 8 * TAG_BYTES;

    private final SecretKeySpec key;
    private final Cipher cipher;

    /**
     * Keeps a Cipher of its own.
     *
     * @param key 16 or 32 bytes
     */
    Aead(byte[] key) {
        this(key, newCipher());
    }

    /**
     * For few packets: the key is expanded anew when {@code shared} was used with another one.
     *
     * @param key 16 or 32 bytes
     */
    Aead(byte[] key, Cipher shared) {
        this.key = new SecretKeySpec(key, "AES");
        this.cipher = shared;
    }

    static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** The nonce of Noise §12: four zero bytes and a big-endian counter. */
    static void counterNonce(byte[] nonce, long counter) {
        BigEndian.putLong(nonce, 4, counter);
    }

    /** Writes ciphertext and tag; {@code in} and {@code out} are different arrays. @return bytes written */
    int seal(byte[] nonce, byte[] aad, int aadBytes, byte[] in, int at, int bytes, byte[] out, int outAt) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(aad, 0, aadBytes);
            return cipher.doFinal(in, at, bytes, out, outAt);
        } catch (GeneralSecurityException e) {
            // Only a nonce used twice in a row can do this, and every caller counts.
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /**
     * As {@link #seal}, of what was sealed under this nonce before: the same bytes come out. The JDK refuses a nonce twice in a
     * row, so another one goes in between, under which nothing is sealed; the last bit of {@code nonce} is changed and restored.
     */
    int sealAgain(byte[] nonce, byte[] aad, int aadBytes, byte[] in, int at, int bytes, byte[] out, int outAt) {
        try {
            nonce[NONCE_BYTES - 1] ^= 1;
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        } catch (GeneralSecurityException e) {
            // That nonce was the last one sealed under: then there is nothing to put in between.
        } finally {
            nonce[NONCE_BYTES - 1] ^= 1;
        }
        return seal(nonce, aad, aadBytes, in, at, bytes, out, outAt);
    }

    /** @param bytes with the tag. @return plaintext bytes, or -1 when it does not authenticate (then {@code out} is undefined) */
    int open(byte[] nonce, byte[] aad, int aadBytes, byte[] in, int at, int bytes, byte[] out, int outAt) {
        if (bytes < TAG_BYTES || out.length - outAt < bytes - TAG_BYTES) {
            return -1;
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(aad, 0, aadBytes);
            return cipher.doFinal(in, at, bytes, out, outAt);
        } catch (AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }
}
