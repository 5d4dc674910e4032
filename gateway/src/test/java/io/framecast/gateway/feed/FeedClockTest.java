package io.framecast.gateway.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.session.BrokerHops;
import io.framecast.protocol.session.StreamStats;
import org.junit.jupiter.api.Test;

final class FeedClockTest {

    private static final long CAPTURE = 1_700_000_000_000_000L;

    private final FeedClock clock = new FeedClock();

    private static StreamStats stats(int uncertaintyMicros, long offsetMicros) {
        return new StreamStats(
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4_000_000, 0, uncertaintyMicros, 0, 0, offsetMicros, BrokerHops.UNKNOWN);
    }

    @Test
    void goesByTheFastestFrameAndHalfARoundTripUntilClocksAreKnown() {
        clock.onStats(stats(Integer.MAX_VALUE, 0));
        clock.onArrival(CAPTURE, 50_000_000);
        clock.onArrival(CAPTURE + 33_000, 100_000_000);
        assertFalse(clock.absolute());
        assertEquals(2_000, clock.ageMicros(CAPTURE, 50_000_000));
        assertEquals(19_000, clock.ageMicros(CAPTURE + 33_000, 100_000_000));
    }

    @Test
    void goesByTheOffsetOnceItIsKnown() {
        clock.onArrival(CAPTURE, 50_000_000);
        clock.onStats(stats(5_000, 40_000 - CAPTURE));
        assertTrue(clock.absolute());
        assertEquals(10_000, clock.ageMicros(CAPTURE, 50_000_000));
        assertEquals(40_000, clock.localMicros(CAPTURE));
    }

    @Test
    void keepsFramesApartAsTheyWereCapturedWhileTheOffsetMovesALittle() {
        clock.onStats(stats(5_000, 40_000 - CAPTURE));
        clock.onStats(stats(5_000, 43_000 - CAPTURE));
        assertEquals(40_000, clock.localMicros(CAPTURE));
        clock.onStats(stats(5_000, 43_001 - CAPTURE));
        assertEquals(43_001, clock.localMicros(CAPTURE));
    }

    @Test
    void neverTellsAnAgeBelowZero() {
        clock.onStats(stats(5_000, 40_000 - CAPTURE));
        assertEquals(0, clock.ageMicros(CAPTURE, 10_000_000));
    }
}
