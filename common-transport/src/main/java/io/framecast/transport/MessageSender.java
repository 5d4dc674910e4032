package io.framecast.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends at once, from the memory that it is given: one message for each row, all of them in as few system calls as the kernel allows.
 * What the socket does not take waits until it is writable, for {@value #STALE_MILLIS} ms at the most. Owned by one event loop.
 */
final class MessageSender {
    static final int STALE_MILLIS = 50;

    /** What one IP packet holds. */
    static final int MOST_BYTES = 65_507;

    private static final long STALE_NANOS = STALE_MILLIS * 1_000_000L;
    private static final int MOST_WAITING = 1024;

    /** sendmmsg(2) as {@link Syscalls#send}. */
    @FunctionalInterface
    interface Call {
        int send(long headers, int count);
    }

    /** A message that the rows from {@code row} to {@code end} − 1 have not got. */
    private static final class Waiting {
        private final NativeAddresses to;
        private final ByteBuf memory;
        private final int offset;
        private final int bytes;
        private final int segmentBytes;
        private final long sinceNanos;
        private final int end;
        private int row;

        Waiting(
                NativeAddresses to,
                int row,
                int end,
                ByteBuf memory,
                int offset,
                int bytes,
                int segmentBytes,
                long nowNanos) {
            this.to = to;
            this.row = row;
            this.end = end;
            this.memory = memory.retain();
            this.offset = offset;
            this.bytes = bytes;
            this.segmentBytes = segmentBytes;
            this.sinceNanos = nowNanos;
        }
    }

    private final Call call;
    private final Call[] calls;
    private final @Nullable SendCrew crew;
    private final boolean v4;
    private final int mostSegments;
    private final TransportCounters counters;
    private final IntConsumer onRefused;
    /** The iovec and the control message that every header points to. */
    private final MemorySegment iovec = Arena.ofAuto().allocate(MessageHeaders.IOVEC_BYTES, Long.BYTES);

    private final MemorySegment control = Arena.ofAuto().allocate(MessageHeaders.CONTROL_BYTES, Long.BYTES);
    private final NativeAddresses one;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private MemorySegment copy = MemorySegment.NULL;
    private @Nullable InetSocketAddress oneIs;
    private boolean segmented = true;

    MessageSender(Call call, boolean v4, int mostSegments, TransportCounters counters, IntConsumer onRefused) {
        this(new Call[] {call}, null, v4, mostSegments, counters, onRefused);
    }

    /**
     * @param calls one for each thread of the crew, or just the one
     * @param mostSegments that the kernel takes in one message
     * @param onRefused is told the errno of each message that the OS refused, beside its being counted
     */
    MessageSender(
            Call[] calls,
            @Nullable SendCrew crew,
            boolean v4,
            int mostSegments,
            TransportCounters counters,
            IntConsumer onRefused) {
        this.call = calls[0];
        this.calls = calls.clone();
        this.crew = crew;
        this.v4 = v4;
        this.mostSegments = mostSegments;
        this.counters = counters;
        this.onRefused = onRefused;
        control.set(JAVA_LONG, 0, MessageHeaders.CONTROL_HEADER_BYTES + Short.BYTES);
        control.set(JAVA_INT, 8, MessageHeaders.SOL_UDP);
        control.set(JAVA_INT, 12, MessageHeaders.UDP_SEGMENT);
        one = addresses();
    }

    NativeAddresses addresses() {
        return new NativeAddresses(iovec.address(), segmented ? control.address() : 0, v4);
    }

    /** From now on each datagram is a message of its own. */
    void giveUpSegments() {
        segmented = false;
    }

    boolean segmented() {
        return segmented;
    }

    /** Datagrams to one address, as {@link #fanOut}. */
    void send(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
        if (!to.equals(oneIs)) {
            one.set(0, to);
            oneIs = to;
        }
        fanOut(one, memory, offset, length, segmentBytes);
    }

    /** The datagrams of {@code segmentBytes}, the last one possibly shorter, to each row; {@code memory} is retained if it waits. */
    void fanOut(NativeAddresses to, ByteBuf memory, int offset, int length, int segmentBytes) {
        int bytes;
        try {
            for (int at = 0; at < length; at += bytes) {
                bytes = Math.min(mostBytes(segmentBytes), length - at);
                if (waiting.isEmpty()) {
                    point(to, memory, offset + at, bytes, segmentBytes);
                    sendNow(to, memory, offset + at, bytes, segmentBytes);
                } else {
                    hold(to, 0, to.size(), memory, offset + at, bytes, segmentBytes);
                }
            }
        } finally {
            Reference.reachabilityFence(to);
        }
    }

    private int mostBytes(int segmentBytes) {
        return segmented ? segmentBytes * Math.clamp(MOST_BYTES / segmentBytes, 1, mostSegments) : segmentBytes;
    }

    /** The crew sends what the OS takes at once; what it refused is asked for again here. */
    private void sendNow(NativeAddresses to, ByteBuf memory, int offset, int bytes, int segmentBytes) {
        if (crew == null || to.size() < SendCrew.LEAST_ROWS) {
            sendOrHold(to, 0, to.size(), memory, offset, bytes, segmentBytes);
            return;
        }
        int parts = crew.send(calls, to, counters);
        for (int part = 0; part < parts; part++) {
            if (crew.reached(part) < crew.end(part)) {
                sendOrHold(to, crew.reached(part), crew.end(part), memory, offset, bytes, segmentBytes);
            }
        }
    }

    private void sendOrHold(
            NativeAddresses to, int from, int end, ByteBuf memory, int offset, int bytes, int segmentBytes) {
        int row = send(to, from, end, Math.ceilDiv(bytes, segmentBytes));
        if (row < end) {
            hold(to, row, end, memory, offset, bytes, segmentBytes);
        }
    }

    /** Whether something waits for the socket. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** The socket takes more. Rows that were edited meanwhile may miss a message, or get one that they joined after. */
    void onWritable(long nowNanos) {
        dropStale(nowNanos);
        for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
            if (next.bytes > next.segmentBytes && !segmented) {
                drop(waiting.remove());
                continue;
            }
            int end = Math.min(next.end, next.to.size());
            point(next.to, next.memory, next.offset, next.bytes, next.segmentBytes);
            next.row = send(next.to, next.row, end, Math.ceilDiv(next.bytes, next.segmentBytes));
            if (next.row < end) {
                return;
            }
            waiting.remove().memory.release();
        }
    }

    /** Drops what waits. */
    void close() {
        while (!waiting.isEmpty()) {
            drop(waiting.remove());
        }
    }

    /**
     * Sends what the headers point to; {@code datagrams} to each row. Returns the first row that did not get it because the socket
     * takes no more; {@code end} where there is none.
     */
    private int send(NativeAddresses to, int from, int end, int datagrams) {
        int row = from;
        while (row < end) {
            int taken = call.send(to.header(row), Math.min(Syscalls.MOST_MESSAGES, end - row));
            counters.onSendCall();
            if (taken > 0) {
                row += taken;
            } else if (taken == -Syscalls.EAGAIN) {
                break;
            } else if (taken == -Syscalls.ENOBUFS) {
                counters.onDropped(datagrams);
                row++;
            } else {
                counters.onSendError();
                onRefused.accept(-taken);
                row++;
            }
        }
        return row;
    }

    /** Has all headers point to these datagrams. */
    private void point(NativeAddresses to, ByteBuf memory, int offset, int bytes, int segmentBytes) {
        iovec.set(JAVA_LONG, 0, address(memory, offset, bytes));
        iovec.set(JAVA_LONG, 8, bytes);
        control.set(JAVA_SHORT, MessageHeaders.CONTROL_HEADER_BYTES, (short) Math.min(segmentBytes, MOST_BYTES));
        to.control(segmented ? control.address() : 0);
    }

    private long address(ByteBuf memory, int offset, int bytes) {
        if (memory.hasMemoryAddress()) {
            return memory.memoryAddress() + offset;
        }
        if (copy.byteSize() < bytes) {
            copy = Arena.ofAuto().allocate(Math.max(bytes, 1 << 16));
        }
        memory.getBytes(offset, copy.asByteBuffer().limit(bytes));
        return copy.address();
    }

    private void hold(NativeAddresses to, int row, int end, ByteBuf memory, int offset, int bytes, int segmentBytes) {
        long nowNanos = System.nanoTime();
        dropStale(nowNanos);
        NativeAddresses rows = to;
        if (to == one && oneIs != null) {
            rows = addresses();
            rows.set(0, oneIs);
        }
        Waiting more = new Waiting(rows, row, end, memory, offset, bytes, segmentBytes, nowNanos);
        if (waiting.size() < MOST_WAITING) {
            waiting.add(more);
        } else {
            drop(more);
        }
    }

    /** A frame's datagrams share their memory: with the first that is too old goes the rest of its frame. */
    @SuppressWarnings("ReferenceEquality")
    private void dropStale(long nowNanos) {
        Waiting oldest = waiting.peek();
        while (oldest != null && nowNanos - oldest.sinceNanos > STALE_NANOS) {
            ByteBuf frame = oldest.memory;
            for (Waiting next = oldest; next != null && next.memory == frame; next = waiting.peek()) {
                drop(waiting.remove());
            }
            oldest = waiting.peek();
        }
    }

    private void drop(Waiting dropped) {
        int rows = Math.max(0, Math.min(dropped.end, dropped.to.size()) - dropped.row);
        counters.onDropped(rows * Math.ceilDiv(dropped.bytes, dropped.segmentBytes));
        dropped.memory.release();
    }
}
