package io.framecast.protocol.crypto;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * Cookies that bind a HELLO to an address without keeping state: {@code ts | HMAC-SHA256/128(K, version|ip|port|random|ts)}, ts in
 * seconds since this object was made. A cookie is good for 10 s; K is replaced every 60 s and the previous one is kept for that
 * long. Owned by one event loop.
 */
public final class Cookie {

    public static final int BYTES = 20;
    public static final int LIFE_SECONDS = 10;
    public static final int KEY_SECONDS = 60;

    private static final int MAC_BYTES = 16;

    private final Consumer<byte[]> random;
    private final long startNanos;
    private final byte[] input = new byte[1 + 16 + 2 + 16 + 4];
    private final byte[] output = new byte[Hkdf.HASH_BYTES];
    private long period;
    private Mac current;
    private @Nullable Mac previous;

    /** @param random fills an array with random bytes; asked for each new key */
    public Cookie(Consumer<byte[]> random, long nowNanos) {
        this.random = random;
        this.startNanos = nowNanos;
        this.current = freshKey();
    }

    /** @param helloRandom the 16 bytes of the HELLO */
    public byte[] mint(int version, InetSocketAddress from, byte[] helloRandom, long nowNanos) {
        long seconds = seconds(nowNanos);
        rotate(seconds);
        byte[] cookie = new byte[BYTES];
        BigEndian.putInt(cookie, 0, (int) seconds);
        mac(current, version, from, helloRandom, (int) seconds);
        System.arraycopy(output, 0, cookie, 4, MAC_BYTES);
        return cookie;
    }

    /** Whether {@link #mint} made this cookie for the same version, address and random within the last 10 s. */
    public boolean verify(int version, InetSocketAddress from, byte[] helloRandom, byte[] cookie, long nowNanos) {
        if (cookie.length != BYTES) {
            return false;
        }
        long now = seconds(nowNanos);
        rotate(now);
        int stamp = BigEndian.getInt(cookie, 0);
        int age = (int) now - stamp;
        if (age < 0 || age > LIFE_SECONDS) {
            return false;
        }
        Mac key = (now - age) / KEY_SECONDS == period ? current : previous;
        if (key == null) {
            return false;
        }
        mac(key, version, from, helloRandom, stamp);
        return MessageDigest.isEqual(Arrays.copyOf(output, MAC_BYTES), Arrays.copyOfRange(cookie, 4, BYTES));
    }

    private long seconds(long nowNanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nowNanos - startNanos);
    }

    private void rotate(long seconds) {
        long due = seconds / KEY_SECONDS;
        if (due != period) {
            previous = due == period + 1 ? current : null;
            current = freshKey();
            period = due;
        }
    }

    private Mac freshKey() {
        byte[] key = new byte[Hkdf.HASH_BYTES];
        random.accept(key);
        return Hkdf.hmac(key);
    }

    private void mac(Mac key, int version, InetSocketAddress from, byte[] helloRandom, int stamp) {
        byte[] ip = from.getAddress().getAddress();
        Arrays.fill(input, (byte) 0);
        input[0] = (byte) version;
        System.arraycopy(ip, 0, input, 1, ip.length);
        input[17] = (byte) (from.getPort() >>> 8);
        input[18] = (byte) from.getPort();
        System.arraycopy(helloRandom, 0, input, 19, 16);
        BigEndian.putInt(input, 35, stamp);
        key.update(input);
        try {
            key.doFinal(output, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("HMAC-SHA256 has 32 bytes", e);
        }
    }
}
