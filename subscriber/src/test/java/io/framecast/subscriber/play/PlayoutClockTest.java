package io.framecast.subscriber.play;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlayoutClockTest {
    private static final long CAPTURE = 1_700_000_000_000_000L;

    @Test
    void theFastestArrivalStandsForTheWay() {
        PlayoutClock clock = new PlayoutClock(200_000, null, () -> 0);
        clock.onArrival(CAPTURE, 1_030_000_000);
        clock.onArrival(CAPTURE + 40_000, 1_040_000_000); // 30 ms faster
        assertEquals(1_040_000_000 + 200_000_000, clock.dueNanos(CAPTURE + 40_000, 1_050_000_000));
        assertEquals(10_000, clock.ageMicros(CAPTURE + 40_000, 1_050_000_000));
    }

    @Test
    void forgetsAFastArrivalAfterTenSeconds() {
        PlayoutClock clock = new PlayoutClock(0, null, () -> 0);
        clock.onArrival(CAPTURE, 0);
        for (long second = 1; second <= 12; second++) {
            clock.onArrival(CAPTURE + second * 1_000_000, second * 1_000_000_000 + 70_000_000);
        }
        assertEquals(12_070_000_000L, clock.dueNanos(CAPTURE + 12_000_000, 12_000_000_000L));
    }

    @Test
    void aKnownOffsetDecides() {
        PlayoutClock clock = new PlayoutClock(200_000, () -> 5_000, () -> CAPTURE + 50_000);
        assertEquals(45_000, clock.ageMicros(CAPTURE, 7));
        assertEquals(7 + 155_000_000, clock.dueNanos(CAPTURE, 7));
    }

    @Test
    void withoutAnyArrivalEverythingIsDueAfterTheLatency() {
        PlayoutClock clock = new PlayoutClock(200_000, () -> PlayoutClock.UNKNOWN, () -> 0);
        assertEquals(200_000_007, clock.dueNanos(CAPTURE, 7));
    }
}
