package io.framecast.transport;

import io.framecast.time.DeadlineQueue;
import java.util.function.Function;

/** The armed ticks of one loop, and the one alarm that wakes them all: as many ticks as sockets take no more file descriptors. On the loop. */
final class Ticks {
    private final DeadlineQueue<Tick> armed = new DeadlineQueue<>();
    private final Alarm alarm;
    private boolean ringing;
    /** When it rings; {@link Long#MAX_VALUE}: it is not set. */
    private long ringsNanos = Long.MAX_VALUE;

    /** @param newAlarm gets what to run when it rings */
    Ticks(Function<Runnable, Alarm> newAlarm) {
        alarm = newAlarm.apply(this::onRing);
    }

    /** As {@link Tick#arm}. */
    void arm(Tick tick, long deadlineNanos) {
        armed.set(tick, deadlineNanos);
        setAlarm();
    }

    void stop(Tick tick) {
        armed.cancel(tick);
        if (armed.size() == 0 && ringsNanos != Long.MAX_VALUE) {
            ringsNanos = Long.MAX_VALUE;
            alarm.clear();
        }
    }

    /**
     * A later deadline keeps the earlier alarm, which is then set again: most deadlines move later, so this costs one alarm per deadline
     * that passes and none per datagram.
     */
    private void setAlarm() {
        long earliest = armed.deadlineNanos();
        if (!ringing && earliest != Long.MAX_VALUE && (ringsNanos == Long.MAX_VALUE || earliest - ringsNanos < 0)) {
            ringsNanos = earliest;
            alarm.set(Math.max(0, earliest - System.nanoTime()));
        }
    }

    private void onRing() {
        ringsNanos = Long.MAX_VALUE;
        ringing = true;
        try {
            // One that arms itself for what has passed waits for the next turn of the loop.
            long nowNanos = System.nanoTime();
            int most = armed.size();
            for (Tick due = armed.poll(nowNanos); due != null; due = --most > 0 ? armed.poll(nowNanos) : null) {
                due.onDue(nowNanos);
            }
        } finally {
            ringing = false;
            setAlarm();
        }
    }
}
