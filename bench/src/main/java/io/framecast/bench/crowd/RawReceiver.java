package io.framecast.bench.crowd;

import io.framecast.transport.DatagramHandler;
import io.framecast.transport.SocketBuffers;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.UdpSocket;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A socket that counts what comes, like a {@link Member} that does not open, but without a session. Owned by the event loop. */
final class RawReceiver implements DatagramHandler {
    private static final int FIRST_PORT = 20_000;
    private static final int TRIES = 50;

    final Tally tally;
    private final UdpSocket socket;

    private RawReceiver(TransportLoop loop, int port, SentTimes sent, Latencies latencies) throws IOException {
        tally = new Tally(sent, latencies);
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        socket = UdpSocket.bindNow(loop, local, SocketBuffers.DEFAULT, this);
    }

    /** So many on ports in a row; not on the loop. */
    static List<RawReceiver> inARow(TransportLoop loop, int count, SentTimes sent, Latencies latencies)
            throws IOException {
        for (int tried = 0; tried < TRIES; tried++) {
            List<RawReceiver> receivers = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    receivers.add(new RawReceiver(loop, FIRST_PORT + tried * count + i, sent, latencies));
                }
                return receivers;
            } catch (IOException e) {
                receivers.forEach(RawReceiver::close);
            }
        }
        throw new IOException("no " + count + " free UDP ports in a row above " + FIRST_PORT);
    }

    int port() {
        return socket.localAddress().getPort();
    }

    void close() {
        socket.close();
    }

    @Override
    public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
        tally.onDatagram(datagram, nowNanos);
    }

    @Override
    public void onBatchEnd(long nowNanos) {}

    @Override
    public void onTrouble(IOException trouble, long nowNanos) {
        System.err.println(trouble.getMessage());
    }

    @Override
    public void onClosed() {}
}
