package io.framecast.transport;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls back when a machine's deadline has passed: one alarm at a time, however many machines stand behind it. Owned by its
 * event loop. On Linux it fires some tens of microseconds late, elsewhere up to a millisecond.
 */
public final class Tick {
    private final TransportLoop loop;
    private final LongConsumer onDue;
    private @Nullable Alarm alarm;
    private boolean set;
    private long setNanos;
    private long deadlineNanos = Long.MAX_VALUE;

    Tick(TransportLoop loop, LongConsumer onDue) {
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
        // A later deadline keeps the earlier alarm, which is then set again: most deadlines move later, so this costs
        // one
        // alarm per deadline that passes and none per datagram.
        if (!set || deadlineNanos - setNanos < 0) {
            setAlarm();
        }
    }

    /** Forgets the deadline and the alarm. */
    public void stop() {
        deadlineNanos = Long.MAX_VALUE;
        if (alarm != null && set) {
            alarm.clear();
            set = false;
        }
    }

    private void setAlarm() {
        Alarm current = alarm;
        if (current == null) {
            current = loop.alarm(this::onRing);
            alarm = current;
        }
        set = true;
        setNanos = deadlineNanos;
        current.set(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    private void onRing() {
        set = false;
        if (deadlineNanos == Long.MAX_VALUE) {
            return;
        }
        long nowNanos = System.nanoTime();
        if (deadlineNanos - nowNanos > 0) {
            setAlarm();
            return;
        }
        deadlineNanos = Long.MAX_VALUE;
        onDue.accept(nowNanos);
    }
}
