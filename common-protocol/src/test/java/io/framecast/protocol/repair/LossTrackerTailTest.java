package io.framecast.protocol.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is missed although no later packet has come: the rest of a frame, and what PADDING tells of. */
class LossTrackerTailTest {
    private static final long MILLI = 1_000_000L;
    private static final long BUDGET = 200 * MILLI;

    private final LossTracker tracker = new LossTracker(100, BUDGET);
    private final List<SequenceRange> asked = new ArrayList<>();

    private List<SequenceRange> askedAt(long nanos, long roundTripNanos) {
        asked.clear();
        tracker.onTimeout(nanos, roundTripNanos, 0, asked::add);
        return List.copyOf(asked);
    }

    @Test
    void missesATailFifteenMillisecondsAfterTheRestOfItsFrameAndAsksAtOnce() {
        tracker.onSequence(100, 0);
        tracker.onFrameEnd(104, 0);
        tracker.onSequence(101, 3 * MILLI);
        tracker.onFrameEnd(104, 3 * MILLI);
        assertEquals(18 * MILLI, tracker.deadlineNanos());
        assertEquals(List.of(), askedAt(17 * MILLI, 0));
        assertEquals(List.of(new SequenceRange(102, 3)), askedAt(18 * MILLI, 0));
        assertEquals(3, tracker.missing());
        assertEquals(104, tracker.highest());
    }

    @Test
    void asksForATailAgainOnlyWhenSomethingShowsThatItWasSent() {
        tracker.onSequence(100, 0);
        tracker.onFrameEnd(104, 0);
        assertEquals(List.of(new SequenceRange(101, 4)), askedAt(15 * MILLI, 0));
        assertEquals(List.of(), askedAt(35 * MILLI, 0));
        tracker.onPadding(102, 40 * MILLI);
        assertEquals(List.of(new SequenceRange(101, 2)), askedAt(55 * MILLI, 0));
        tracker.onSequence(105, 56 * MILLI);
        assertEquals(List.of(new SequenceRange(101, 4)), askedAt(80 * MILLI, 0));
    }

    @Test
    void missesNoTailThatCame() {
        tracker.onSequence(100, 0);
        tracker.onFrameEnd(101, 0);
        tracker.onSequence(101, MILLI);
        tracker.onFrameEnd(101, MILLI);
        assertEquals(Long.MAX_VALUE, tracker.deadlineNanos());
        assertEquals(List.of(), askedAt(100 * MILLI, 0));
    }

    @Test
    void waitsLongerForTheTailsOfALaneWhosePacketsComeSlowly() {
        tracker.onSequence(100, 0);
        tracker.onFrameEnd(101, 0);
        askedAt(15 * MILLI, 50 * MILLI);
        tracker.onSequence(101, 16 * MILLI);
        assertEquals(1, tracker.needless(), "it was on its way");
        assertEquals(20 * MILLI, tracker.waitNanos());
        tracker.onSequence(102, 20 * MILLI);
        tracker.onFrameEnd(103, 20 * MILLI);
        assertEquals(60 * MILLI, tracker.deadlineNanos());
    }

    @Test
    void aFragmentThatWasSentAgainDoesNotPutOffTheTailOfALaterFrame() {
        tracker.onSequence(100, 0);
        tracker.onFrameEnd(101, 0);
        tracker.onSequence(102, 5 * MILLI);
        tracker.onFrameEnd(103, 5 * MILLI);
        tracker.onSequence(101, 14 * MILLI);
        tracker.onFrameEnd(101, 14 * MILLI);
        assertEquals(List.of(new SequenceRange(103, 1)), askedAt(20 * MILLI, 0));
    }

    @Test
    void paddingShowsThatTheTailIsMissing() {
        tracker.onSequence(100, 0);
        tracker.onPadding(102, 20 * MILLI);
        assertEquals(102, tracker.highest());
        assertEquals(List.of(new SequenceRange(101, 2)), askedAt(25 * MILLI, 0));
        assertTrue(tracker.onSequence(102, 60 * MILLI));
        assertTrue(tracker.onSequence(101, 60 * MILLI));
        assertEquals(103, tracker.nextContiguous());
        assertEquals(0, tracker.missing());
    }

    @Test
    void paddingMovesALaneThatNothingCameOf() {
        tracker.onPadding(101, 0);
        assertEquals(List.of(new SequenceRange(100, 2)), askedAt(5 * MILLI, 0));
    }

    @Test
    void whatOnlyPaddingToldOfIsForgottenWhenItDoesNotComeAndMissedLikeAnyOtherOnceItWasSent() {
        tracker.onSequence(100, 0);
        tracker.onPadding(180, 0);
        assertEquals(List.of(new SequenceRange(101, 80)), askedAt(5 * MILLI, 20 * MILLI));
        askedAt(BUDGET, 20 * MILLI);
        assertEquals(100, tracker.highest());
        assertEquals(0, tracker.lost());
        assertEquals(Long.MAX_VALUE, tracker.deadlineNanos());
        tracker.onSequence(102, 300 * MILLI);
        assertEquals(List.of(new SequenceRange(101, 1)), askedAt(305 * MILLI, 20 * MILLI));
    }

    @Test
    void aHoleBehindWhichPaddingHadClaimedMoreIsWorthTheWholeBudget() {
        tracker.onSequence(100, 0);
        tracker.onPadding(180, 0);
        askedAt(5 * MILLI, 20 * MILLI);
        tracker.onSequence(102, 190 * MILLI);
        askedAt(BUDGET, 20 * MILLI);
        assertEquals(102, tracker.highest());
        assertEquals(101, tracker.nextContiguous());
        assertEquals(List.of(new SequenceRange(101, 1)), askedAt(230 * MILLI, 20 * MILLI));
        assertTrue(tracker.onSequence(101, 380 * MILLI));
        assertEquals(0, tracker.lost());
        assertEquals(103, tracker.nextContiguous());
    }

    @Test
    void forgedPaddingReachesNoFurtherThan256HoweverOftenItComes() {
        tracker.onSequence(100, 0);
        for (int i = 0; i < 100; i++) {
            tracker.onPadding(tracker.highest() + 1_000, i);
        }
        assertEquals(356, tracker.highest());
        assertEquals(256, tracker.missing());
        tracker.onPadding(50, 0);
        assertEquals(356, tracker.highest());
    }

    @Test
    void aTailThatWasRecoveredMovesTheLaneForward() {
        tracker.onSequence(100, 0);
        tracker.onRecovered(101, 0);
        tracker.onRecovered(102, 0);
        assertEquals(102, tracker.highest());
        assertEquals(103, tracker.nextContiguous());
        assertEquals(3, tracker.received());
        assertEquals(2, tracker.recovered());
    }
}
