package io.framecast.protocol.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LossTrackerTest {
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
    void waitsForNothingWhereNothingIsMissing() {
        for (int i = 0; i < 1_000; i++) {
            assertTrue(tracker.onSequence(100 + i, i));
            assertEquals(Long.MAX_VALUE, tracker.deadlineNanos());
        }
        assertEquals(1_100, tracker.nextContiguous());
        assertEquals(1_000, tracker.received());
    }

    @Test
    void asksForAGapFiveMillisecondsAfterTheFirstLaterPacketAndAgainARoundTripLater() {
        tracker.onSequence(100, 0);
        tracker.onSequence(103, 10 * MILLI);
        assertEquals(15 * MILLI, tracker.deadlineNanos());
        assertEquals(List.of(), askedAt(14 * MILLI, 50 * MILLI));
        assertEquals(List.of(new SequenceRange(101, 2)), askedAt(15 * MILLI, 50 * MILLI));
        assertEquals(75 * MILLI, tracker.deadlineNanos());
        assertEquals(List.of(new SequenceRange(101, 2)), askedAt(tracker.deadlineNanos(), 50 * MILLI));
        assertEquals(101, tracker.nextContiguous());
    }

    @Test
    void asksAgainLaterWhereTheRoundTripVariesButNotLaterThanAQuarterOfIt() {
        for (long variation : new long[] {0, 4 * MILLI, 90 * MILLI}) {
            LossTracker varied = new LossTracker(100, 2_000 * MILLI);
            varied.onSequence(100, 0);
            varied.onSequence(102, 0);
            varied.onTimeout(5 * MILLI, 200 * MILLI, variation, asked::add);
            long margin = varied.deadlineNanos() - 205 * MILLI;
            assertEquals(Math.clamp(4 * variation, 10 * MILLI, 50 * MILLI), margin);
        }
    }

    @Test
    void repeatsEachQuestionOnceFiveMillisecondsLaterWhereThatIsWanted() {
        LossTracker repeating = new LossTracker(100, BUDGET, true);
        repeating.onSequence(100, 0);
        repeating.onSequence(102, 0);
        repeating.onSequence(104, MILLI);
        List<Long> times = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 8; i++) {
            now = repeating.deadlineNanos();
            long at = now / MILLI;
            repeating.onTimeout(now, 40 * MILLI, 0, range -> times.add(range.first() * 1000L + at));
            if (i == 3) {
                repeating.onSequence(103, now);
            }
        }
        assertEquals(List.of(101_005L, 103_006L, 101_010L, 103_011L, 101_055L, 101_060L, 101_105L, 101_110L), times);
    }

    @Test
    void anAnswerThatComesAfterItWasGivenUpWasARepairAllTheSame() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        assertEquals(List.of(new SequenceRange(101, 1)), askedAt(5 * MILLI, 200 * MILLI));
        tracker.giveUpBefore(102);
        assertEquals(1, tracker.lost());
        tracker.onSequence(101, 210 * MILLI);
        assertEquals(0, tracker.lost());
        assertEquals(1, tracker.repaired());
    }

    @Test
    void asksAgainAfterTwentyMillisecondsAtLeast() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, MILLI);
        assertEquals(25 * MILLI, tracker.deadlineNanos());
    }

    @Test
    void givesUpWhenTheBudgetHasPassed() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        long now = 0;
        int questions = 0;
        while (tracker.deadlineNanos() != Long.MAX_VALUE) {
            now = tracker.deadlineNanos();
            questions += askedAt(now, 40 * MILLI).size();
        }
        assertEquals(BUDGET, now);
        assertEquals(4, questions, "at 5, 55, 105 and 155 ms");
        assertEquals(1, tracker.lost());
        assertEquals(103, tracker.nextContiguous());
    }

    @Test
    void coalescesNeighboursAndKeepsTheirOrder() {
        tracker.onSequence(100, 0);
        tracker.onSequence(104, 0);
        tracker.onSequence(106, 0);
        tracker.onSequence(102, 0);
        assertEquals(
                List.of(new SequenceRange(101, 1), new SequenceRange(103, 1), new SequenceRange(105, 1)),
                askedAt(5 * MILLI, 0));
    }

    @Test
    void doesNotAskForWhatCameByItself() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        assertTrue(tracker.onSequence(101, 3 * MILLI));
        assertEquals(Long.MAX_VALUE, tracker.deadlineNanos());
        assertEquals(List.of(), askedAt(100 * MILLI, 0));
        assertEquals(0, tracker.repaired());
        assertEquals(103, tracker.nextContiguous());
    }

    @Test
    void countsWhatWasAskedForAndCameAsRepaired() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, 30 * MILLI);
        tracker.onSequence(101, 36 * MILLI);
        assertEquals(1, tracker.repaired());
        assertEquals(0, tracker.needless());
        assertEquals(5 * MILLI, tracker.waitNanos());
    }

    @Test
    void learnsToWaitFromAnOriginalThatCameAfterItWasAskedFor() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, 50 * MILLI);
        // 7 ms after the question, with a round trip of 50 ms: not the answer.
        tracker.onSequence(101, 12 * MILLI);
        assertEquals(1, tracker.needless());
        assertEquals(15 * MILLI, tracker.waitNanos());
        tracker.onSequence(104, 20 * MILLI);
        assertEquals(35 * MILLI, tracker.deadlineNanos());
    }

    @Test
    void takesNoAnswerForAnOriginalBecauseABusyMachineMeasuredALongRoundTrip() {
        tracker.leastRoundTrip(20 * MILLI);
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, 200 * MILLI);
        tracker.onSequence(101, 25 * MILLI);
        assertEquals(1, tracker.repaired());
        assertEquals(0, tracker.needless());
        assertEquals(5 * MILLI, tracker.waitNanos());
    }

    @Test
    void forgetsWhatItLearnedByAHandshakesRoundTripWhenAShorterOneIsMeasured() {
        tracker.leastRoundTrip(80 * MILLI);
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, 80 * MILLI);
        tracker.onSequence(101, 28 * MILLI);
        assertEquals(35 * MILLI, tracker.waitNanos());
        tracker.leastRoundTrip(21 * MILLI);
        assertEquals(5 * MILLI, tracker.waitNanos());
    }

    @Test
    void takesNothingForAnOriginalWhereAnAnswerIsThereWithinAMillisecond() {
        tracker.leastRoundTrip(1_200_000L);
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, 2 * MILLI);
        tracker.onSequence(101, 5 * MILLI + 400_000L);
        assertEquals(1, tracker.repaired());
        assertEquals(5 * MILLI, tracker.waitNanos());
    }

    @Test
    void learnsFromTheSecondCopyWhereTheRoundTripIsShort() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, MILLI);
        assertTrue(tracker.onSequence(101, 6 * MILLI), "the answer");
        assertFalse(tracker.onSequence(101, 10 * MILLI), "the original, overtaken by its repair");
        assertEquals(1, tracker.needless());
        assertEquals(12_500_000L, tracker.waitNanos());
    }

    @Test
    void doesNotTakeADuplicatedAnswerForAnOriginal() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, 50 * MILLI);
        tracker.onSequence(101, 55 * MILLI);
        tracker.onSequence(101, 56 * MILLI);
        assertEquals(0, tracker.needless());
        assertEquals(5 * MILLI, tracker.waitNanos());
        assertEquals(1, tracker.duplicates());
    }

    @Test
    void waitsForAQuarterOfTheBudgetAtTheMostAndUnlearnsATenthInTenSeconds() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(5 * MILLI, 190 * MILLI);
        tracker.onSequence(101, 120 * MILLI);
        assertEquals(50 * MILLI, tracker.waitNanos());
        long later = 120 * MILLI + 10_000 * MILLI;
        tracker.onSequence(104, later);
        assertEquals(45 * MILLI, tracker.waitNanos());
        tracker.onSequence(106, later + 3_600_000 * MILLI);
        assertEquals(5 * MILLI, tracker.waitNanos());
    }

    @Test
    void doesNotAskForWhatIsGone() {
        tracker.onSequence(100, 0);
        tracker.onSequence(110, 0);
        tracker.onGone(101, 5);
        assertEquals(List.of(new SequenceRange(106, 4)), askedAt(5 * MILLI, 0));
        assertEquals(5, tracker.lost());
        tracker.onGone(108, 10);
        assertEquals(117, tracker.highest());
        assertEquals(5 + 2 + 7, tracker.lost());
        assertTrue(tracker.onSequence(118, 6 * MILLI));
        assertEquals(2, tracker.missing());
        assertEquals(106, tracker.nextContiguous());
    }

    @Test
    void doesNotAskForWhatIsOfNoUseAnyMore() {
        tracker.onSequence(100, 0);
        tracker.onSequence(105, 0);
        tracker.giveUpBefore(103);
        assertEquals(List.of(new SequenceRange(103, 2)), askedAt(5 * MILLI, 0));
        assertEquals(2, tracker.lost());
    }

    @Test
    void takesBackALossThatCameAfterAll() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        askedAt(BUDGET, 0);
        assertEquals(1, tracker.lost());
        assertTrue(tracker.onSequence(101, BUDGET + 1));
        assertEquals(0, tracker.lost());
        assertFalse(tracker.onSequence(101, BUDGET + 2));
        assertEquals(3, tracker.received());
    }

    @Test
    void jumpsOverAGapThatIsWiderThanTheWindow() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        assertTrue(tracker.onSequence(102 + LossTracker.WINDOW + 1, MILLI));
        assertEquals(0, tracker.missing());
        assertEquals(1 + LossTracker.WINDOW, tracker.lost());
        assertEquals(Long.MAX_VALUE, tracker.deadlineNanos());
        assertFalse(tracker.onSequence(101, MILLI), "before the new start");
        assertTrue(tracker.onSequence(102 + LossTracker.WINDOW + 3, MILLI));
        assertEquals(1, tracker.missing());
    }

    @Test
    void refusesDuplicatesAndWhatCameBeforeTheStart() {
        assertFalse(tracker.onSequence(99, 0));
        assertTrue(tracker.onSequence(100, 0));
        assertFalse(tracker.onSequence(100, 0));
        assertFalse(tracker.onSequence(99, 0));
        assertEquals(1, tracker.duplicates());
        assertEquals(1, tracker.received());
    }

    /** Loss, reordering and duplication of any kind, across the wrap: the books always balance and nothing is counted twice. */
    @Test
    void theBooksBalanceWhateverHappens() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            int first = -random.nextInt(3_000);
            LossTracker books = new LossTracker(first, BUDGET);
            boolean[] counted = new boolean[20_000];
            long arrived = 0;
            long now = random.nextLong();
            int front = 0;
            for (int i = 0; i < 6_000; i++) {
                now += random.nextInt(2_000_000);
                int step = switch (random.nextInt(20)) {
                    case 0 -> random.nextInt(100);
                    case 1 -> -random.nextInt(300);
                    case 2 -> 0;
                    default -> 1;
                };
                int at = Math.clamp(front + step, 0, counted.length - 1);
                front = Math.max(front, at);
                boolean isNew = books.onSequence(first + at, now);
                boolean expected = !counted[at] && front - at < LossTracker.WINDOW;
                assertEquals(expected, isNew, "packet " + i + ", seed " + seed);
                counted[at] |= isNew;
                arrived += isNew ? 1 : 0;
                if (random.nextInt(10) == 0) {
                    books.onTimeout(now, 30 * MILLI, 0, range -> {});
                }
                assertEquals(arrived, books.received());
                assertEquals(
                        books.highest() - first + 1L,
                        books.received() + books.lost() + books.missing(),
                        "packet " + i + ", seed " + seed);
                assertTrue(books.nextContiguous() - books.highest() <= 1);
                if (front == counted.length - 1) {
                    break;
                }
            }
            int highest = books.highest();
            while (books.deadlineNanos() != Long.MAX_VALUE) {
                books.onTimeout(books.deadlineNanos(), 30 * MILLI, 0, range -> {});
            }
            assertEquals(0, books.missing(), "seed " + seed);
            assertEquals(highest + 1, books.nextContiguous(), "seed " + seed);
        }
    }

    @Test
    void whatWasRecoveredIsNotAskedForAndItsLateOriginalTeachesNothing() {
        tracker.onSequence(100, 0);
        tracker.onSequence(104, 0);
        tracker.onRecovered(101, MILLI);
        tracker.onRecovered(102, MILLI);
        assertEquals(List.of(new SequenceRange(103, 1)), askedAt(5 * MILLI, 30 * MILLI));
        tracker.onRecovered(103, 40 * MILLI);
        assertEquals(Long.MAX_VALUE, tracker.deadlineNanos());
        assertEquals(3, tracker.recovered());
        assertEquals(0, tracker.repaired());
        assertEquals(5, tracker.received());
        assertEquals(105, tracker.nextContiguous());
        assertFalse(tracker.onSequence(103, 50 * MILLI));
        assertEquals(1, tracker.duplicates());
        assertEquals(0, tracker.needless());
        assertEquals(5 * MILLI, tracker.waitNanos());
    }

    @Test
    void whatWasGivenUpAndIsRecoveredAfterAllIsNotLost() {
        tracker.onSequence(100, 0);
        tracker.onSequence(102, 0);
        tracker.onGone(101, 1);
        assertEquals(1, tracker.lost());
        tracker.onRecovered(101, MILLI);
        assertEquals(0, tracker.lost());
        assertEquals(3, tracker.received());
        assertEquals(1, tracker.recovered());
    }
}
