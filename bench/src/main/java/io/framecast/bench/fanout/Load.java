package io.framecast.bench.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is sent to whom.
 *
 * @param address of all subscribers
 * @param firstPort theirs are this one and those that follow
 * @param segments datagrams of a frame
 * @param bytes of a datagram's payload
 */
record Load(String address, int firstPort, int subscribers, int segments, int bytes) {

    /** As many as the C program has, so that no memory is warmer than the other's. */
    static final int FRAMES = 64;

    static final int BYTES = 1200;

    static Load parse(List<String> arguments) {
        return new Load(
                arguments.get(0),
                Integer.parseInt(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Integer.parseInt(arguments.get(3)),
                Integer.parseInt(arguments.get(4)));
    }

    List<String> arguments() {
        return List.of(
                address,
                String.valueOf(firstPort),
                String.valueOf(subscribers),
                String.valueOf(segments),
                String.valueOf(bytes));
    }

    int datagrams() {
        return subscribers * segments;
    }

    int frameBytes() {
        return segments * bytes;
    }

    List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        try {
            InetAddress host = InetAddress.getByName(address);
            for (int i = 0; i < subscribers; i++) {
                addresses.add(new InetSocketAddress(host, firstPort + i));
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " is no address", e);
        }
        return addresses;
    }

    /** Direct memory with all frames, one behind the other. */
    ByteBuf memory() {
        int all = FRAMES * frameBytes();
        return Unpooled.directBuffer(all).setZero(0, all).writerIndex(all);
    }
}
