package io.framecast.protocol.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TransitTest {

    private static final long MILLI = 1_000_000L;
    private static final long CAPTURED = 1_700_000_000_000_000L;

    private final Transit transit = new Transit(200 * MILLI);

    @Test
    void aFrameIsDueABudgetAfterItsCaptureWhereTheClockIsKnown() {
        transit.onClock(500 * MILLI - CAPTURED * 1_000);
        transit.onFrame(CAPTURED, 540 * MILLI);
        transit.onFrame(CAPTURED + 33_000, 590 * MILLI);
        assertEquals(40 * MILLI, transit.ageAtBestNanos());
        assertEquals(700 * MILLI, transit.deadlineNanos(CAPTURED, 600 * MILLI));
        assertEquals(57 * MILLI, transit.ageNanos(CAPTURED + 33_000, 590 * MILLI));
    }

    @Test
    void halfARoundTripStandsForTheFastestWayWhereItIsNot() {
        transit.onRoundTrip(50 * MILLI);
        transit.onFrame(CAPTURED, 540 * MILLI);
        transit.onFrame(CAPTURED + 33_000, 590 * MILLI);
        assertEquals(540 * MILLI + 175 * MILLI, transit.deadlineNanos(CAPTURED, 600 * MILLI));
        assertEquals(42 * MILLI, transit.ageNanos(CAPTURED + 33_000, 590 * MILLI));
    }

    @Test
    void aWayThatTakesLongerThanTheBudgetLeavesThirtyMilliseconds() {
        transit.onClock(-CAPTURED * 1_000);
        transit.onFrame(CAPTURED, 260 * MILLI);
        assertEquals(290 * MILLI, transit.deadlineNanos(CAPTURED, 300 * MILLI));
        assertEquals(290 * MILLI, transit.delayNanos());
        transit.budget(300 * MILLI);
        assertEquals(300 * MILLI, transit.deadlineNanos(CAPTURED, 300 * MILLI));
    }

    @Test
    void forgetsAFastArrivalAfterTenSeconds() {
        transit.onFrame(CAPTURED, 0);
        for (long second = 1; second <= 12; second++) {
            transit.onFrame(CAPTURED + second * 1_000_000, second * 1_000 * MILLI + 70 * MILLI);
        }
        assertEquals(
                12_270 * MILLI, transit.deadlineNanos(CAPTURED + 12_000_000, 12_000 * MILLI), "70 ms are the way now");
    }

    @Test
    void isSettledOnceFramesComeNoFasterThanTheyWereCaptured() {
        assertFalse(transit.settled());
        // Four seconds of frames from a cache, three times as fast as they were captured, with stalls of the thread
        // that reads.
        long now = 0;
        for (int frame = 0; frame < 120; frame++) {
            now += frame % 25 == 24 ? 110 * MILLI : frame % 25 < 8 ? 1 * MILLI : 11 * MILLI;
            transit.onFrame(CAPTURED + frame * 33_000L, now);
            assertFalse(transit.settled(), "frame " + frame);
        }
        int live = 0;
        while (!transit.settled()) {
            now += 33 * MILLI;
            transit.onFrame(CAPTURED + (120 + live++) * 33_000L, now);
        }
        assertTrue(live <= 12, "after " + live + " frames");
    }

    @Test
    void aMuchFasterFrameShowsThatItWasNotSettled() {
        for (int frame = 0; frame < 10; frame++) {
            transit.onFrame(CAPTURED + frame * 33_000L, frame * 33L * MILLI);
        }
        assertTrue(transit.settled());
        transit.onFrame(CAPTURED + 15 * 33_000L, 11 * 33 * MILLI);
        assertFalse(transit.settled());
    }

    @Test
    void isSettledAtOnceWhereTheClockIsKnownAndAFrameWasInTime() {
        transit.onClock(-CAPTURED * 1_000);
        transit.onFrame(CAPTURED, 3_000 * MILLI);
        assertFalse(transit.settled(), "a frame from a cache, or a way of three seconds");
        transit.onFrame(CAPTURED + 3_000_000, 3_050 * MILLI);
        assertTrue(transit.settled());
        transit.onClockLost();
        assertFalse(transit.settled());
    }

    @Test
    void aPauseBetweenCachedFramesSettlesNothing() {
        transit.onFrame(CAPTURED, 0);
        transit.onFrame(CAPTURED + 33_000, 11 * MILLI);
        assertFalse(transit.settled());
    }
}
