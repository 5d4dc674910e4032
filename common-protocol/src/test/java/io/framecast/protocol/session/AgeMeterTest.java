package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Frame;
import org.junit.jupiter.api.Test;

class AgeMeterTest {

    private static final long MILLI = 1_000_000L;
    private static final StreamClock KNOWN = new StreamClock(5_000_000, 3_000, 20 * MILLI);
    private static final StreamClock UNCERTAIN = new StreamClock(5_000_000, 20_001, 20 * MILLI);

    private final AgeMeter meter = new AgeMeter(200 * MILLI);

    /** By a clock of which the producer's is 5 s behind. */
    private void frame(long capturedMillis, long ageMillis, StreamClock clock) {
        long complete = (5_000 + capturedMillis + ageMillis) * MILLI;
        meter.onFrame(
                new Frame(1, 0, 0, true, false, 0, capturedMillis * 1_000, complete, complete, new byte[1]), clock);
    }

    @Test
    void tellsMedianAndOldestSinceTheLastReport() {
        frame(0, 50, KNOWN);
        frame(33, 30, KNOWN);
        frame(66, 40, KNOWN);
        assertTrue(meter.absolute());
        assertEquals(40_000, meter.medianMicros());
        assertEquals(50_000, meter.longestMicros());
        meter.onReported();
        assertEquals(0, meter.medianMicros());
        assertEquals(0, meter.longestMicros());
        frame(100, 31, KNOWN);
        assertEquals(31_000, meter.medianMicros());
    }

    @Test
    void leavesOutWhatCameFromTheCache() {
        frame(0, 1_900, KNOWN);
        frame(500, 1_410, KNOWN);
        assertEquals(0, meter.longestMicros());
        frame(1_880, 60, KNOWN);
        frame(1_900, 250, KNOWN);
        assertEquals(250_000, meter.longestMicros(), "late, but after it was live");
    }

    @Test
    void whoIsAlwaysOverBudgetIsSlowNotJoining() {
        for (int i = 0; i <= 100; i++) {
            frame(i * 33L, 400, KNOWN);
        }
        assertEquals(400_000, meter.medianMicros());
    }

    @Test
    void isRelativeToTheFastestWhereTheClockIsUncertain() {
        frame(0, 70, UNCERTAIN);
        frame(33, 60, UNCERTAIN);
        frame(66, 95, UNCERTAIN);
        assertFalse(meter.absolute());
        assertEquals(45_000, meter.longestMicros(), "35 ms more than the fastest, and half a round trip");
        frame(100, 60, KNOWN);
        assertTrue(meter.absolute());
        assertEquals(60_000, meter.longestMicros(), "ages of two kinds do not mix");
    }
}
