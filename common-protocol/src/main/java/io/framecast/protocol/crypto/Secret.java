package io.framecast.protocol.crypto;

import java.util.Base64;

/** The shared secret of a broker and those who publish: 32 random bytes, written {@code fcs1_} and 43 characters of base64url. */
public final class Secret {

    public static final int BYTES = 32;
    public static final int PIN_BYTES = 16;

    private static final String PREFIX = "fcs1_";
    private static final String FORM = "a secret is fcs1_ and 43 characters, as printed by 'framecast secret'";

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException with one line that says what a secret looks like, and nothing of {@code text} */
    public static Secret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(FORM);
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(FORM, e);
        }
        // One secret has one spelling: no padding, no stray bits in the last character.
        if (bytes.length != BYTES || !generate(bytes).equals(text)) {
            throw new IllegalArgumentException(FORM);
        }
        return new Secret(bytes);
    }

    /** The text form of 32 random bytes. */
    public static String generate(byte[] random) {
        if (random.length != BYTES) {
            throw new IllegalArgumentException("a secret has " + BYTES + " bytes");
        }
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** What a RETRY carries: 16 bytes by which another holder recognises the broker's static key. */
    public byte[] pin(byte[] staticKey) {
        return Hkdf.truncated(Hkdf.hmac(Hkdf.derive(bytes, "pin", Hkdf.HASH_BYTES), staticKey), PIN_BYTES);
    }

    /** What a HELLO carries: 32 bytes that prove the secret for this handshake only. */
    public byte[] proof(byte[] bindingHash) {
        return Hkdf.hmac(Hkdf.derive(bytes, "auth", Hkdf.HASH_BYTES), bindingHash);
    }

    /** 32 bytes for signing tokens. */
    public byte[] tokenKey() {
        return Hkdf.derive(bytes, "token", Hkdf.HASH_BYTES);
    }

    /** Secrets are not for logs. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
