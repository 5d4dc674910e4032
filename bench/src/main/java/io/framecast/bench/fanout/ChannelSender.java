package io.framecast.bench.fanout;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** {@link DatagramChannel#send}, one datagram after the other: what Java does without anybody's help. */
final class ChannelSender implements FrameSender {
    private final Load load;
    private final List<InetSocketAddress> addresses;
    private final ByteBuffer memory;
    private final DatagramChannel channel;
    private int frame;

    ChannelSender(Load load) throws IOException {
        this.load = load;
        addresses = load.addresses();
        memory = load.memory().nioBuffer();
        channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 4 << 20).configureBlocking(false);
    }

    @Override
    public int sendFrame() throws IOException {
        int start = frame++ % Load.FRAMES * load.frameBytes();
        for (InetSocketAddress address : addresses) {
            for (int at = start; at < start + load.frameBytes(); at += load.bytes()) {
                memory.limit(at + load.bytes()).position(at);
                while (channel.send(memory, address) == 0) {
                    LockSupport.parkNanos(1);
                }
            }
        }
        return load.datagrams();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }
}
