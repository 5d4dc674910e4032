package io.framecast.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls back when a machine's deadline has passed: one task at a time, however many machines stand behind it. Owned by its
 * event loop. On Linux it fires some tens of microseconds late, elsewhere up to a millisecond.
 */
public final class Tick {
    private final EventLoop loop;
    private final LongConsumer onDue;
    private @Nullable Future<?> scheduled;
    private long scheduledNanos;
    private long deadlineNanos = Long.MAX_VALUE;

    Tick(EventLoop loop, LongConsumer onDue) {
        this.loop = loop;
        this.onDue = onDue;
    }

    /**
     * Replaces the deadline; {@link Long#MAX_VALUE} is none. The callback gets the time and has to arm again. A deadline that
     * has passed fires as soon as the loop is free, never from within this call.
     */
    public void arm(long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
        if (deadlineNanos == Long.MAX_VALUE) {
            return;
        }
        if (scheduled != null) {
            // A later deadline keeps the earlier task, which then arms itself again: most deadlines move later, so this
            // costs one task per deadline that passes and none per datagram.
            if (deadlineNanos - scheduledNanos >= 0) {
                return;
            }
            scheduled.cancel(false);
        }
        schedule();
    }

    /** Forgets the deadline and the task. */
    public void stop() {
        deadlineNanos = Long.MAX_VALUE;
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }

    private void schedule() {
        scheduledNanos = deadlineNanos;
        scheduled = loop.schedule(this::onTask, Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void onTask() {
        scheduled = null;
        if (deadlineNanos == Long.MAX_VALUE) {
            return;
        }
        long nowNanos = System.nanoTime();
        if (deadlineNanos - nowNanos > 0) {
            schedule();
            return;
        }
        deadlineNanos = Long.MAX_VALUE;
        onDue.accept(nowNanos);
    }
}
