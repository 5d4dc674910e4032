package io.framecast.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket that is a Netty channel. */
final class NettyUdpSocket extends UdpSocket {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    /** UDP_MAX_SEGMENTS of Linux before 6.9, and what one IP packet holds. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_MESSAGE_BYTES = 65_487;

    /** Queued bytes at which the queue is written out in mid-batch. Slices share memory, so this bounds time, not space. */
    static final int HIGH_WATER_BYTES = 2 << 20;

    private final Channel channel;
    private final TransportLoop loop;
    private boolean segmented;

    NettyUdpSocket(Channel channel, TransportLoop loop, TransportCounters counters, int receiveBufferBytes) {
        super((InetSocketAddress) channel.localAddress(), counters, receiveBufferBytes);
        this.channel = channel;
        this.loop = loop;
        this.segmented = loop.kind() == TransportKind.SEGMENTED;
    }

    @Override
    public void send(InetSocketAddress to, ByteBuf datagram) {
        // Netty 4.2.18 loses an empty packet's place in a batch and sends the last one twice.
        if (!datagram.isReadable()) {
            datagram.release();
            return;
        }
        if (!writable()) {
            counters().onDropped(1);
            datagram.release();
            return;
        }
        write(new DatagramPacket(datagram, to));
    }

    @Override
    public void sendSegments(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
        int messageBytes = segmentBytes;
        if (segmented) {
            messageBytes *= Math.clamp(MAX_MESSAGE_BYTES / segmentBytes, 1, MAX_SEGMENTS);
        }
        for (int sent = 0; sent < length; sent += messageBytes) {
            if (!writable()) {
                counters().onDropped(Math.ceilDiv(length - sent, segmentBytes));
                return;
            }
            int bytes = Math.min(messageBytes, length - sent);
            ByteBuf slice = memory.retainedSlice(offset + sent, bytes);
            write(
                    bytes > segmentBytes
                            ? new SegmentedDatagramPacket(slice, segmentBytes, to)
                            : new DatagramPacket(slice, to));
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public AddressTable addressTable() {
        return new PlainAddresses();
    }

    @Override
    public void fanOut(AddressTable to, ByteBuf memory, int offset, int length, int segmentBytes) {
        PlainAddresses rows = (PlainAddresses) to;
        for (int row = 0; row < rows.size(); row++) {
            sendSegments(rows.get(row), memory, offset, length, segmentBytes);
        }
    }

    @Override
    public TransportKind kind() {
        return loop.kind() == TransportKind.SEGMENTED && !segmented ? TransportKind.BATCHED : loop.kind();
    }

    @Override
    public void close() {
        loop.execute(this::closeNow);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void closeNow() {
        channel.flush();
        channel.close();
    }

    /** The route or device takes no segmented messages: from now on one datagram a message. */
    void giveUpSegments(String why) {
        if (segmented) {
            segmented = false;
            LOG.warn("segmented writes are refused ({}); going on with one message a datagram", why);
        }
    }

    private boolean writable() {
        if (!channel.isWritable()) {
            channel.flush();
        }
        return channel.isWritable();
    }

    /** Nobody waits for one datagram: a failure comes to the channel's exception handler, which counts it. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(DatagramPacket packet) {
        channel.write(packet, channel.voidPromise());
    }
}
