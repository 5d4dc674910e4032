package io.framecast.protocol.media;

import org.jspecify.annotations.Nullable;

/**
 * How long the frame in front, missing or incomplete, may hold back whole ones behind it. Owned by its assembler.
 *
 * <ul>
 *   <li>One that is known to be discardable: until its display deadline.
 *   <li>Any other, since those behind need it: up to one group of pictures longer, at most {@value #LONGEST_LATE_NANOS} ns; only until
 *       its deadline where a newer key frame is whole, or where nobody asks for what it lacks any more.
 *   <li>One that was past its deadline, or nearly, when something was first held back (from a cache, or after an outage) gets one round
 *       of repair all the same: it is late either way, and a recording wants it. In the first seconds, when programs on the way have
 *       just started and are slow, it gets half the budget, where that is more.
 * </ul>
 */
final class Patience {

    static final long LONGEST_LATE_NANOS = 2_000_000_000L;
    private static final long BEGINNING_NANOS = 2_000_000_000L;

    private final @Nullable Transit transit;
    private final long maxWaitNanos;
    private final Cadence cadence = new Cadence();
    private boolean begun;
    private long begunNanos;

    private Patience(@Nullable Transit transit, long maxWaitNanos) {
        this.transit = transit;
        this.maxWaitNanos = maxWaitNanos;
    }

    /** By capture times. */
    static Patience byDeadline(Transit transit) {
        return new Patience(transit, 0);
    }

    /** As long for each, whatever its capture time says. */
    static Patience fixed(long maxWaitNanos) {
        return new Patience(null, maxWaitNanos);
    }

    /** The first fragment of a frame arrived. */
    void onFrame(PartialFrame frame, long nowNanos) {
        if (!begun) {
            begun = true;
            begunNanos = nowNanos;
        }
        cadence.onFrame(frame);
        if (transit != null) {
            transit.onFrame(frame.captureMicros, nowNanos);
        }
    }

    /** The longest that a frame is of use beyond its deadline. */
    long lateNanos() {
        long gop = cadence.gopMicros();
        return gop <= 0 || gop > LONGEST_LATE_NANOS / 1_000 ? LONGEST_LATE_NANOS : gop * 1_000;
    }

    long intervalNanos() {
        return cadence.intervalMicros() * 1_000;
    }

    /** Whether it would be shown too late if it were delivered now; false as long as that cannot be told. */
    boolean isLate(PartialFrame frame, long nowNanos) {
        return transit != null && transit.deadlineNanos(frame.captureMicros, nowNanos) - nowNanos < 0;
    }

    /** Whether it is certain that it would be shown in time if it were delivered now. */
    boolean isInTime(PartialFrame frame, long nowNanos) {
        return transit == null || (transit.settled() && !isLate(frame, nowNanos));
    }

    /**
     * When the frame in front is given up.
     *
     * @param number the frame in front
     * @param front what is here of it
     * @param first the first frame of which anything is here
     * @param heldSince when the oldest frame that it holds back was whole
     * @param superseded a newer key frame is whole, or nobody asks for what is missing
     */
    long endNanos(
            long number,
            @Nullable PartialFrame front,
            @Nullable PartialFrame first,
            long heldSince,
            boolean superseded) {
        if (transit == null || first == null) {
            return heldSince + maxWaitNanos;
        }
        long captureMicros = first.captureMicros - (first.number - number) * cadence.intervalMicros();
        long end = transit.deadlineNanos(captureMicros, heldSince);
        long round = transit.roundNanos();
        if (heldSince - begunNanos < BEGINNING_NANOS) {
            round = Math.max(round, transit.budgetNanos() / 2);
        }
        long repaired = heldSince + round;
        if (end - repaired < 0) {
            end = repaired;
        }
        long latest = heldSince + transit.budgetNanos() + LONGEST_LATE_NANOS;
        if (end - latest > 0) {
            end = latest;
        }
        return superseded || (front != null && front.discardable) ? end : end + lateNanos();
    }
}
