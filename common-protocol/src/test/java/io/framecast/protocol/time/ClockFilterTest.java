package io.framecast.protocol.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockFilterTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void knowsNothingBeforeTheFirstExchange() {
        ClockFilter filter = new ClockFilter();
        assertFalse(filter.known());
        assertEquals(0, filter.roundTripNanos());
        assertEquals(0, filter.leastRoundTripNanos());
        assertEquals(500 * MILLI, filter.retryNanos());
        assertEquals(Integer.MAX_VALUE, filter.uncertaintyMicros(0));
    }

    @Test
    void leavesTheHoldTimeOutOfTheRoundTrip() {
        ClockFilter filter = new ClockFilter();
        assertTrue(filter.onExchange(5 * SECOND, 30 * MILLI, 0, 5 * SECOND + 70 * MILLI));
        assertEquals(40 * MILLI, filter.roundTripNanos());
        assertEquals(40 * MILLI + 4 * 20 * MILLI, filter.retryNanos());
    }

    @Test
    void oneExchangeThatStalledIsNotTypical() {
        ClockFilter filter = new ClockFilter();
        assertEquals(0, filter.typicalRoundTripNanos());
        long[] roundTrips = {90, 3, 4, 80, 5, 6, 60, 61, 62};
        long[] typical = {90, 3, 4, 4, 5, 5, 6, 60, 60};
        for (int i = 0; i < roundTrips.length; i++) {
            filter.onExchange(i * SECOND, 0, 0, i * SECOND + roundTrips[i] * MILLI);
            assertEquals(typical[i] * MILLI, filter.typicalRoundTripNanos(), "after " + (i + 1));
        }
    }

    @Test
    void asksAgainNoSoonerThanAfterFiftyMilliseconds() {
        ClockFilter filter = new ClockFilter();
        for (int i = 0; i < 50; i++) {
            filter.onExchange(i * SECOND, 0, 0, i * SECOND + MILLI);
        }
        assertEquals(50 * MILLI, filter.retryNanos());
    }

    @Test
    void ignoresExchangesThatCannotHaveHappened() {
        ClockFilter filter = new ClockFilter();
        assertFalse(filter.onExchange(10, 0, 0, 5), "answered before it was asked");
        assertFalse(filter.onExchange(0, 11, 0, 10), "held longer than it took");
        assertFalse(filter.onExchange(0, -1, 0, 10), "held for less than nothing");
        assertFalse(filter.onExchange(0, 0, 0, 61 * SECOND), "answered after a minute");
        assertFalse(filter.known());
    }

    @Test
    void takesTheOffsetFromTheExchangeThatWasQueuedLeast() {
        ClockFilter filter = new ClockFilter();
        long offsetMicros = 7_000_000;
        long seed = 3;
        Random random = new Random(seed);
        long now = 0;
        for (int i = 0; i < 200; i++) {
            now += SECOND;
            long there = 5 * MILLI + (i % 8 == 3 ? 0 : random.nextInt(80) * MILLI);
            long back = 5 * MILLI + (i % 8 == 3 ? 0 : random.nextInt(20) * MILLI);
            long received = now + there + back;
            filter.onExchange(now, 0, (now + there) / 1_000 + offsetMicros, received);
            long error = Math.abs(filter.offsetMicros(received) - offsetMicros);
            assertTrue(error <= filter.uncertaintyMicros(received), "exchange " + i + ", seed " + seed);
            if (i > 3) {
                assertTrue(error <= 1_000, "off by " + error + " us at exchange " + i + ", seed " + seed);
            }
            now = received;
        }
        assertEquals(10 * MILLI, filter.leastRoundTripNanos());
    }

    @Test
    void prefersANewExchangeOverOneThatTheDriftHasSpoilt() {
        ClockFilter filter = new ClockFilter();
        filter.onExchange(0, 0, 500, MILLI);
        long later = 100 * SECOND;
        // 100 s at 100 ppm is 10 ms, more than half of this round trip.
        filter.onExchange(later, 0, later / 1_000 + 9_000, later + 10 * MILLI);
        assertEquals(4_000, filter.offsetMicros(later + 10 * MILLI));
        assertEquals(5_000, filter.uncertaintyMicros(later + 10 * MILLI));
    }
}
