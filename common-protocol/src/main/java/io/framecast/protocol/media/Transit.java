package io.framecast.protocol.media;

import io.framecast.protocol.time.SlidingMinimum;

/**
 * How long the frames of one stream are on their way, and by when a frame has to be whole to be shown in time.
 *
 * <p>The base is the least (arrival − capture) of the last ten seconds, arrival being that of a frame's first fragment; the two clocks
 * need not agree. A frame is to be shown when it is as old as the latency budget: capture + base + (budget − age at best). The age
 * at best, that of the fastest frame when it arrived, is known where the producer's clock is; else it is taken for half a round trip.
 *
 * <p>Where the way alone takes the budget or more, nothing could be in time; then the deadline is {@value #LEAST_SLACK_NANOS} ns after the
 * fastest arrival, which is about one interval between frames: enough for a frame that was not repaired, too little for one that was.
 *
 * <p>Times that do not belong together (a forged capture time of an authorised sender, a clock that was set) make wrong deadlines, never
 * exceptions; whoever waits for one bounds the wait by itself. Owned by one thread.
 */
public final class Transit {

    /** What is left at least between the fastest arrival and the deadline. */
    public static final long LEAST_SLACK_NANOS = 30_000_000L;

    /** Whether frames come as fast as they were captured, or faster, is seen over so long and so many; twice, since a thread may stall. */
    private static final long WINDOW_NANOS = 100_000_000L;

    private static final int WINDOW_FRAMES = 3;
    private static final int STEADY_WINDOWS = 2;
    /** A frame that is faster than ever by so much shows that those before it were behind after all. */
    private static final long MUCH_FASTER_NANOS = 100_000_000L;

    private static final long ROUND_NANOS = 15_000_000L;

    private final SlidingMinimum minimum = new SlidingMinimum();
    private long budgetNanos;
    private long leastNanos;
    private long windowNanos;
    private long windowWayNanos;
    private int windowFrames;
    private int steady;
    private boolean absolute;
    private long captureOffsetNanos;
    private long roundTripNanos;

    /** {@code budgetNanos}: from capture to display, 0 or more. */
    public Transit(long budgetNanos) {
        this.budgetNanos = budgetNanos;
    }

    /** Another budget; what was measured stays. */
    public void budget(long nanos) {
        budgetNanos = nanos;
    }

    public long budgetNanos() {
        return budgetNanos;
    }

    /** The first fragment of a frame arrived. */
    public void onFrame(long captureMicros, long nowNanos) {
        long way = nowNanos - captureMicros * 1_000;
        if (!minimum.known() || leastNanos - way > MUCH_FASTER_NANOS) {
            steady = 0;
            window(way, nowNanos);
        } else if (++windowFrames >= WINDOW_FRAMES && nowNanos - windowNanos >= WINDOW_NANOS) {
            boolean gains = windowWayNanos - way > (nowNanos - windowNanos) / 4;
            steady = gains && steady < STEADY_WINDOWS ? 0 : Math.min(STEADY_WINDOWS, steady + 1);
            window(way, nowNanos);
        }
        minimum.onValue(way, nowNanos);
        leastNanos = minimum.value();
    }

    private void window(long way, long nowNanos) {
        windowNanos = nowNanos;
        windowWayNanos = way;
        windowFrames = 0;
    }

    /** The producer's clock is known well enough: what was captured at {@code t} us was captured at t x 1000 + {@code offsetNanos} here. */
    public void onClock(long offsetNanos) {
        absolute = true;
        captureOffsetNanos = offsetNanos;
    }

    /** The producer's clock is not known well enough any more. */
    public void onClockLost() {
        absolute = false;
    }

    /** Smoothed, to the broker; 0 unknown. */
    public void onRoundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    /** Whether any frame has arrived. */
    public boolean known() {
        return minimum.known();
    }

    /** Whether ages are by clocks that are known, and not relative to the fastest frame. */
    public boolean absolute() {
        return absolute;
    }

    /** How old the fastest frame was when it arrived; 0 before the first. */
    public long ageAtBestNanos() {
        if (!minimum.known()) {
            return 0;
        }
        return absolute ? Math.max(0, leastNanos - captureOffsetNanos) : roundTripNanos / 2;
    }

    /** From capture to display: the budget, or what the way needs. */
    public long delayNanos() {
        return Math.max(budgetNanos, ageAtBestNanos() + LEAST_SLACK_NANOS);
    }

    /** How old a frame is, in nanoseconds; before the first arrival of any it counts as just captured. */
    public long ageNanos(long captureMicros, long nowNanos) {
        if (!minimum.known() && !absolute) {
            return 0;
        }
        return nowNanos - captureMicros * 1_000 - (absolute ? captureOffsetNanos : leastNanos - roundTripNanos / 2);
    }

    /** When a frame is to be shown. */
    public long deadlineNanos(long captureMicros, long nowNanos) {
        return nowNanos + delayNanos() - ageNanos(captureMicros, nowNanos);
    }

    /**
     * Whether deadlines can be relied on: the clocks are known and the fastest frame was within the budget, or frames have been coming
     * no faster than they were captured for a fifth of a second. Of a stream that is sent from a cache each one is the fastest so far.
     */
    public boolean settled() {
        return (absolute && minimum.known() && ageAtBestNanos() <= budgetNanos) || steady >= STEADY_WINDOWS;
    }

    /** How long one round of repair takes: it is noticed, asked for, and sent again. */
    public long roundNanos() {
        return Math.max(LEAST_SLACK_NANOS, roundTripNanos + roundTripNanos / 2 + ROUND_NANOS);
    }
}
