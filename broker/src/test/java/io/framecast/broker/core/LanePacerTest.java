package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanePacerTest {

    private static final long MICROS = 1_000L;
    private static final long MILLIS = 1_000_000L;

    private record Left(long atNanos, int datagrams) {}

    private final LanePacer pacer = new LanePacer();
    private final List<Left> left = new ArrayList<>();
    private int waiting;
    private long now;

    private void frame(int count, int came, long intervalMillis) {
        pacer.onFrame(count, waiting, intervalMillis * MILLIS, now);
        waiting += came;
    }

    /** Lets everything leave until then, at its time. */
    private void runTo(long untilNanos) {
        take();
        while (waiting > 0 && pacer.deadlineNanos(waiting, now) <= untilNanos) {
            long deadline = pacer.deadlineNanos(waiting, now);
            assertTrue(deadline > now, "stands still at " + now);
            now = deadline;
            take();
        }
        now = untilNanos;
    }

    private void take() {
        int datagrams = pacer.take(waiting, now);
        if (datagrams > 0) {
            left.add(new Left(now, datagrams));
            waiting -= datagrams;
        }
    }

    private int leftWithin(long fromNanos, long nanos) {
        return left.stream()
                .filter(one -> one.atNanos() >= fromNanos && one.atNanos() < fromNanos + nanos)
                .mapToInt(Left::datagrams)
                .sum();
    }

    @Test
    void aFrameOfSixteenLeavesAtOnce() {
        frame(16, 16, 33);
        take();

        assertEquals(List.of(new Left(0, 16)), left);
    }

    @ParameterizedTest
    @CsvSource({
        "17,33,2000",
        "24,33,2000",
        "40,33,6000",
        "150,33,23100",
        "150,100,25000",
        "150,16,11200",
        "800,40,25000"
    })
    void aBurstIsSpreadInChunksAndNoLongerThanItsFrameMayTake(int count, long intervalMillis, long mostMicros) {
        frame(count, count, intervalMillis);
        runTo(40 * MILLIS);

        assertEquals(0, waiting);
        assertEquals(16, left.getFirst().datagrams());
        assertTrue(left.getLast().atNanos() <= mostMicros * MICROS, left.getLast() + " of " + count);
        assertTrue(left.getLast().atNanos() >= mostMicros * MICROS / 2 || count < 24, left.getLast() + " of " + count);
        for (int i = 1; i < left.size(); i++) {
            assertTrue(left.get(i).atNanos() - left.get(i - 1).atNanos() <= 2 * MILLIS, left.toString());
            assertTrue(left.get(i).datagrams() <= 8, left.toString());
        }
    }

    @Test
    void aKeyFrameOfAHundredAndFiftyFitsIntoABufferOfNinetyTwoThatIsReadEveryTenMilliseconds() {
        frame(150, 150, 33);
        runTo(33 * MILLIS);

        for (long from = 0; from < 30 * MILLIS; from += MILLIS / 10) {
            assertTrue(leftWithin(from, 10 * MILLIS) <= 92, leftWithin(from, 10 * MILLIS) + " from " + from);
        }
    }

    @Test
    void whatTheProducerPacedByTheSameRulePassesWithoutDelay() {
        long gap = 23_100 * MICROS / 17;
        for (int frame = 0; frame < 5; frame++) {
            long start = 33L * frame * MILLIS;
            runTo(start);
            frame(150, 16, 33);
            take();
            for (int sent = 16; sent < 150; sent += 8) {
                runTo(start + ((sent - 16) / 8 + 1) * gap);
                waiting += Math.min(8, 150 - sent);
                take();
                assertTrue(waiting == 0, waiting + " wait after " + sent);
            }
        }
    }

    @Test
    void aTailThatComesLateIsSpreadLikeAFrame() {
        frame(150, 16, 33);
        runTo(60 * MILLIS);
        pacer.onFirstWaiting(now);
        waiting = 134;
        runTo(100 * MILLIS);

        assertEquals(0, waiting);
        assertTrue(leftWithin(60 * MILLIS, 10 * MILLIS) <= 92, left.toString());
        assertTrue(left.getLast().atNanos() - 60 * MILLIS <= 23_100 * MICROS, left.toString());
    }

    @Test
    void frameAfterFrameOfAFewDatagramsPassesAtOnce() {
        for (int frame = 0; frame < 100; frame++) {
            runTo(16L * frame * MILLIS);
            frame(12, 12, 16);
            take();
            assertEquals(0, waiting);
        }
    }

    @Test
    void aFrameBehindOneThatIsStillBeingSpreadDoesNotHoldItUp() {
        frame(100, 100, 33);
        runTo(15 * MILLIS);
        assertTrue(waiting > 0);
        frame(4, 4, 33);
        runTo(23_100 * MICROS);

        assertTrue(leftWithin(0, 23_200 * MICROS) >= 100, left.toString());
        runTo(40 * MILLIS);
        assertEquals(0, waiting);
    }

    @Test
    void manyFramesAtOnceLeaveWithinTheTimeOfOne() {
        for (int frame = 0; frame < 10; frame++) {
            frame(13, 13, 33);
        }
        runTo(23_100 * MICROS);

        assertEquals(0, waiting);
        assertTrue(leftWithin(0, 10 * MILLIS) <= 92, left.toString());
    }
}
