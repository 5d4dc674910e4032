package io.framecast.sim;

import io.framecast.protocol.media.MediaSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** One socket on the network. Its address may change, as behind a NAT; it does not notice. */
public final class Node {

    /** A datagram is borrowed for the call. */
    @FunctionalInterface
    public interface Receiver {
        void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos);
    }

    final Receiver receiver;
    final List<Machine> machines = new ArrayList<>();
    private final VirtualNetwork network;
    private InetSocketAddress address;
    private ReceiveBuffer buffer = new ReceiveBuffer(Long.MAX_VALUE, 0);
    private boolean closed;

    Node(VirtualNetwork network, InetSocketAddress address, Receiver receiver) {
        this.network = network;
        this.address = address;
        this.receiver = receiver;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Sends the readable bytes; releases the datagram. */
    public void send(InetSocketAddress to, ByteBuf datagram) {
        try {
            network.inject(address, to, ByteBufUtil.getBytes(datagram));
        } finally {
            datagram.release();
        }
    }

    /** Sends what lies back to back in {@code memory}, as {@link MediaSink#send} describes it. The bytes are copied. */
    public void send(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
        if (segmentBytes <= 0) {
            throw new IllegalArgumentException("segments of " + segmentBytes + " bytes");
        }
        for (int at = offset; at < offset + length; at += segmentBytes) {
            network.inject(address, to, ByteBufUtil.getBytes(memory, at, Math.min(segmentBytes, offset + length - at)));
        }
    }

    /** Where a machine whose only peer is {@code to} puts its media. */
    public MediaSink sink(InetSocketAddress to) {
        return (memory, offset, length, segmentBytes) -> send(to, memory, offset, length, segmentBytes);
    }

    /** A machine that lives behind this socket: its deadline is looked at after each event of the node. */
    public Node machine(LongSupplier deadlineNanos, LongConsumer onTimeout) {
        Machine machine = new Machine(deadlineNanos, onTimeout);
        machines.add(machine);
        network.schedule(machine);
        return this;
    }

    /**
     * Gives the socket a receive buffer of {@code bytes} as Linux accounts it (2304 bytes for a datagram of up to 1.4 KB) that is
     * read every {@code drainNanos}; what does not fit is lost.
     */
    public Node receiveBuffer(int bytes, long drainNanos) {
        buffer = new ReceiveBuffer(bytes, drainNanos);
        return this;
    }

    ReceiveBuffer buffer() {
        return buffer;
    }

    /** From now on it sends from {@code newAddress} and is reached there only; what is under way to the old one is lost. */
    public void rebind(InetSocketAddress newAddress) {
        network.rebind(this, newAddress);
    }

    void close() {
        closed = true;
        machines.forEach(machine -> machine.stopped = true);
    }

    boolean isClosed() {
        return closed;
    }

    void moved(InetSocketAddress newAddress) {
        address = newAddress;
    }
}
