package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.Samples;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CookieTest {

    private static final byte[] RANDOM = Samples.counting(1, 16);
    private static final InetSocketAddress FROM = address(40_000, 192, 0, 2, 1);
    private static final long START = -77;

    private final Cookie cookie = new Cookie(new Random(1)::nextBytes, START);

    @Test
    void isGoodForTenSecondsAtTheSameAddressWithTheSameRandom() {
        byte[] minted = cookie.mint(1, FROM, RANDOM, START);
        assertEquals(Cookie.BYTES, minted.length);
        assertTrue(cookie.verify(1, FROM, RANDOM, minted, START));
        assertTrue(cookie.verify(1, FROM, RANDOM, minted, at(10)));
        assertFalse(cookie.verify(1, FROM, RANDOM, minted, at(11)));
    }

    @Test
    void isNoGoodAnywhereElse() {
        byte[] minted = cookie.mint(1, FROM, RANDOM, START);
        assertFalse(cookie.verify(2, FROM, RANDOM, minted, START), "version");
        assertFalse(cookie.verify(1, address(40_001, 192, 0, 2, 1), RANDOM, minted, START), "port");
        assertFalse(cookie.verify(1, address(40_000, 192, 0, 2, 2), RANDOM, minted, START), "address");
        assertFalse(cookie.verify(1, FROM, Samples.counting(2, 16), minted, START), "random");
        assertFalse(cookie.verify(1, FROM, RANDOM, new byte[0], START), "none");
        assertFalse(new Cookie(new Random(2)::nextBytes, START).verify(1, FROM, RANDOM, minted, START), "key");
        for (int i = 0; i < minted.length; i++) {
            byte[] changed = minted.clone();
            changed[i] ^= 1;
            assertFalse(cookie.verify(1, FROM, RANDOM, changed, START), "byte " + i);
        }
    }

    @Test
    void outlivesTheChangeOfKeysButNotTwo() {
        byte[] minted = cookie.mint(1, FROM, RANDOM, at(59));
        assertTrue(cookie.verify(1, FROM, RANDOM, minted, at(60)));
        assertTrue(cookie.verify(1, FROM, RANDOM, minted, at(69)));
        assertFalse(cookie.verify(1, FROM, RANDOM, minted, at(70)));
        byte[] later = cookie.mint(1, FROM, RANDOM, at(119));
        assertTrue(cookie.verify(1, FROM, RANDOM, later, at(125)));
        assertFalse(cookie.verify(1, FROM, RANDOM, later, at(1000)));
    }

    @Test
    void aCookieOfTheFutureIsNoGood() {
        byte[] minted = cookie.mint(1, FROM, RANDOM, at(50));
        assertFalse(cookie.verify(1, FROM, RANDOM, minted, at(49)));
    }

    @Test
    void bindsToAnIpv6AddressToo() {
        InetSocketAddress from = address(5000, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        InetSocketAddress other = address(5000, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
        byte[] minted = cookie.mint(1, from, RANDOM, START);
        assertTrue(cookie.verify(1, from, RANDOM, minted, START));
        assertFalse(cookie.verify(1, other, RANDOM, minted, START));
    }

    private static long at(int seconds) {
        return START + TimeUnit.SECONDS.toNanos(seconds);
    }

    static InetSocketAddress address(int port, int... parts) {
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) parts[i];
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
