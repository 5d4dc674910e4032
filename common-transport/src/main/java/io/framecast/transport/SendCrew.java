package io.framecast.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take their share of a large fan-out. The rows are cut into parts; the loop and its helpers each take parts that nobody
 * has begun, until there are none. The loop waits for parts that were begun, never for a thread: a helper that the system does not let
 * run costs nothing. Owned by one event loop, for all of its sockets.
 */
final class SendCrew implements AutoCloseable {

    /** With fewer, to wake another thread costs more than it saves (decision 014). */
    static final int LEAST_ROWS = 128;

    static final int MOST_THREADS = 64;

    private static final int MOST_PARTS = MOST_THREADS;

    /** Some tens of microseconds: longer than it takes to begin the next run, shorter than it takes to wake a thread. */
    private static final int SPINS = 500;

    private final List<Helper> helpers = new ArrayList<>();
    private final int threads;

    /** 1: a part that nobody has begun. Who sets it to 0 sends the part, and may read what follows until it says that it is done. */
    private final AtomicIntegerArray open = new AtomicIntegerArray(MOST_PARTS);

    private final int[] reached = new int[MOST_PARTS];
    private final AtomicInteger unfinished = new AtomicInteger();
    private MessageSender.Call[] calls = {};
    private TransportCounters counters = new TransportCounters();
    private long headers;
    private int rows;
    private int parts;
    private int partRows;

    private @Nullable Affinity affinity;
    private int core;
    private int runs;
    private volatile int run;
    private volatile @Nullable Thread waiting;
    private volatile boolean closed;

    /** @param threads that send, the loop among them: 2 to {@value #MOST_THREADS} */
    SendCrew(int threads, ThreadFactory factory) {
        this.threads = threads;
        for (int i = 1; i < threads; i++) {
            helpers.add(new Helper(i));
        }
        helpers.forEach(helper -> helper.start(factory));
    }

    /** The loop among them. */
    int threads() {
        return threads;
    }

    /**
     * Sends to each row, and stops within a part at what the OS refuses, whatever the reason. When it returns nobody sends any more.
     *
     * @param calls one for each thread
     * @return into how many parts the rows were cut
     */
    int send(MessageSender.Call[] calls, NativeAddresses to, TransportCounters counters) {
        this.calls = calls;
        headers = to.header(0);
        this.counters = counters;
        rows = to.size();
        partRows = Math.ceilDiv(rows, Math.clamp(1 + Math.ceilDiv(rows, Syscalls.MOST_MESSAGES), threads, MOST_PARTS));
        parts = Math.ceilDiv(rows, partRows);
        unfinished.set(parts);
        for (int part = 0; part < parts; part++) {
            open.set(part, 1);
        }
        core = coreOfLoop();
        run = ++runs;
        for (int i = 0; i < Math.min(helpers.size(), parts - 1); i++) {
            helpers.get(i).wake();
        }
        work(0);
        await();
        return parts;
    }

    /** The first row of a part that was not sent to; the next part's first row where there is none. */
    int reached(int part) {
        return reached[part];
    }

    /** The row behind the last one of a part. */
    int end(int part) {
        return Math.min(rows, (part + 1) * partRows);
    }

    private int coreOfLoop() {
        Affinity own = affinity;
        if (own == null) {
            own = new Affinity();
            affinity = own;
        }
        return own.core();
    }

    /** Each begins at a place of its own: so a row's datagrams mostly leave by the same core, and in order where each core has a queue. */
    private void work(int thread) {
        int count = parts;
        int first = thread * count / threads;
        for (int i = 0; i < count; i++) {
            int part = (first + i) % count;
            if (open.get(part) == 1 && open.compareAndSet(part, 1, 0)) {
                send(thread, part);
            }
        }
    }

    private void send(int thread, int part) {
        int row = part * partRows;
        int end = end(part);
        try {
            for (int taken = 1; row < end && taken > 0; ) {
                taken = calls[thread].send(
                        headers + (long) row * MessageHeaders.BYTES, Math.min(Syscalls.MOST_MESSAGES, end - row));
                counters.onSendCall();
                row += Math.max(0, taken);
            }
        } finally {
            reached[part] = row;
            Thread loop = unfinished.decrementAndGet() == 0 ? waiting : null;
            if (loop != null) {
                LockSupport.unpark(loop);
            }
        }
    }

    private void await() {
        for (int i = 0; i < SPINS && unfinished.get() > 0; i++) {
            Thread.onSpinWait();
        }
        if (unfinished.get() > 0) {
            waiting = Thread.currentThread();
            while (unfinished.get() > 0) {
                LockSupport.park(this);
            }
            waiting = null;
        }
    }

    /** Ends the threads. The loop goes on alone. Any thread. */
    @Override
    public void close() {
        closed = true;
        helpers.forEach(Helper::wake);
    }

    private final class Helper implements Runnable {
        private final int number;
        private volatile @Nullable Thread parked;

        Helper(int number) {
            this.number = number;
        }

        void start(ThreadFactory factory) {
            factory.newThread(this).start();
        }

        void wake() {
            LockSupport.unpark(parked);
        }

        @Override
        public void run() {
            Affinity affinity = new Affinity();
            int seen = 0;
            int idle = 0;
            while (!closed) {
                int current = run;
                if (current != seen) {
                    seen = current;
                    affinity.keepOff(core);
                    work(number);
                    idle = 0;
                } else if (idle++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    parked = Thread.currentThread();
                    if (run == seen && !closed) {
                        LockSupport.park(SendCrew.this);
                    }
                    parked = null;
                    idle = 0;
                }
            }
        }
    }
}
