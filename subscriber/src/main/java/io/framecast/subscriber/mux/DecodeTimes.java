package io.framecast.subscriber.mux;

import java.util.PriorityQueue;

/**
 * Rebuilds decode times from presentation times: those that a container accepts (strictly rising, never after the presentation),
 * without looking ahead. With frames up to {@code reorder} places out of turn, the decode time of a frame is the presentation time
 * that is {@code reorder} places earlier in sorted order.
 */
public final class DecodeTimes {
    private final PriorityQueue<Long> pending = new PriorityQueue<>();
    private final int reorder;
    private final long intervalMicros;
    private long last = Long.MIN_VALUE;

    /** @param intervalMicros the usual distance of two frames, for the times before the first one */
    public DecodeTimes(int reorder, long intervalMicros) {
        this.reorder = reorder;
        this.intervalMicros = intervalMicros;
    }

    /** How long before the first presentation the first decode lies. */
    public long leadMicros() {
        return reorder * intervalMicros;
    }

    /** The decode time of the next frame in decode order. If the depth was said too small, it is later than the presentation. */
    public long next(long presentationMicros) {
        if (last == Long.MIN_VALUE) {
            for (int i = reorder; i > 0; i--) {
                pending.add(presentationMicros - i * intervalMicros);
            }
        }
        pending.add(presentationMicros);
        long time = pending.remove();
        last = Math.max(time, last == Long.MIN_VALUE ? time : last + 1);
        return last;
    }
}
