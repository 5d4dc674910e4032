package io.framecast.transport;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A timerfd that Netty's event loop watches: setting it makes no object. Closed with its loop. */
final class KernelAlarm implements Alarm, EpollIoHandle {
    private static final long NANOS = 1_000_000_000;

    /** struct itimerspec: interval and value, each in seconds and nanoseconds. */
    private final MemorySegment time = Arena.ofAuto().allocate(4 * Long.BYTES, Long.BYTES);

    private final FileDescriptor timer;
    private final Syscalls calls;
    private final Runnable onRing;

    private KernelAlarm(int fd, Runnable onRing) {
        this.timer = new FileDescriptor(fd);
        this.calls = new Syscalls(fd);
        this.onRing = onRing;
    }

    /** On the loop. */
    static KernelAlarm open(TransportLoop loop, Runnable onRing) {
        try {
            KernelAlarm alarm = new KernelAlarm(Syscalls.newTimer(), onRing);
            // Edge-triggered: that it rang need not be read.
            loop.watch(alarm).submit(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLET));
            return alarm;
        } catch (IOException e) {
            throw new IllegalStateException("no timer", e);
        }
    }

    @Override
    public void set(long nanos) {
        long least = Math.max(1, nanos);
        time.set(JAVA_LONG, 16, least / NANOS);
        time.set(JAVA_LONG, 24, least % NANOS);
        calls.setTimer(time.address());
    }

    @Override
    public void clear() {
        time.set(JAVA_LONG, 16, 0);
        time.set(JAVA_LONG, 24, 0);
        calls.setTimer(time.address());
    }

    @Override
    public FileDescriptor fd() {
        return timer;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
        onRing.run();
    }

    @Override
    public void close() throws IOException {
        timer.close();
    }
}
