package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final long MILLIS = 1_000_000L;
    private final CircuitBreaker breaker = new CircuitBreaker();

    @Test
    void theThroughputOfTcpIsThatOfTheSimplifiedEquation() {
        assertEquals(92_951, CircuitBreaker.tcpBytesPerSecond(0.1, 50 * MILLIS), 1);
    }

    private boolean opens(int millis, double sent, boolean reduced) {
        return breaker.onRate(sent, 0.1, 50 * MILLIS, reduced, millis * MILLIS);
    }

    @Test
    void opensAtTheThirdReportInARowOfMoreThanTenTimesThat() {
        assertFalse(opens(0, 1_000_000, true));
        assertFalse(opens(1_000, 1_000_000, true));
        assertFalse(opens(2_000, 900_000, true));
        assertFalse(opens(3_000, 1_000_000, true));
        assertFalse(opens(3_950, 1_000_000, true));
        assertTrue(opens(4_900, 1_000_000, true));
    }

    @Test
    void reportsThatComeFasterAreNoMoreThanOneASecond() {
        for (int millis = 0; millis < 1_800; millis += 250) {
            assertFalse(opens(millis, 1_000_000, true), "after " + millis + " ms");
        }
        assertTrue(opens(2_000, 1_000_000, true));
    }

    @Test
    void staysClosedAsLongAsTheLevelsCanDoSomething() {
        for (int i = 0; i < 100; i++) {
            assertFalse(opens(i * 1_000, 1_000_000, false));
        }
    }

    @Test
    void opensWhenNothingOfWhatIsSentArrivesForFiveSeconds() {
        long now = 0;
        assertFalse(breaker.onMedia(true, true, now));
        for (int i = 0; i < 25; i++) {
            now += 200 * MILLIS;
            assertFalse(breaker.onMedia(true, false, now), "after " + now / MILLIS + " ms");
        }
        assertTrue(breaker.onMedia(true, false, now + 200 * MILLIS));
    }

    @Test
    void aStreamThatIsSilentIsNotAPathThatIs() {
        for (int i = 0; i < 100; i++) {
            assertFalse(breaker.onMedia(false, false, (long) i * 200 * MILLIS));
        }
    }

    @Test
    void oneReportAfterALongSilenceOfReportsDoesNotOpenIt() {
        assertFalse(breaker.onMedia(true, true, 0));
        assertFalse(breaker.onMedia(true, false, 10_000 * MILLIS));
        assertFalse(breaker.onMedia(true, false, 10_200 * MILLIS));
        assertFalse(breaker.onMedia(true, true, 10_400 * MILLIS));
    }
}
