package io.framecast.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task of the event loop. */
final class TaskAlarm implements Alarm {
    private final EventLoop loop;
    private final Runnable onRing;
    private @Nullable Future<?> task;

    TaskAlarm(EventLoop loop, Runnable onRing) {
        this.loop = loop;
        this.onRing = onRing;
    }

    @Override
    public void set(long nanos) {
        clear();
        task = loop.schedule(onRing, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void clear() {
        if (task != null) {
            task.cancel(false);
            task = null;
        }
    }
}
