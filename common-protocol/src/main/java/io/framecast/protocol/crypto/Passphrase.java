package io.framecast.protocol.crypto;

import java.security.GeneralSecurityException;
import java.text.Normalizer;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What viewers and producers agree on so that no broker can read a stream. */
public final class Passphrase {

    /** Of PBKDF2: a third of a second of one core (measured: 320 ms), so that guessing is slow. */
    private static final int ROUNDS = 600_000;

    private static final int MOST_CHARACTERS = 1024;

    private final String text;

    /** @throws IllegalArgumentException with one line that says what is wrong, and nothing of {@code text} */
    public Passphrase(String text) {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a passphrase has 1 to " + MOST_CHARACTERS + " characters");
        }
        this.text = Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Slow on purpose, so not for an event loop: PBKDF2-HMAC-SHA256 (RFC 8018 §5.2) over the UTF-8 of the text. */
    public StreamLock lock(byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), salt, ROUNDS, StreamLock.KEY_BYTES * Byte.SIZE);
        try {
            return new StreamLock(
                    salt,
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2 with HMAC-SHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** Passphrases are not for logs. */
    @Override
    public String toString() {
        return "passphrase";
    }
}
