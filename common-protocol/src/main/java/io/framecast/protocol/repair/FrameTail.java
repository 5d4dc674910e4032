package io.framecast.protocol.repair;

import io.framecast.protocol.time.Serial;

/**
 * The rest of the newest frame of which something came: its header promises it, and when no more of it comes for a while it is missed as
 * if a later packet had shown it. Owned by a {@link LossTracker}.
 */
final class FrameTail {

    private static final long LEAST_NANOS = 15_000_000L;

    /** The highest that a packet, or PADDING, has shown to be sent; a frame's header promises more. */
    private int shown;

    private int promised;
    private long at = Long.MAX_VALUE;
    private long since;

    FrameTail(int highest) {
        shown = highest;
    }

    /** A packet, or PADDING, says that {@code sequence} was sent. */
    void onShown(int sequence) {
        if (Serial.compare(sequence, shown) > 0) {
            shown = sequence;
        }
    }

    boolean isShown(int sequence) {
        return Serial.compare(sequence, shown) <= 0;
    }

    /**
     * The packet that has just come belongs to a frame that goes on to {@code last}.
     *
     * @param ahead how far that is from the highest that is known
     * @param waitNanos how late packets are known to be
     */
    void onFrameEnd(int last, int ahead, long waitNanos, long nowNanos) {
        if (at != Long.MAX_VALUE && Serial.compare(last, promised) < 0) {
            return;
        }
        promised = last;
        since = nowNanos;
        at = ahead > 0 && ahead < LossTracker.WINDOW ? nowNanos + Math.max(LEAST_NANOS, 2 * waitNanos) : Long.MAX_VALUE;
    }

    boolean due(long nowNanos) {
        return at != Long.MAX_VALUE && at - nowNanos <= 0;
    }

    /** The earlier one of {@code nanos} and when the tail is missed; either may be {@link Long#MAX_VALUE}. */
    long orEarlier(long nanos) {
        return nanos == Long.MAX_VALUE || (at != Long.MAX_VALUE && at - nanos < 0) ? at : nanos;
    }

    /** It is missed from now on. Returns its last sequence. */
    int miss() {
        at = Long.MAX_VALUE;
        return promised;
    }

    /** When the last packet of its frame came. */
    long sinceNanos() {
        return since;
    }
}
