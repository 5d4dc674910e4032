package io.framecast.broker.net;

import io.framecast.broker.core.MediaOut;
import io.framecast.broker.core.SubscriberTable;
import io.framecast.transport.DatagramTransport;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * Media through the transport: one segmented message per row and run, all of them out of the same memory. Another
 * {@link MediaOut} that keeps the rows in native memory can take its place.
 */
final class FanOut implements MediaOut {
    private final DatagramTransport transport;

    FanOut(DatagramTransport transport) {
        this.transport = transport;
    }

    @Override
    public void fanOut(SubscriberTable rows, ByteBuf memory, int offset, int length, int segmentBytes) {
        for (int i = 0, size = rows.size(); i < size; i++) {
            transport.sendSegments(rows.address(i), memory, offset, length, segmentBytes);
        }
    }

    @Override
    public void sendTo(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
        transport.sendSegments(to, memory, offset, length, segmentBytes);
    }
}
