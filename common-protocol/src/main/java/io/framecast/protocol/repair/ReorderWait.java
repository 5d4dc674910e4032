package io.framecast.protocol.repair;

/**
 * How long a hole is left alone for its packet to come by itself. Starts at 5 ms; an original that comes after it was asked for raises
 * it to 1.25 times its lateness, bounded so that there is time for repair, and it falls by a tenth every 10 s. Owned by its tracker.
 */
final class ReorderWait {

    private static final long FIRST_NANOS = 5_000_000L;
    private static final long DECAY_NANOS = 10_000_000_000L;

    private long mostNanos;
    private long nanos;
    private long setAt;

    ReorderWait(long mostNanos) {
        this.mostNanos = mostNanos;
        nanos = least();
    }

    long nanos() {
        return nanos;
    }

    void most(long newMostNanos) {
        mostNanos = newMostNanos;
        nanos = Math.clamp(nanos, least(), mostNanos);
    }

    /** What was learned does not hold. */
    void forget() {
        nanos = least();
    }

    void onLateOriginal(long lateNanos, long nowNanos) {
        nanos = Math.max(nanos, Math.min(lateNanos + lateNanos / 4, mostNanos));
        setAt = nowNanos;
    }

    void decay(long nowNanos) {
        long least = least();
        if (nanos <= least) {
            setAt = nowNanos;
        }
        while (nanos > least && nowNanos - setAt >= DECAY_NANOS) {
            nanos = Math.max(least, nanos - nanos / 10);
            setAt += DECAY_NANOS;
        }
    }

    private long least() {
        return Math.min(FIRST_NANOS, mostNanos);
    }
}
