package io.framecast.transport;

import io.framecast.time.Deadline;
import java.util.function.LongConsumer;

/**
 * Calls back when a machine's deadline has passed, however many machines stand behind it. Owned by its event loop. On Linux it
 * fires some tens of microseconds late, elsewhere up to a millisecond.
 */
public final class Tick extends Deadline {
    private final TransportLoop loop;
    private final LongConsumer onDue;

    Tick(TransportLoop loop, LongConsumer onDue) {
        this.loop = loop;
        this.onDue = onDue;
    }

    /**
     * Replaces the deadline; {@link Long#MAX_VALUE} is none. The callback gets the time and has to arm again. A deadline that
     * has passed fires as soon as the loop is free, never from within this call.
     */
    public void arm(long deadlineNanos) {
        loop.ticks().arm(this, deadlineNanos);
    }

    /** Forgets the deadline. */
    public void stop() {
        if (armed()) {
            loop.ticks().stop(this);
        }
    }

    void onDue(long nowNanos) {
        onDue.accept(nowNanos);
    }
}
