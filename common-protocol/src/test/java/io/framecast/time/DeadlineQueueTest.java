package io.framecast.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {

    private static final class Item extends Deadline {}

    @Test
    void comesOutInOrderOfTimeAcrossTheClocksOverflow() {
        long seed = 11;
        Random random = new Random(seed);
        long origin = Long.MAX_VALUE - 5000;
        DeadlineQueue<Item> queue = new DeadlineQueue<>();
        List<Item> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Item item = new Item();
            all.add(item);
            queue.set(item, origin + random.nextInt(10_000));
        }
        for (int i = 0; i < 1000; i++) {
            Item moved = all.get(random.nextInt(all.size()));
            if (random.nextBoolean()) {
                queue.set(moved, origin + random.nextInt(10_000));
            } else {
                queue.cancel(moved);
            }
        }
        long armed = all.stream().filter(Deadline::armed).count();
        long last = origin;
        for (int i = 0; i < armed; i++) {
            long deadline = queue.deadlineNanos();
            assertTrue(deadline - last >= 0, "seed " + seed);
            assertNull(queue.poll(deadline - 1), "seed " + seed);
            assertNotNull(queue.poll(deadline), "seed " + seed);
            last = deadline;
        }
        assertEquals(Long.MAX_VALUE, queue.deadlineNanos(), "seed " + seed);
    }

    @Test
    void noLaterThanMovesForwardOnly() {
        DeadlineQueue<Item> queue = new DeadlineQueue<>();
        Item item = new Item();
        queue.noLaterThan(item, 50);
        queue.noLaterThan(item, 80);
        assertEquals(50, queue.deadlineNanos());
        queue.noLaterThan(item, 20);
        assertEquals(20, queue.deadlineNanos());
    }
}
