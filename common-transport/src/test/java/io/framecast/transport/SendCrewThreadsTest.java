package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the threads that send wait for each other. */
class SendCrewThreadsTest {

    @RegisterExtension
    final CrewRig rig = new CrewRig();

    private final Thread loop = Thread.currentThread();

    @Test
    void aHelperSendsItsPartAndTheLoopWaitsForIt() {
        CountDownLatch helped = new CountDownLatch(1);
        CountDownLatch loopIsDone = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        MessageSender.Call kernel = rig.kernel((headers, count) -> count);
        MessageSender sender = rig.sender(
                (headers, count) -> {
                    await(helped);
                    loopIsDone.countDown();
                    return kernel.send(headers, count);
                },
                (headers, count) -> {
                    helped.countDown();
                    await(loopIsDone);
                    parks(loop);
                    done.set(true);
                    return kernel.send(headers, count);
                });
        rig.fanOut(sender, CrewRig.rows(sender, CrewRig.MANY), 0);
        assertTrue(done.get());
        assertEquals(3 * CrewRig.MANY, rig.received());
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aHelperThatNeverRunsHoldsNothingUp() {
        List<Thread> senders = new CopyOnWriteArrayList<>();
        MessageSender.Call call = rig.kernel((headers, count) -> {
            senders.add(Thread.currentThread());
            return count;
        });
        MessageSender sender = rig.sender(task -> rig.helper(() -> {}), rig.refused::add, CrewRig.each(4, call));
        rig.fanOut(sender, CrewRig.rows(sender, CrewRig.MANY), 0);
        assertEquals(3 * CrewRig.MANY, rig.received());
        assertEquals(List.of(loop), senders.stream().distinct().toList());
    }

    @Test
    void aHelperThatFailsLeavesItsPartToTheLoop() {
        CountDownLatch failing = new CountDownLatch(1);
        MessageSender.Call kernel = rig.kernel((headers, count) -> count);
        ThreadFactory failingHelpers = task -> {
            Thread thread = rig.helper(task);
            thread.setUncaughtExceptionHandler((_, _) -> {});
            return thread;
        };
        MessageSender.Call[] calls = {
            (headers, count) -> {
                await(failing);
                return kernel.send(headers, count);
            },
            (headers, count) -> {
                failing.countDown();
                throw new IllegalStateException("as the test wants it");
            }
        };
        MessageSender sender = rig.sender(failingHelpers, rig.refused::add, calls);
        NativeAddresses rows = CrewRig.rows(sender, CrewRig.MANY);
        rig.fanOut(sender, rows, 0);
        rig.fanOut(sender, rows, 1);
        assertEquals(6 * CrewRig.MANY, rig.received());
        rig.got.values().forEach(runs -> assertEquals(List.of(0, 0, 0, 1, 1, 1), runs));
    }

    @Test
    void helpersThatParkAreWokenByTheNextRunAndByTheEnd() throws Exception {
        CountDownLatch helped = new CountDownLatch(1);
        MessageSender.Call kernel = rig.kernel((headers, count) -> count);
        MessageSender sender = rig.sender(
                (headers, count) -> {
                    await(helped);
                    return kernel.send(headers, count);
                },
                (headers, count) -> {
                    helped.countDown();
                    return kernel.send(headers, count);
                });
        NativeAddresses rows = CrewRig.rows(sender, CrewRig.MANY);
        parks(rig.threads.getFirst());
        rig.fanOut(sender, rows, 0);
        assertEquals(3 * CrewRig.MANY, rig.received());

        parks(rig.threads.getFirst());
        rig.closeCrew();
        rig.threads.getFirst().join(5000);
        assertFalse(rig.threads.getFirst().isAlive());
        rig.fanOut(sender, rows, 1);
        assertEquals(6 * CrewRig.MANY, rig.received());
    }

    private static void parks(Thread thread) {
        long giveUpNanos = System.nanoTime() + 20_000_000_000L;
        while (!waits(thread)) {
            assertTrue(giveUpNanos - System.nanoTime() > 0);
            Thread.onSpinWait();
        }
    }
}
