package io.framecast.subscriber.play;

import io.framecast.protocol.media.Transit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The {@link Playout} of a stream for the threads that receive, decode, show and sound; any thread. */
final class PlayoutClock {
    /** No capture time. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private final Supplier<StreamClock> clock;
    private final long budgetNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Playout playout;

    PlayoutClock(long budgetNanos, Supplier<StreamClock> clock) {
        this.budgetNanos = budgetNanos;
        this.clock = clock;
        this.playout = new Playout(budgetNanos);
    }

    void onArrival(long captureMicros, long nowNanos) {
        lock.lock();
        try {
            playout.onArrival(captureMicros, nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** The stream is away. */
    void onAway() {
        lock.lock();
        try {
            playout.onAway();
        } finally {
            lock.unlock();
        }
    }

    /** It is back, maybe from another run of the producer with another clock. */
    void onBack() {
        lock.lock();
        try {
            playout.onBack();
        } finally {
            lock.unlock();
        }
    }

    /** See {@link Playout#decide}; {@code heardMicros}: what sounds now decides when the picture is due, where something does. */
    Playout.Fate decide(long captureMicros, long heardMicros, long nowNanos) {
        lock.lock();
        try {
            return fresh().decide(captureMicros, due(captureMicros, heardMicros, nowNanos), nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** On the time line of {@link System#nanoTime}. */
    long dueNanos(long captureMicros, long heardMicros, long nowNanos) {
        lock.lock();
        try {
            return due(captureMicros, heardMicros, nowNanos);
        } finally {
            lock.unlock();
        }
    }

    boolean soundInTime(long captureMicros, long nowNanos) {
        lock.lock();
        try {
            return fresh().soundInTime(captureMicros, nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** How long ago something was captured; without known clocks by the fastest arrival. */
    long ageMicros(long captureMicros, long nowNanos) {
        lock.lock();
        try {
            return fresh().ageNanos(captureMicros, nowNanos) / 1000;
        } finally {
            lock.unlock();
        }
    }

    boolean absolute() {
        lock.lock();
        try {
            return fresh().absolute();
        } finally {
            lock.unlock();
        }
    }

    boolean catchingUp() {
        lock.lock();
        try {
            return playout.catchingUp();
        } finally {
            lock.unlock();
        }
    }

    /** What to tell somebody whose budget is not kept, in milliseconds; null where it is. */
    @Nullable
    String shortfall() {
        lock.lock();
        try {
            long delayMillis = playout.delayNanos() / 1_000_000;
            long budgetMillis = budgetNanos / 1_000_000;
            if (playout.catchingUp() || delayMillis <= budgetMillis) {
                return null;
            }
            return budgetMillis
                    + "ms is less than the way takes ("
                    + (delayMillis - Transit.LEAST_SLACK_NANOS / 1_000_000)
                    + " ms): playing " + delayMillis + " ms behind";
        } finally {
            lock.unlock();
        }
    }

    private long due(long captureMicros, long heardMicros, long nowNanos) {
        return heardMicros == UNKNOWN
                ? fresh().dueNanos(captureMicros, nowNanos)
                : nowNanos + (captureMicros - heardMicros) * 1000;
    }

    private Playout fresh() {
        playout.onClock(clock.get());
        return playout;
    }
}
