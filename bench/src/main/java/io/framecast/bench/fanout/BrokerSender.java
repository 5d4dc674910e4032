package io.framecast.bench.fanout;

import io.framecast.broker.core.MediaOut;
import io.framecast.broker.core.Rows;
import io.framecast.broker.net.FanOuts;
import io.framecast.protocol.repair.RetransmitRing;
import io.framecast.protocol.repair.Slot;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.transport.DatagramHandler;
import io.framecast.transport.SocketBuffers;
import io.framecast.transport.TransportKind;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.UdpSocket;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The broker's own path from the ring to the socket: a lane's runs, its table, its {@link MediaOut}, one flush a frame. */
final class BrokerSender implements FrameSender {
    private static final int RUN = 40;

    private final Load load;
    private final TransportLoop loop;
    private final UdpSocket socket;
    private final MediaOut out;
    private final Rows rows;
    private final RetransmitRing ring;
    private int next;

    BrokerSender(Load load, TransportKind kind, int threads) throws IOException {
        this.load = load;
        loop = TransportLoop.open("fan-out", kind, threads);
        socket = UdpSocket.bindNow(loop, new InetSocketAddress("0.0.0.0", 0), SocketBuffers.DEFAULT, new Deaf());
        out = FanOuts.over(socket);
        rows = new Rows(load.addresses());
        ring = new RetransmitRing(loop.allocator(), load.bytes(), 64L << 20, 1 << 20);
        CompletableFuture.runAsync(this::fill, loop).join();
    }

    private void fill() {
        ByteBuf datagram = loop.allocator().directBuffer(load.bytes());
        for (int sequence = 0; sequence < Load.FRAMES * load.segments(); sequence++) {
            int frame = sequence / load.segments();
            datagram.clear();
            MediaHeader.write(
                    datagram,
                    MediaHeader.TYPE_DATA,
                    frame == 0 ? MediaHeader.FLAG_KEY : 0,
                    1,
                    1,
                    0,
                    1,
                    frame,
                    sequence,
                    frame,
                    sequence % load.segments(),
                    load.segments(),
                    frame);
            datagram.writeZero(load.bytes() - MediaHeader.BYTES);
            if (ring.put(datagram, 0, load.bytes()) == null) {
                throw new IllegalStateException("the ring has no room for datagram " + sequence);
            }
        }
        datagram.release();
    }

    @Override
    public int sendFrame() {
        int end = next + load.segments();
        while (next < end) {
            Slot slot = ring.run(next, Math.min(RUN, end - next));
            if (slot == null) {
                throw new IllegalStateException("datagram " + next + " is in the ring");
            }
            out.fanOut(rows.table, slot.memory(), slot.offset(), slot.length(), slot.segmentBytes());
            next += slot.count();
        }
        socket.flush();
        if (next == Load.FRAMES * load.segments()) {
            next = 0;
        }
        return load.datagrams();
    }

    @Override
    public Executor thread() {
        return loop;
    }

    @Override
    public void close() {
        CompletableFuture.runAsync(ring::clear, loop).join();
        loop.close();
    }

    /** Nothing comes, and what goes is counted by the kernel. */
    private static final class Deaf implements DatagramHandler {
        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {}

        @Override
        public void onBatchEnd(long nowNanos) {}

        @Override
        public void onTrouble(IOException trouble, long nowNanos) {
            System.err.println(trouble.getMessage());
        }

        @Override
        public void onClosed() {}
    }
}
