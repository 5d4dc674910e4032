package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.sim.VirtualNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetsTest {

    @Test
    void aBucketRefillsUpToItsBurst() {
        TokenBucket bucket = new TokenBucket(10, 20, 0);
        assertTrue(bucket.take(20, 0));
        assertFalse(bucket.take(1, 0));
        assertEquals(SECONDS / 10, bucket.nanosUntil(1, 0));
        assertTrue(bucket.take(10, SECONDS));
        assertFalse(bucket.take(21, 100 * SECONDS));
        assertTrue(bucket.take(20, 100 * SECONDS));
    }

    @Test
    void aFloodFromOnePrefixLeavesOthersTheirShare() {
        PrefixSketch sketch = new PrefixSketch(10, 20, new long[] {3, 4}, 0);
        int admitted = 0;
        for (int i = 0; i < 100_000; i++) {
            admitted += sketch.admits(1, i) ? 1 : 0;
        }
        assertEquals(20, admitted);
        int others = 0;
        for (int prefix = 2; prefix < 1002; prefix++) {
            others += sketch.admits(prefix, 100_000) ? 1 : 0;
        }
        assertEquals(1000, others);
        assertTrue(sketch.admits(1, SECONDS));
    }

    @Test
    void manyPrefixesInAFullSketchAreLimitedButNeverMoreThanTheyAskFor() {
        PrefixSketch sketch = new PrefixSketch(1, 1, new long[] {5, 6}, 0);
        int admitted = 0;
        for (int prefix = 0; prefix < 100_000; prefix++) {
            admitted += sketch.admits(prefix, 0) ? 1 : 0;
        }
        assertTrue(admitted > 4000 && admitted <= 8192, admitted + " admitted by 8192 cells");
    }

    @Test
    void prefixesAreWhatOnePartyUsuallyHolds() throws UnknownHostException {
        assertEquals(
                SourceAddress.prefix(VirtualNetwork.address(203, 0, 113, 1, 1)),
                SourceAddress.prefix(VirtualNetwork.address(203, 0, 113, 200, 2)));
        assertFalse(SourceAddress.prefix(VirtualNetwork.address(203, 0, 113, 1, 1))
                == SourceAddress.prefix(VirtualNetwork.address(203, 0, 114, 1, 1)));
        byte[] v6 = new byte[16];
        v6[0] = 0x20;
        InetSocketAddress first = new InetSocketAddress(InetAddress.getByAddress(v6), 1);
        v6[7] = 9;
        InetSocketAddress sameSite = new InetSocketAddress(InetAddress.getByAddress(v6), 1);
        v6[6] = 9;
        InetSocketAddress otherSite = new InetSocketAddress(InetAddress.getByAddress(v6), 1);
        assertEquals(SourceAddress.prefix(first), SourceAddress.prefix(sameSite));
        assertFalse(SourceAddress.prefix(first) == SourceAddress.prefix(otherSite));
    }

    @Test
    void aScopeEndsAtSegments() {
        Scope scope = new Scope(List.of("cam", "hall/"));
        assertTrue(scope.covers("cam"));
        assertTrue(scope.covers("cam/1"));
        assertFalse(scope.covers("camera"));
        assertTrue(scope.covers("hall/1"));
        assertFalse(scope.covers("hall"));
        assertFalse(scope.covers("hallway"));
        assertTrue(Scope.ALL.covers("anything/at.all"));
        assertFalse(Scope.NONE.covers("anything"));
    }
}
