package io.framecast.protocol.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecentMedianTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void isTheMedianOfTheLastWholeSecond() {
        RecentMedian median = new RecentMedian();
        assertEquals(RecentMedian.UNKNOWN, median.micros(0));
        for (int i = 0; i < 30; i++) {
            median.add(i % 3 == 0 ? 900 : 100 + i, i * 33L * MILLI);
        }
        assertEquals(122, median.micros(990 * MILLI), "what there is while the first second goes on");
        median.add(5, SECOND);
        assertEquals(122, median.micros(SECOND + 500 * MILLI));
        median.add(7, 2 * SECOND + MILLI);
        assertEquals(5, median.micros(2 * SECOND + MILLI));
    }

    @Test
    void isForgottenWhenNothingComes() {
        RecentMedian median = new RecentMedian();
        median.add(5, 0);
        assertEquals(5, median.micros(SECOND));
        assertEquals(5, median.micros(4 * SECOND - 1));
        assertEquals(RecentMedian.UNKNOWN, median.micros(4 * SECOND));
        median.add(9, 60 * SECOND);
        assertEquals(9, median.micros(60 * SECOND));
    }

    @Test
    void ofMoreThanItKeepsTheNewestDecideAndTheLongestIsOfAll() {
        AgeSample sample = new AgeSample();
        assertTrue(sample.isEmpty());
        assertEquals(0, sample.medianMicros());
        assertEquals(0, sample.longestMicros());
        for (int i = 1_000; i > 0; i--) {
            sample.add(i);
        }
        assertEquals(64, sample.medianMicros());
        assertEquals(1_000, sample.longestMicros());
        sample.clear();
        sample.add(3);
        assertEquals(3, sample.medianMicros());
        assertEquals(3, sample.longestMicros());
    }
}
