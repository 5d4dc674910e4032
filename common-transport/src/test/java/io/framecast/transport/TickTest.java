package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TickTest {

    @Test
    void firesOnceAtTheLatestDeadlineThatWasArmed() throws Exception {
        try (TransportLoop loop = TransportLoop.open("test", TransportKind.best())) {
            AtomicInteger fired = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(1);
            long start = System.nanoTime();
            long deadline = start + TimeUnit.MILLISECONDS.toNanos(30);
            loop.execute(() -> {
                Tick tick = loop.tick(now -> {
                    fired.incrementAndGet();
                    assertTrue(now - deadline >= 0);
                    done.countDown();
                });
                tick.arm(start + 1_000_000);
                tick.arm(Long.MAX_VALUE);
                tick.arm(start + 500_000_000);
                tick.arm(deadline);
            });
            assertTrue(done.await(5, TimeUnit.SECONDS));
            assertEquals(1, fired.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEarlierDeadlineTakesThePlaceOfALaterOneAndAStoppedOneIsForgotten(TransportKind kind) throws Exception {
        assumeTrue(kind.supported());
        try (TransportLoop loop = TransportLoop.open("test", kind)) {
            AtomicInteger stopped = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(1);
            long start = System.nanoTime();
            loop.execute(() -> {
                Tick forgotten = loop.tick(now -> stopped.incrementAndGet());
                forgotten.arm(start + 1_000_000);
                forgotten.stop();
                Tick tick = loop.tick(now -> done.countDown());
                tick.arm(start + TimeUnit.HOURS.toNanos(1));
                tick.arm(start + 20_000_000);
            });
            assertTrue(done.await(5, TimeUnit.SECONDS));
            assertEquals(0, stopped.get());
        }
    }

    @Test
    void isLateByLessThanAMillisecondAsARule() throws Exception {
        try (TransportLoop loop = TransportLoop.open("test", TransportKind.best())) {
            long[] lateNanos = new long[200];
            CountDownLatch done = new CountDownLatch(lateNanos.length);
            Tick[] tick = new Tick[1];
            long[] due = {System.nanoTime() + 700_000};
            tick[0] = loop.tick(now -> {
                if (done.getCount() > 0) {
                    lateNanos[(int) done.getCount() - 1] = now - due[0];
                    done.countDown();
                    due[0] = now + 700_000;
                    tick[0].arm(due[0]);
                }
            });
            loop.execute(() -> tick[0].arm(due[0]));
            assertTrue(done.await(10, TimeUnit.SECONDS));
            Arrays.sort(lateNanos);
            assertTrue(lateNanos[100] < 1_000_000, "median " + lateNanos[100] + " ns late");
        }
    }
}
