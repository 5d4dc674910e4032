package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QueueDelayTest {

    private static final long MILLIS = 1_000_000L;
    private static final long BUDGET = 200 * MILLIS;
    private final QueueDelay delay = new QueueDelay();
    private long now;

    private void frames(int count, long firstTransitMillis, long changeMillis) {
        for (int i = 0; i < count; i++) {
            now += 33 * MILLIS;
            long transit = (firstTransitMillis + i * changeMillis) * MILLIS;
            delay.onFrame((now - transit) / 1000 + 77_000_000, now);
        }
    }

    @Test
    void isWhatATransitIsLongerThanTheShortest() {
        frames(30, 20, 0);
        assertEquals(0, delay.micros(now));
        frames(60, 150, 0);

        assertEquals(130_000, delay.micros(now), 1_000);
    }

    @Test
    void oneLateFrameHardlyCounts() {
        frames(30, 20, 0);
        frames(1, 200, 0);

        assertTrue(delay.micros(now) < 25_000, delay.micros(now) + " us");
    }

    @Test
    void aQueueThatIsGoneIsGoneForFramesThatComeSeldomToo() {
        frames(30, 20, 0);
        frames(10, 500, 0);
        now += 900 * MILLIS;
        frames(1, 20, 0);

        assertEquals(0, delay.micros(now));
    }

    @Test
    void whatWasMeasuredASecondAgoSaysNothing() {
        frames(30, 20, 0);
        frames(30, 500, 0);

        assertEquals(0, delay.micros(now + 1_000 * MILLIS));
    }

    @Test
    void cachedFramesThatComeSoonerThanTheyWereCapturedAreNoQueue() {
        assertTrue(delay.catchingUp(BUDGET, now));
        frames(60, 5_000, -80);
        assertTrue(delay.catchingUp(BUDGET, now));
        assertEquals(0, delay.micros(now));
        frames(20, 200, 0);

        assertFalse(delay.catchingUp(BUDGET, now));
        assertTrue(delay.micros(now) < 25_000, delay.micros(now) + " us");
    }
}
