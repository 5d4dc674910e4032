package io.framecast.subscriber.play;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a captured instant is due here: capture time + clock offset + latency. Where the offset between the two clocks is not known,
 * the fastest arrival of the last five to ten seconds stands for it. Any thread.
 */
public final class PlayoutClock {
    /** What the offset's supplier returns while it does not know. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long WINDOW_NANOS = 5_000_000_000L;

    private final long latencyMicros;
    private final @Nullable LongSupplier offsetMicros;
    private final LongSupplier wallMicros;
    private final ReentrantLock lock = new ReentrantLock();
    private long windowEndNanos;
    private long fastest = Long.MAX_VALUE;
    private long fastestBefore = Long.MAX_VALUE;

    /**
     * @param offsetMicros to be added to a capture time for the wall clock here, or {@link #UNKNOWN}
     * @param wallMicros the wall clock here, microseconds since the Unix epoch
     */
    public PlayoutClock(long latencyMicros, @Nullable LongSupplier offsetMicros, LongSupplier wallMicros) {
        this.latencyMicros = latencyMicros;
        this.offsetMicros = offsetMicros;
        this.wallMicros = wallMicros;
    }

    public void onArrival(long captureMicros, long nowNanos) {
        long way = nowNanos / 1000 - captureMicros;
        lock.lock();
        try {
            if (fastest == Long.MAX_VALUE && fastestBefore == Long.MAX_VALUE) {
                windowEndNanos = nowNanos + WINDOW_NANOS;
            } else if (nowNanos - windowEndNanos >= 0) {
                fastestBefore = nowNanos - windowEndNanos < WINDOW_NANOS ? fastest : Long.MAX_VALUE;
                fastest = Long.MAX_VALUE;
                windowEndNanos = nowNanos + WINDOW_NANOS;
            }
            fastest = Math.min(fastest, way);
        } finally {
            lock.unlock();
        }
    }

    /** The stream comes from a new place: what was measured holds no longer. */
    public void forget() {
        lock.lock();
        try {
            fastest = Long.MAX_VALUE;
            fastestBefore = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /** On the time line of {@link System#nanoTime}. */
    public long dueNanos(long captureMicros, long nowNanos) {
        return nowNanos + (latencyMicros - ageMicros(captureMicros, nowNanos)) * 1000;
    }

    /** How long ago something was captured, or, without a known offset, how long ago it could have been here at best. */
    public long ageMicros(long captureMicros, long nowNanos) {
        long offset = offset();
        if (offset != UNKNOWN) {
            return wallMicros.getAsLong() - (captureMicros + offset);
        }
        lock.lock();
        try {
            long best = Math.min(fastest, fastestBefore);
            return best == Long.MAX_VALUE ? 0 : nowNanos / 1000 - captureMicros - best;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the offset of the two clocks is known. */
    public boolean absolute() {
        return offset() != UNKNOWN;
    }

    private long offset() {
        return offsetMicros == null ? UNKNOWN : offsetMicros.getAsLong();
    }
}
