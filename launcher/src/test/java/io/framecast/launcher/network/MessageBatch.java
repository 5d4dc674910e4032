package io.framecast.launcher.network;

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

/**
 * A socket of a kind that Java has none of, and memory for so many messages a system call (sendmmsg(2), recvmmsg(2) with a struct
 * mmsghdr of 64 bytes, as on 64-bit Linux). Owned by one thread.
 */
final class MessageBatch {

    static final int AF_INET = 2;
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOL_SOCKET = 1;
    static final int EAGAIN = 11;

    private static final int HEADER = 64;
    private static final int IOVEC = 16;
    private static final int NAME = 32;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO_AT =
            Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET =
            call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SET_OPTION =
            call("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GET_OPTION =
            call("getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SEND =
            call("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle RECEIVE =
            call("recvmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

    final int messages;
    /** Of message i: from i * {@link #bytesEach}. */
    final MemorySegment data;

    /** Of message i: from i * 32, where it goes or comes from. */
    final MemorySegment names;

    final int bytesEach;
    private final int fd;
    private final MemorySegment headers;
    private final MemorySegment iovecs;
    private final MemorySegment captured = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    MessageBatch(int family, int type, int protocol, int messages, int bytesEach, int nameBytes) throws IOException {
        this.messages = messages;
        this.bytesEach = bytesEach;
        fd = call(SOCKET, family, type, protocol);
        if (fd < 0) {
            throw new IOException("socket: errno " + -fd);
        }
        data = Arena.ofAuto().allocate((long) messages * bytesEach, 64);
        names = Arena.ofAuto().allocate((long) messages * NAME, 8);
        headers = Arena.ofAuto().allocate((long) messages * HEADER, 8);
        iovecs = Arena.ofAuto().allocate((long) messages * IOVEC, 8);
        for (int i = 0; i < messages; i++) {
            headers.set(ADDRESS, (long) i * HEADER, names.asSlice((long) i * NAME));
            headers.set(JAVA_INT, (long) i * HEADER + 8, nameBytes);
            headers.set(ADDRESS, (long) i * HEADER + 16, iovecs.asSlice((long) i * IOVEC));
            headers.set(JAVA_LONG, (long) i * HEADER + 24, 1);
            iovecs.set(ADDRESS, (long) i * IOVEC, data.asSlice((long) i * bytesEach));
            length(i, bytesEach);
        }
    }

    private static MethodHandle call(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, ERRNO);
    }

    /** How many bytes of message {@code i} to send, or at most to receive. */
    void length(int i, int bytes) {
        iovecs.set(JAVA_LONG, (long) i * IOVEC + 8, bytes);
    }

    /** How many bytes message {@code i} has that was received. */
    int received(int i) {
        return headers.get(JAVA_INT, (long) i * HEADER + 56);
    }

    /** Messages sent of those from {@code first} to before {@code end}; or an errno, negated. */
    int send(int first, int end) {
        return call(SEND, fd, headers.asSlice((long) first * HEADER), end - first, 0);
    }

    /** Messages received; or an errno, negated. */
    int receive(int flags) {
        return call(RECEIVE, fd, headers, messages, flags, MemorySegment.NULL);
    }

    void set(int level, int name, int... value) throws IOException {
        int done = call(SET_OPTION, fd, level, name, Arena.ofAuto().allocateFrom(JAVA_INT, value), 4 * value.length);
        if (done < 0) {
            throw new IOException("setsockopt " + level + " " + name + ": errno " + -done);
        }
    }

    /** The {@code index}th int of an option that has two. */
    int get(int level, int name, int index) {
        MemorySegment value = Arena.ofAuto().allocate(16, 8);
        MemorySegment length = Arena.ofAuto().allocateFrom(JAVA_INT, 8);
        int done = call(GET_OPTION, fd, level, name, value, length);
        if (done < 0) {
            throw new IllegalStateException("getsockopt " + level + " " + name + ": errno " + -done);
        }
        return value.get(JAVA_INT, 4L * index);
    }

    private int call(MethodHandle function, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = captured;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try {
            int done = (int) function.invokeWithArguments(all);
            return done < 0 ? -captured.get(JAVA_INT, ERRNO_AT) : done;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call returns, whatever happens", e);
        }
    }
}
