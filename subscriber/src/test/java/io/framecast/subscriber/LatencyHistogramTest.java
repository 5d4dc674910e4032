package io.framecast.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    @Test
    void quantilesAreRightToOneInSixtyFour() {
        long seed = 20260101;
        Random random = new Random(seed);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] values = new long[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) Math.exp(random.nextDouble() * 20);
            histogram.add(values[i]);
        }
        Arrays.sort(values);
        for (double ratio : new double[] {0.01, 0.5, 0.95, 0.99, 1}) {
            long exact = values[(int) Math.ceil(ratio * values.length) - 1];
            long told = histogram.quantileMicros(ratio);
            assertTrue(
                    told >= exact && told <= exact + exact / 64 + 1,
                    "seed " + seed + ": " + exact + " is told as " + told);
        }
    }

    @Test
    void takesWhatIsOutOfRangeAtTheEdges() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.add(-5);
        histogram.add(Long.MAX_VALUE);
        assertEquals(0, histogram.quantileMicros(0.5));
        assertEquals(3_600_000_000L, histogram.maxMicros());
    }

    @Test
    void isZeroWithoutValues() {
        assertEquals(0, new LatencyHistogram().quantileMicros(0.99));
    }
}
