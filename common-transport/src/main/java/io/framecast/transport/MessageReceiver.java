package io.framecast.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * Reads many messages a system call, each of one datagram or of those that the kernel merged (UDP_GRO), into memory that the next
 * call uses again. Owned by an event loop, for all of its sockets.
 */
final class MessageReceiver {

    /** A system call's: together half of what a core's second-level cache usually holds. */
    private static final int MESSAGES = 8;

    /** The largest message, merged or not. */
    private static final int MESSAGE_BYTES = 65_536;

    /** After which the loop turns to its tasks and the other sockets. */
    static final int MOST_CALLS = 32;

    private final ByteBuf data = Unpooled.wrappedBuffer(
            Arena.ofAuto().allocate(MESSAGES * MESSAGE_BYTES).asByteBuffer());
    private final MemorySegment headers = zeroed(MessageHeaders.BYTES);
    private final MemorySegment iovecs = zeroed(MessageHeaders.IOVEC_BYTES);
    private final MemorySegment names = zeroed(Sockaddr.STRIDE);
    private final MemorySegment controls = zeroed(MessageHeaders.CONTROL_BYTES);
    private final Senders senders = new Senders();

    MessageReceiver() {
        for (int i = 0; i < MESSAGES; i++) {
            long iovec = (long) i * MessageHeaders.IOVEC_BYTES;
            iovecs.set(JAVA_LONG, iovec, data.memoryAddress() + (long) i * MESSAGE_BYTES);
            iovecs.set(JAVA_LONG, iovec + 8, MESSAGE_BYTES);
            MessageHeaders.write(
                    headers,
                    (long) i * MessageHeaders.BYTES,
                    names.address() + (long) i * Sockaddr.STRIDE,
                    Sockaddr.STRIDE,
                    iovecs.address() + iovec,
                    controls.address() + (long) i * MessageHeaders.CONTROL_BYTES);
        }
    }

    private static MemorySegment zeroed(int each) {
        return Arena.ofAuto().allocate((long) MESSAGES * each, Long.BYTES);
    }

    /** Hands over what the socket holds, or enough for one turn of the loop. */
    void receive(Syscalls socket, Delivery to, int mostCalls) {
        int messages = MESSAGES;
        for (int call = 0; call < mostCalls && messages == MESSAGES; call++) {
            messages = socket.receive(headers.address(), MESSAGES);
            to.counters().onReceiveCall();
            if (messages > 0) {
                handOver(messages, to);
            } else if (messages != -Syscalls.EAGAIN) {
                to.onReceiveError(-messages);
            }
        }
        to.onBatchEnd();
    }

    private void handOver(int messages, Delivery to) {
        for (int i = 0; i < messages; i++) {
            int bytes = MessageHeaders.bytes(headers, (long) i * MessageHeaders.BYTES);
            int segment = segmentBytes(i, bytes);
            InetSocketAddress from = senders.of(names, (long) i * Sockaddr.STRIDE);
            long nowNanos = System.nanoTime();
            int start = i * MESSAGE_BYTES;
            if (bytes == 0) {
                to.counters().onEmpty();
            }
            for (int at = 0; at < bytes; at += segment) {
                to.onDatagram(data.setIndex(start + at, start + Math.min(bytes, at + segment)), from, nowNanos);
            }
        }
        reset(messages);
    }

    private void reset(int messages) {
        for (int i = 0; i < messages; i++) {
            MessageHeaders.reset(headers, (long) i * MessageHeaders.BYTES);
        }
    }

    private int segmentBytes(int message, int bytes) {
        long at = (long) message * MessageHeaders.CONTROL_BYTES;
        boolean merged = MessageHeaders.controlBytes(headers, (long) message * MessageHeaders.BYTES)
                        >= MessageHeaders.CONTROL_HEADER_BYTES + Integer.BYTES
                && controls.get(JAVA_INT, at + 8) == MessageHeaders.SOL_UDP
                && controls.get(JAVA_INT, at + 12) == MessageHeaders.UDP_GRO;
        int segment = merged ? controls.get(JAVA_INT, at + MessageHeaders.CONTROL_HEADER_BYTES) : bytes;
        return segment > 0 ? segment : bytes;
    }
}
