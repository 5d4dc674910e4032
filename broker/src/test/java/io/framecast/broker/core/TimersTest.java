package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {

    private static Timer timer() {
        return new Timer(null, (now, out) -> {});
    }

    @Test
    void comesOutInOrderOfTimeAcrossTheClocksOverflow() {
        long seed = 11;
        Random random = new Random(seed);
        long origin = Long.MAX_VALUE - 5000;
        Timers timers = new Timers();
        List<Timer> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Timer timer = timer();
            all.add(timer);
            timers.set(timer, origin + random.nextInt(10_000));
        }
        for (int i = 0; i < 1000; i++) {
            Timer moved = all.get(random.nextInt(all.size()));
            if (random.nextBoolean()) {
                timers.set(moved, origin + random.nextInt(10_000));
            } else {
                timers.cancel(moved);
            }
        }
        long armed = all.stream().filter(Timer::armed).count();
        long last = origin;
        for (int i = 0; i < armed; i++) {
            long deadline = timers.deadlineNanos();
            assertTrue(deadline - last >= 0, "seed " + seed);
            assertNull(timers.poll(deadline - 1), "seed " + seed);
            assertNotNull(timers.poll(deadline), "seed " + seed);
            last = deadline;
        }
        assertEquals(Long.MAX_VALUE, timers.deadlineNanos(), "seed " + seed);
    }

    @Test
    void noLaterThanMovesForwardOnly() {
        Timers timers = new Timers();
        Timer timer = timer();
        timers.noLaterThan(timer, 50);
        timers.noLaterThan(timer, 80);
        assertEquals(50, timers.deadlineNanos());
        timers.noLaterThan(timer, 20);
        assertEquals(20, timers.deadlineNanos());
    }
}
