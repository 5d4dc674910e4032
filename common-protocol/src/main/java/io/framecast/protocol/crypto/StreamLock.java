package io.framecast.protocol.crypto;

import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a passphrase opens: made from it once for each salt, and good for all streams under that salt. Immutable; the arrays are its
 * own.
 */
public final class StreamLock {

    static final int KEY_BYTES = 32;

    private final byte[] key;
    private final EndToEnd announced;

    StreamLock(byte[] salt, byte[] key) {
        this.key = key;
        announced = new EndToEnd(salt, Hkdf.derive(key, "framecast passphrase check", Limits.CHECK_BYTES));
    }

    /** What tells the holders of a passphrase that it is the right one, and others nothing but how to guess. */
    public EndToEnd announced() {
        return announced;
    }

    /** Whether {@code other} was announced with the same passphrase and salt. */
    public boolean fits(EndToEnd other) {
        return MessageDigest.isEqual(announced.salt(), other.salt())
                && MessageDigest.isEqual(announced.check(), other.check());
    }

    /** The base key of one ANNOUNCE. {@code fresh}: the 32 random bytes that it carries, so that no key is used for two streams. */
    public byte[] baseKey(byte[] fresh, String producerId) {
        byte[] info = ("framecast end-to-end " + producerId).getBytes(StandardCharsets.US_ASCII);
        return Hkdf.expand(Hkdf.extract(fresh, key), info, KEY_BYTES);
    }
}
