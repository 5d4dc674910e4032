package io.framecast.gateway.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class AgeWindowTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void forgetsWhatIsOlderThanTenSeconds() {
        AgeWindow window = new AgeWindow();
        window.add(9_000, 0);
        window.add(3_000, 5 * SECOND);
        window.add(1_000, 10 * SECOND);
        assertArrayEquals(new int[] {1_000, 3_000}, window.sorted(11 * SECOND));
        assertEquals(0, window.sorted(30 * SECOND).length);
    }

    @Test
    void tellsQuantilesInMilliseconds() {
        AgeWindow window = new AgeWindow();
        for (int i = 1; i <= 100; i++) {
            window.add(i * 1_000L, 0);
        }
        assertEquals(50, AgeWindow.millis(window.sorted(0), 0.5));
        assertEquals(99, AgeWindow.millis(window.sorted(0), 0.99));
        assertTrue(Double.isNaN(AgeWindow.millis(new int[0], 0.5)));
    }

    @Test
    void keepsTheNewestWhereThereAreTooMany() {
        AgeWindow window = new AgeWindow();
        for (int i = 0; i < AgeWindow.MOST + 5; i++) {
            window.add(i, 0);
        }
        int[] sorted = window.sorted(0);
        assertEquals(AgeWindow.MOST, sorted.length);
        assertEquals(5, sorted[0]);
    }
}
