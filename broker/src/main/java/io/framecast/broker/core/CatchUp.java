package io.framecast.broker.core;

/** How a subscriber catches up with what is cached: at a bounded pace, at less of it once it loses. Owned by its {@link Seat}. */
final class CatchUp {

    private static final double BURST_BYTES = 16 * 1200;
    /** Below this a key frame would take longer than anybody waits. */
    private static final double LEAST_BYTES_PER_SECOND = 1_000_000;

    private static final double SLOW_LOSS = 0.02;
    /** Fewer say nothing of a path. */
    private static final int TELLING_DATAGRAMS = 8;

    private final TokenBucket pace;
    private final long sinceNanos;
    private boolean on;
    private boolean slow;
    private boolean live;

    CatchUp(long nowNanos) {
        sinceNanos = nowNanos;
        pace = new TokenBucket(LEAST_BYTES_PER_SECOND, BURST_BYTES, nowNanos);
    }

    boolean on() {
        return on;
    }

    void begin() {
        on = true;
    }

    void stop() {
        on = false;
    }

    /** The subscriber is level with what is live. Returns how long that took since it joined; −1 where it was before. */
    long onLevel(long nowNanos) {
        on = false;
        boolean first = !live;
        live = true;
        return first ? nowNanos - sinceNanos : -1;
    }

    /** The stream's rate: the pace is what it takes itself and as much, or twice as much, again. */
    void liveRate(double bytesPerSecond, long nowNanos) {
        if (on) {
            pace.rate(Math.max(LEAST_BYTES_PER_SECOND, (slow ? 2 : 3) * bytesPerSecond), BURST_BYTES, nowNanos);
        }
    }

    boolean affords(long nowNanos) {
        return !on || pace.available(nowNanos) > 0;
    }

    long affordsAtNanos(long nowNanos) {
        return on ? nowNanos + pace.nanosUntil(1, nowNanos) : nowNanos;
    }

    void onSent(int bytes) {
        if (on) {
            pace.spend(bytes);
        }
    }

    /** So many datagrams were sent, and so many received, between two reports. */
    void onReport(long sent, long received) {
        slow |= on && sent > TELLING_DATAGRAMS && received < sent * (1 - SLOW_LOSS);
    }
}
