package io.framecast.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out by sending whether {@link TransportKind#NATIVE} works here. */
final class NativeProbe {
    private static final Logger LOG = LoggerFactory.getLogger(NativeProbe.class);

    /** UDP_MAX_SEGMENTS since Linux 6.9, and before. */
    private static final int[] SEGMENTS = {128, 64};

    private static final int MOST_SEGMENTS = Syscalls.known() ? probe() : 0;

    private NativeProbe() {}

    /** Datagrams that the kernel takes in one message; 0: it is not to be had. */
    static int mostSegments() {
        return MOST_SEGMENTS;
    }

    private static int probe() {
        try {
            NativeSocket socket = NativeSocket.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                socket.prepare(new SocketBuffers(1 << 16, 1 << 16));
                return mostSegments(socket);
            } finally {
                socket.close();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.debug("no native transport: {}", e.toString());
            return 0;
        }
    }

    private static int mostSegments(NativeSocket socket) {
        Syscalls calls = new Syscalls(socket.intValue());
        ByteBuf bytes = Unpooled.directBuffer(SEGMENTS[0]).writeZero(SEGMENTS[0]);
        try {
            for (int segments : SEGMENTS) {
                TransportCounters counters = new TransportCounters();
                new MessageSender(calls::send, socket.v4(), segments, counters, errno -> {})
                        .send(socket.localAddress(), bytes, 0, segments, 1);
                if (counters.sendErrors() == 0 && counters.droppedDatagrams() == 0) {
                    return segments;
                }
            }
        } finally {
            bytes.release();
        }
        return 0;
    }
}
