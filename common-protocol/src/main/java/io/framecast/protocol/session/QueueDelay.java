package io.framecast.protocol.session;

import io.framecast.protocol.time.SlidingMinimum;

/**
 * How much longer than the fastest of the last ten seconds a lane's frames are under way: what queues on the path add. Only the
 * difference of two transit times counts, so clocks need not agree. Owned by its {@link LaneReceiver}.
 */
final class QueueDelay {

    /** The average is of about this long, however seldom frames come, and of eight frames at the most. */
    private static final double AVERAGED_NANOS = 250_000_000;

    private static final double LEAST_WEIGHT = 1.0 / 8;
    /** What was measured longer ago says nothing about the path now. */
    private static final long FRESH_NANOS = 1_000_000_000L;
    /** The fastest is still getting faster: cached frames come sooner than they were captured. */
    private static final long GAINING_NANOS = 300_000_000L;

    private static final long GAIN_MICROS = 5_000L;

    private final SlidingMinimum fastest = new SlidingMinimum();
    private double transitMicros;
    private long lastMicros;
    private long measuredNanos;
    private long leastMicros = Long.MAX_VALUE;
    private long gainedNanos;
    private boolean known;

    /** The first datagram of a frame that is newer than all before came, not repaired. */
    void onFrame(long captureMicros, long nowNanos) {
        lastMicros = nowNanos / 1_000 - captureMicros;
        fastest.onValue(lastMicros, nowNanos);
        if (leastMicros == Long.MAX_VALUE || lastMicros < leastMicros - GAIN_MICROS) {
            leastMicros = lastMicros;
            gainedNanos = nowNanos;
        }
        boolean averaged = known && gainedNanos != nowNanos;
        double weight = averaged ? Math.clamp((nowNanos - measuredNanos) / AVERAGED_NANOS, LEAST_WEIGHT, 1) : 1;
        transitMicros += (lastMicros - transitMicros) * weight;
        known = true;
        measuredNanos = nowNanos;
    }

    /** 0 while nothing is known, or nothing came for a second. */
    int micros(long nowNanos) {
        if (!known || nowNanos - measuredNanos >= FRESH_NANOS) {
            return 0;
        }
        return (int) Math.clamp(transitMicros - fastest.value(), 0, Integer.MAX_VALUE);
    }

    /** Whether what comes is not live yet: nothing came, it still gains, or the newest is later than the budget. */
    boolean catchingUp(long budgetNanos, long nowNanos) {
        return !known || nowNanos - gainedNanos < GAINING_NANOS || (lastMicros - fastest.value()) * 1_000 > budgetNanos;
    }
}
