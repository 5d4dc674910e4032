package io.framecast.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The SymmetricState of Noise §5.2 for {@code Noise_NK_25519_AESGCM_SHA256}. */
final class SymmetricState {

    private static final byte[] NAME = "Noise_NK_25519_AESGCM_SHA256".getBytes(StandardCharsets.US_ASCII);

    private byte[] chainingKey = Arrays.copyOf(NAME, Hkdf.HASH_BYTES);
    private byte[] hash = chainingKey.clone();
    private @Nullable Aead aead;
    private long nonce;

    void mixHash(byte[] data) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(hash);
            hash = sha.digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void mixKey(byte[] secret) {
        byte[] keys = hkdf(secret);
        chainingKey = Arrays.copyOf(keys, Hkdf.HASH_BYTES);
        aead = new Aead(Arrays.copyOfRange(keys, Hkdf.HASH_BYTES, 2 * Hkdf.HASH_BYTES));
        nonce = 0;
    }

    byte[] encryptAndHash(byte[] plaintext) {
        byte[] ciphertext = new byte[plaintext.length + Aead.TAG_BYTES];
        keyed().seal(nextNonce(), hash, hash.length, plaintext, 0, plaintext.length, ciphertext, 0);
        mixHash(ciphertext);
        return ciphertext;
    }

    byte @Nullable [] decryptAndHash(byte[] ciphertext) {
        if (ciphertext.length < Aead.TAG_BYTES) {
            return null;
        }
        byte[] plaintext = new byte[ciphertext.length - Aead.TAG_BYTES];
        if (keyed().open(nextNonce(), hash, hash.length, ciphertext, 0, ciphertext.length, plaintext, 0) < 0) {
            return null;
        }
        mixHash(ciphertext);
        return plaintext;
    }

    byte[] hash() {
        return hash.clone();
    }

    SessionKeys split() {
        byte[] keys = hkdf(new byte[0]);
        return new SessionKeys(
                Arrays.copyOf(keys, Hkdf.HASH_BYTES), Arrays.copyOfRange(keys, Hkdf.HASH_BYTES, 2 * Hkdf.HASH_BYTES));
    }

    /** HKDF of Noise §4.3 with two outputs: RFC 5869 with the chaining key as salt and no info. */
    private byte[] hkdf(byte[] secret) {
        return Hkdf.expand(Hkdf.extract(chainingKey, secret), new byte[0], 2 * Hkdf.HASH_BYTES);
    }

    private byte[] nextNonce() {
        byte[] bytes = new byte[Aead.NONCE_BYTES];
        Aead.counterNonce(bytes, nonce++);
        return bytes;
    }

    private Aead keyed() {
        Aead keyed = aead;
        if (keyed == null) {
            throw new IllegalStateException("NK encrypts nothing before es");
        }
        return keyed;
    }
}
