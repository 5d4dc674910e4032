package io.framecast.subscriber.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutputThreadTest {
    private final Heard heard = new Heard();
    private final Gate gate = new Gate();

    @Test
    void givesEverythingInItsOrderAndFinishesBeforeItCloses() {
        gate.open.countDown();
        OutputThread thread = new OutputThread(gate, "a", OutputThread.DEFAULT_QUEUE_BYTES, heard);
        thread.offer(new Catalog(List.of()));
        thread.offer(frame(0, true));
        thread.offer(frame(1, false));
        thread.offerDown();
        thread.close();
        assertEquals(List.of("catalog", "0", "1", "down", "close"), gate.seen);
        assertEquals(0, thread.dropped());
        assertFalse(thread.offer(frame(2, true)));
    }

    @Test
    void aSlowOutputLosesUpToTheNextKeyFrameCountedAndSaidOnce() throws Exception {
        OutputThread thread = new OutputThread(gate, "a", 3 * 1200, heard);
        assertTrue(thread.offer(frame(0, true)));
        assertTrue(gate.entered.await(5, TimeUnit.SECONDS));
        assertTrue(thread.offer(frame(1, false)));
        assertTrue(thread.offer(frame(2, false)));
        assertTrue(thread.offer(frame(3, false)));
        assertFalse(thread.offer(frame(4, false)));
        gate.open.countDown();
        assertTrue(gate.awaitSeen(4));
        assertFalse(thread.offer(frame(5, false)), "it depends on one that was left out");
        assertTrue(thread.offer(frame(6, true)));
        thread.close();
        assertEquals(List.of("0", "1", "2", "3", "6", "close"), gate.seen);
        assertEquals(2, thread.dropped());
        assertEquals(1, heard.lines.size());
    }

    @Test
    void aFailureIsToldOnceAndTheOutputIsClosed() {
        gate.open.countDown();
        gate.failAt = 1;
        OutputThread thread = new OutputThread(gate, "a", OutputThread.DEFAULT_QUEUE_BYTES, heard);
        for (int i = 0; i < 5; i++) {
            thread.offer(frame(i, true));
        }
        thread.close();
        assertEquals(1, heard.failures.size());
        assertEquals("disk full", heard.failures.get(0).getMessage());
        assertEquals("close", gate.seen.getLast());
        assertFalse(gate.seen.contains("2"));
    }

    private static Frame frame(long number, boolean key) {
        return new Frame(1, 0, number, key, false, 0, number * 40_000, new byte[1000]);
    }

    /** Lets frames through only when it is open. */
    private static final class Gate implements FrameOutput {
        final CountDownLatch open = new CountDownLatch(1);
        final CountDownLatch entered = new CountDownLatch(1);
        final List<String> seen = new CopyOnWriteArrayList<>();
        long failAt = -1;

        @Override
        public void onCatalog(Catalog catalog) {
            seen.add("catalog");
        }

        @Override
        public void onFrame(Frame frame) throws RunException {
            entered.countDown();
            try {
                assertTrue(open.await(5, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new RunException("interrupted", e);
            }
            if (frame.number() == failAt) {
                throw new RunException("disk full");
            }
            seen.add(Long.toString(frame.number()));
        }

        @Override
        public void onDown() {
            seen.add("down");
        }

        @Override
        public void close() {
            seen.add("close");
        }

        boolean awaitSeen(int count) {
            long end = System.nanoTime() + 5_000_000_000L;
            while (seen.size() < count && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return seen.size() >= count;
        }
    }
}
