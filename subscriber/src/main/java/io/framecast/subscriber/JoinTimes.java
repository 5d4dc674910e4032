package io.framecast.subscriber;

import io.framecast.protocol.media.Transit;

/**
 * How long a subscription took to its first picture, and until it was live: until the first frame that came within its latency budget.
 * Where the way alone takes longer than the budget, that is the first one that came as fast as they do. Guarded by its meter.
 */
final class JoinTimes {

    static final long NEVER = Long.MIN_VALUE;

    private final Transit transit;
    private long startNanos;
    private long firstFrameNanos = NEVER;
    private long firstShownNanos = NEVER;
    private long liveNanos = NEVER;
    private boolean screen;

    JoinTimes(long latencyBudgetMicros, long nowNanos) {
        transit = new Transit(latencyBudgetMicros * 1_000);
        startNanos = nowNanos;
    }

    /** An id that was {@code waited} for is measured from when it comes up; one that comes back keeps its first figures. */
    void onUp(boolean waited, long nowNanos) {
        if (waited && firstFrameNanos == NEVER) {
            startNanos = nowNanos;
        }
    }

    /** Its pictures are shown: the first one counts from when it is on the screen, unless it came before there was one. */
    void onScreen() {
        screen |= firstFrameNanos == NEVER;
    }

    void onShown(long nowNanos) {
        if (screen && firstShownNanos == NEVER) {
            firstShownNanos = nowNanos;
        }
    }

    /** A whole frame arrived; whether it came as fast as they do, by what is known now. */
    boolean onFrame(long captureMicros, long roundTripNanos, long nowNanos) {
        if (firstFrameNanos == NEVER) {
            firstFrameNanos = nowNanos;
        }
        transit.onRoundTrip(roundTripNanos);
        transit.onFrame(captureMicros, nowNanos);
        return transit.settled() && transit.deadlineNanos(captureMicros, nowNanos) - nowNanos >= 0;
    }

    /** A frame that arrived then was in time. */
    void onLive(long nowNanos) {
        if (liveNanos == NEVER) {
            liveNanos = nowNanos;
        }
    }

    /** When that was; {@link #NEVER}: not yet. */
    long liveNanos() {
        return liveNanos;
    }

    /** Milliseconds, NaN where there is none yet. */
    double firstFrameMillis() {
        return millis(screen && firstShownNanos != NEVER ? firstShownNanos : firstFrameNanos);
    }

    /** From the start, NaN for {@link #NEVER}. */
    double millis(long nanos) {
        return nanos == NEVER ? Double.NaN : Math.max(0, nanos - startNanos) / 1e6;
    }
}
