package io.framecast.protocol.crypto;

import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;

/**
 * Proof of receipt without state: HMAC-SHA256/128(K, session | second). The broker sends one with each REPORT_ACK, only to the
 * validated address; who sends it back within 5 s has received it. Owned by one event loop.
 */
public final class LeaseNonce {

    public static final int BYTES = 16;
    public static final int LIFE_SECONDS = 5;

    private final Mac mac;
    private final byte[] input = new byte[16];

    /** @param key 32 random bytes of this process */
    public LeaseNonce(byte[] key) {
        this.mac = Hkdf.hmac(key);
    }

    public byte[] issue(long sessionId, long nowNanos) {
        return nonce(sessionId, second(nowNanos));
    }

    /** Whether it was issued to this session within the last 5 s (up to 6, as seconds are counted whole). */
    public boolean valid(long sessionId, byte[] nonce, long nowNanos) {
        if (nonce.length != BYTES) {
            return false;
        }
        long now = second(nowNanos);
        for (int age = 0; age <= LIFE_SECONDS; age++) {
            if (MessageDigest.isEqual(nonce(sessionId, now - age), nonce)) {
                return true;
            }
        }
        return false;
    }

    private static long second(long nowNanos) {
        return Math.floorDiv(nowNanos, TimeUnit.SECONDS.toNanos(1));
    }

    private byte[] nonce(long sessionId, long second) {
        BigEndian.putLong(input, 0, sessionId);
        BigEndian.putLong(input, 8, second);
        return Hkdf.truncated(mac.doFinal(input), BYTES);
    }
}
