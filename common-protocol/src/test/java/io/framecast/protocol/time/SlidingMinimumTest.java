package io.framecast.protocol.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SlidingMinimumTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void holdsTheLeastForTenSeconds() {
        SlidingMinimum minimum = new SlidingMinimum();
        assertFalse(minimum.known());
        minimum.onValue(5, 0);
        for (int second = 1; second < 10; second++) {
            minimum.onValue(9, second * SECOND);
            assertEquals(5, minimum.value());
        }
        minimum.onValue(9, 10 * SECOND);
        assertEquals(9, minimum.value());
        assertTrue(minimum.known());
    }

    @Test
    void forgetsEverythingAfterALongSilence() {
        SlidingMinimum minimum = new SlidingMinimum();
        minimum.onValue(-3, 0);
        minimum.onValue(4, 3_600 * SECOND);
        assertEquals(4, minimum.value());
        minimum.onValue(2, 3_601 * SECOND);
        assertEquals(2, minimum.value());
    }
}
