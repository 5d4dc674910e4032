package io.framecast.transport;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The system calls that carry many messages on one socket, those of a timer, and those that say where a thread runs. They go through syscall(2), because musl's own sendmmsg is a loop of
 * sendmsg. Owned by one thread. Loading this class needs Linux on a 64-bit, little-endian machine.
 */
final class Syscalls {

    /** UIO_MAXIOV: what one sendmmsg takes. */
    static final int MOST_MESSAGES = 1024;

    static final int EPERM = 1;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int ENOBUFS = 105;

    private static final int MSG_DONTWAIT = 0x40;

    private static final boolean X86 =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).matches("amd64|x86_64");

    /** asm/unistd_64.h and asm-generic/unistd.h. */
    private static final long SENDMMSG = X86 ? 307 : 269;

    private static final long RECVMMSG = X86 ? 299 : 243;

    private static final long TIMERFD_CREATE = X86 ? 283 : 85;
    private static final long TIMERFD_SETTIME = X86 ? 286 : 86;
    private static final long GETCPU = X86 ? 309 : 168;
    private static final long SCHED_SETAFFINITY = X86 ? 203 : 122;
    private static final long SCHED_GETAFFINITY = X86 ? 204 : 123;
    private static final long CLOCK_MONOTONIC = 1;
    private static final long TFD_NONBLOCK_CLOEXEC = 0x80800;

    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(1));

    private static final long ERRNO_AT =
            Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));

    private final int fd;
    private final MemorySegment captured = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    Syscalls(int fd) {
        this.fd = fd;
    }

    /** Whether the numbers and layouts here are this machine's. */
    static boolean known() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return SocketBuffers.LINUX
                && arch.matches("amd64|x86_64|aarch64")
                && ADDRESS.byteSize() == Long.BYTES
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /** sendmmsg(2): messages taken, at least 1; or an errno, negated. Never blocks. */
    int send(long headers, int count) {
        return call(SENDMMSG, fd, headers, count, MSG_DONTWAIT);
    }

    /** recvmmsg(2): messages received, at least 1; or an errno, negated. Never blocks. */
    int receive(long headers, int count) {
        return call(RECVMMSG, fd, headers, count, MSG_DONTWAIT);
    }

    /** timerfd_create(2). */
    static int newTimer() throws IOException {
        int timer = new Syscalls(-1).call(TIMERFD_CREATE, CLOCK_MONOTONIC, TFD_NONBLOCK_CLOEXEC, 0, 0);
        if (timer < 0) {
            throw new IOException("timerfd_create: errno " + -timer);
        }
        return timer;
    }

    /** timerfd_settime(2), relative; {@code time} is the address of a struct itimerspec. */
    void setTimer(long time) {
        call(TIMERFD_SETTIME, fd, 0, time, 0);
    }

    /** getcpu(2): writes the calling thread's core, an int; or an errno, negated. */
    int coreOfThread(long core) {
        return call(GETCPU, core, 0, 0, 0);
    }

    /** sched_getaffinity(2) of the calling thread: bytes written; or an errno, negated. */
    int coresOfThread(long mask, int bytes) {
        return call(SCHED_GETAFFINITY, 0, bytes, mask, 0);
    }

    /** sched_setaffinity(2) of the calling thread: 0; or an errno, negated. */
    int setCoresOfThread(long mask, int bytes) {
        return call(SCHED_SETAFFINITY, 0, bytes, mask, 0);
    }

    private int call(long number, long first, long second, long third, long fourth) {
        long done;
        try {
            done = (long) SYSCALL.invokeExact(captured, number, first, second, third, fourth, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("a system call returns, whatever happens", e);
        }
        return done < 0 ? -captured.get(JAVA_INT, ERRNO_AT) : (int) done;
    }
}
