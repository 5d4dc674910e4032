package io.framecast.transport;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/** Datagrams that go to one address each and leave together, in one system call, in the order in which they came. Owned by an event loop. */
final class Singles {
    private static final int MOST = 64;

    private final MessageSender.Call call;
    private final MessageSender sender;
    private final TransportCounters counters;
    private final boolean v4;
    private final MemorySegment headers = Arena.ofAuto().allocate((long) MOST * MessageHeaders.BYTES, Long.BYTES);
    private final MemorySegment iovecs = Arena.ofAuto().allocate((long) MOST * MessageHeaders.IOVEC_BYTES, Long.BYTES);
    private final MemorySegment names = Arena.ofAuto().allocate((long) MOST * Sockaddr.STRIDE, Long.BYTES);
    private final ByteBuf[] datagrams = new ByteBuf[MOST];
    private final InetSocketAddress[] addresses = new InetSocketAddress[MOST];
    private int size;

    /** @param sender takes those that the system does not take at once */
    Singles(MessageSender.Call call, MessageSender sender, boolean v4, TransportCounters counters) {
        this.call = call;
        this.sender = sender;
        this.v4 = v4;
        this.counters = counters;
        int nameBytes = v4 ? Sockaddr.V4_BYTES : Sockaddr.V6_BYTES;
        for (int i = 0; i < MOST; i++) {
            MessageHeaders.write(
                    headers,
                    (long) i * MessageHeaders.BYTES,
                    names.address() + (long) i * Sockaddr.STRIDE,
                    nameBytes,
                    iovecs.address() + (long) i * MessageHeaders.IOVEC_BYTES,
                    0);
        }
    }

    /** Not empty, in native memory; ownership passes. */
    void add(InetSocketAddress to, ByteBuf datagram) {
        Sockaddr.write(names, (long) size * Sockaddr.STRIDE, to, v4);
        long iovec = (long) size * MessageHeaders.IOVEC_BYTES;
        iovecs.set(JAVA_LONG, iovec, datagram.memoryAddress() + datagram.readerIndex());
        iovecs.set(JAVA_LONG, iovec + 8, datagram.readableBytes());
        datagrams[size] = datagram;
        addresses[size] = to;
        if (++size == MOST) {
            flush();
        }
    }

    /** Sends what there is. */
    void flush() {
        int left = size;
        size = 0;
        int taken = 0;
        if (left > 0) {
            taken = Math.max(0, call.send(headers.address(), left));
            counters.onSendCall();
        }
        for (int i = 0; i < left; i++) {
            ByteBuf datagram = datagrams[i];
            if (i >= taken) {
                int bytes = datagram.readableBytes();
                sender.send(addresses[i], datagram, datagram.readerIndex(), bytes, bytes);
            }
            datagram.release();
        }
    }
}
