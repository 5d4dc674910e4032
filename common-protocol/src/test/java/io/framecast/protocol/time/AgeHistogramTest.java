package io.framecast.protocol.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AgeHistogramTest {

    @Test
    void countsEachValueInTheFirstBucketThatTakesIt() {
        AgeHistogram histogram = new AgeHistogram();
        long[] upper = AgeHistogram.upperMicros();
        for (long bound : upper) {
            histogram.add(bound);
            histogram.add(bound + 1);
        }
        long[] expected = new long[upper.length + 1];
        Arrays.fill(expected, 2);
        expected[0] = 1;
        expected[upper.length] = 1;
        assertEquals(
                Arrays.toString(expected), Arrays.toString(histogram.counts().counts()));
        assertEquals(2L * upper.length, histogram.counts().total());
        assertEquals(
                2 * Arrays.stream(upper).sum() + upper.length,
                histogram.counts().sumMicros());
    }

    @Test
    void spansOneMillisecondToFiveSecondsAscending() {
        long[] upper = AgeHistogram.upperMicros();
        assertEquals(1_000, upper[0]);
        assertEquals(5_000_000, upper[upper.length - 1]);
        long[] sorted = upper.clone();
        Arrays.sort(sorted);
        assertEquals(Arrays.toString(sorted), Arrays.toString(upper));
    }

    @Test
    void countsAnAgeBelowZeroAsNone() {
        AgeHistogram histogram = new AgeHistogram();
        histogram.add(-5);
        assertEquals(1, histogram.counts().counts()[0]);
        assertEquals(0, histogram.counts().sumMicros());
    }

    @Test
    void countsAlreadyTakenDoNotChange() {
        AgeHistogram histogram = new AgeHistogram();
        AgeHistogram.Counts before = histogram.counts();
        histogram.add(1);
        assertEquals(0, before.total());
        assertEquals(1, histogram.counts().total());
    }
}
