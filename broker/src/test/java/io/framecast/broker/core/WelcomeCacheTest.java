package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class WelcomeCacheTest {

    private static final InetSocketAddress PEER = VirtualNetwork.address(10, 0, 0, 1, 4000);

    private final WelcomeCache cache = new WelcomeCache(3);

    private static byte[] message(int number) {
        byte[] message = new byte[48];
        message[0] = (byte) number;
        return message;
    }

    @Test
    void keepsAsManyAsItMayAndForOneMoreLetsTheOldestGo() {
        for (int i = 0; i < 3; i++) {
            cache.begin(PEER, message(i), i);
        }
        assertTrue(cache.knows(PEER, message(0), 3));
        cache.begin(PEER, message(3), 3);
        assertFalse(cache.knows(PEER, message(0), 3));
        assertTrue(cache.knows(PEER, message(1), 3));
        assertTrue(cache.knows(PEER, message(3), 3));
    }

    @Test
    void forgetsEachOnceNoCookieOfItsHelloCanLive() {
        cache.begin(PEER, message(0), 0);
        assertTrue(cache.knows(PEER, message(0), WelcomeCache.KEPT_NANOS - 1));
        assertFalse(cache.knows(PEER, message(0), WelcomeCache.KEPT_NANOS));
    }
}
