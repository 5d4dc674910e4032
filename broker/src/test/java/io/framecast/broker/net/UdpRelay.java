package io.framecast.broker.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stands between one client and the broker, as a NAT does, and notes when which media came by. */
final class UdpRelay implements AutoCloseable {
    /** @param alias of its stream, as the header has it */
    record Media(long nanos, int alias) {}

    private final DatagramSocket near = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final DatagramSocket far = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final InetSocketAddress broker;
    private final List<Media> toClient = new CopyOnWriteArrayList<>();
    private volatile @Nullable InetSocketAddress client;

    UdpRelay(InetSocketAddress broker) throws IOException {
        this.broker = broker;
        near.setReceiveBufferSize(1 << 20);
        far.setReceiveBufferSize(1 << 20);
        Thread.ofPlatform().daemon().start(() -> pump(near, true));
        Thread.ofPlatform().daemon().start(() -> pump(far, false));
    }

    String address() {
        return "127.0.0.1:" + near.getLocalPort();
    }

    /** Media datagrams that went to the client after {@code nanos}. */
    List<Media> after(long nanos) {
        return toClient.stream().filter(media -> media.nanos() - nanos > 0).toList();
    }

    private void pump(DatagramSocket from, boolean outward) {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                packet.setData(packet.getData(), 0, 65_535);
                from.receive(packet);
                if (outward) {
                    client = (InetSocketAddress) packet.getSocketAddress();
                    packet.setSocketAddress(broker);
                    far.send(packet);
                } else {
                    InetSocketAddress to = client;
                    byte[] data = packet.getData();
                    if (packet.getLength() > 8 && data[0] == 0x09 && data[1] < 0) {
                        int alias = java.nio.ByteBuffer.wrap(data, 4, 4).getInt();
                        toClient.add(new Media(System.nanoTime(), alias));
                    }
                    if (to != null) {
                        packet.setSocketAddress(to);
                        near.send(packet);
                    }
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
