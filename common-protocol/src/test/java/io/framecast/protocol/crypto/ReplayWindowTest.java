package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

    @Test
    void takesEachNumberOnceInAnyOrder() {
        ReplayWindow window = new ReplayWindow(1024);
        for (long number : new long[] {0, 5, 3, 1023, 4, 1}) {
            assertTrue(window.accept(number), "first " + number);
            assertFalse(window.accept(number), "second " + number);
        }
        assertEquals(1023, window.highest());
    }

    @Test
    void whatIsTooOldToTellIsNotFresh() {
        ReplayWindow window = new ReplayWindow(1024);
        window.accept(5000);
        assertFalse(window.fresh(5000 - 1024));
        assertTrue(window.fresh(5000 - 1023));
        assertFalse(window.fresh(-1));
    }

    @Test
    void agreesWithASetOverAnyTraffic() {
        long seed = 17;
        Random random = new Random(seed);
        ReplayWindow window = new ReplayWindow(128);
        Set<Long> seen = new HashSet<>();
        long highest = -1;
        for (int i = 0; i < 200_000; i++) {
            long number =
                    Math.max(0, highest + (random.nextInt(100) == 0 ? random.nextInt(500) : random.nextInt(200) - 180));
            boolean fresh = number > highest - 128 && !seen.contains(number);
            assertEquals(fresh, window.accept(number), "seed " + seed + ", step " + i);
            seen.add(number);
            highest = Math.max(highest, number);
        }
    }

    @Test
    void recoversTheNumberNearestToTheNextOne() {
        ReplayWindow window = new ReplayWindow(1024, (1L << 32) - 1000);
        assertEquals((1L << 32) - 1000, window.recover(-1000));
        assertEquals((1L << 32) + 5, window.recover(5), "past the wrap");
        window.accept((1L << 32) + 5);
        assertEquals((1L << 32) - 1, window.recover(-1), "late, before the wrap");
        assertEquals(-1, new ReplayWindow(64).recover(-1), "never fresh");
    }
}
