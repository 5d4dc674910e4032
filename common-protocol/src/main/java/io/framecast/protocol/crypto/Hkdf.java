package io.framecast.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), and the HMAC that it is made of. */
public final class Hkdf {

    static final int HASH_BYTES = 32;

    private Hkdf() {}

    /** Key material for one purpose: extract without salt, expand with {@code info} in ASCII. */
    public static byte[] derive(byte[] secret, String info, int bytes) {
        return expand(extract(new byte[0], secret), info.getBytes(StandardCharsets.US_ASCII), bytes);
    }

    public static byte[] extract(byte[] salt, byte[] secret) {
        return hmac(salt).doFinal(secret);
    }

    /** @param bytes 1..8160 */
    public static byte[] expand(byte[] pseudoRandomKey, byte[] info, int bytes) {
        Mac mac = hmac(pseudoRandomKey);
        byte[] out = new byte[bytes];
        byte[] block = {};
        for (int at = 0, i = 1; at < bytes; at += HASH_BYTES, i++) {
            mac.update(block);
            mac.update(info);
            block = mac.doFinal(new byte[] {(byte) i});
            System.arraycopy(block, 0, out, at, Math.min(HASH_BYTES, bytes - at));
        }
        return out;
    }

    static byte[] hmac(byte[] key, byte[] data) {
        return hmac(key).doFinal(data);
    }

    /** A keyed HMAC-SHA256, ready and again so after each doFinal. */
    static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // RFC 2104 pads a key with zeros anyway; the JDK refuses an empty one.
            byte[] padded = key.length == 0 ? new byte[HASH_BYTES] : key;
            mac.init(new SecretKeySpec(padded, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256 and takes any key", e);
        }
    }

    static byte[] truncated(byte[] mac, int bytes) {
        return Arrays.copyOf(mac, bytes);
    }
}
