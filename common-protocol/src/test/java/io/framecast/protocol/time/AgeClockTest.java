package io.framecast.protocol.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AgeClockTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final AgeClock clock = new AgeClock();

    @Test
    void isAbsoluteByAKnownOffset() {
        clock.setAbsolute(-7_000_000);
        assertTrue(clock.isAbsolute());
        assertEquals(12_000, clock.ageMicros(8_000_000, SECOND + 12 * MILLI));
        assertEquals(0, clock.ageMicros(8_000_000, SECOND - MILLI), "nothing is younger than its capture");
    }

    @Test
    void isElseAgainstTheFastestArrivalPlusHalfARoundTrip() {
        clock.setRelative(10 * MILLI);
        clock.onArrival(0, SECOND);
        clock.onArrival(100_000, SECOND + 140 * MILLI);
        assertFalse(clock.isAbsolute());
        assertEquals(5_000, clock.ageMicros(0, SECOND));
        assertEquals(45_000, clock.ageMicros(100_000, SECOND + 140 * MILLI));
    }

    @Test
    void theFastestIsForgottenAfterTenSeconds() {
        clock.setRelative(0);
        clock.onArrival(0, 0);
        for (int second = 1; second <= 11; second++) {
            clock.onArrival(second * 1_000_000L, second * SECOND + 30 * MILLI);
        }
        assertEquals(0, clock.ageMicros(11_000_000, 11 * SECOND + 30 * MILLI), "the path is 30 ms longer now");
    }
}
