package io.framecast.bench.fanout;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What a broker on Netty usually does: a {@link DatagramPacket} with a duplicate of the payload for each subscriber, flushed at the end. */
final class NettySender implements FrameSender {
    private final Load load;
    private final List<InetSocketAddress> addresses;
    private final ByteBuf memory;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Channel channel;
    private int frame;

    NettySender(Load load) {
        this.load = load;
        addresses = load.addresses();
        memory = load.memory();
        channel = new Bootstrap()
                .group(group)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_SNDBUF, 4 << 20)
                .handler(new ChannelInboundHandlerAdapter())
                .bind(new InetSocketAddress("0.0.0.0", 0))
                .syncUninterruptibly()
                .channel();
    }

    @Override
    public int sendFrame() {
        int start = frame++ % Load.FRAMES * load.frameBytes();
        for (InetSocketAddress address : addresses) {
            for (int at = start; at < start + load.frameBytes(); at += load.bytes()) {
                write(new DatagramPacket(memory.retainedSlice(at, load.bytes()), address));
            }
        }
        channel.flush();
        return load.datagrams();
    }

    /** A failed write would be in the kernel's figures. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(DatagramPacket packet) {
        channel.write(packet, channel.voidPromise());
    }

    @Override
    public Executor thread() {
        return group.next();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        memory.release();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
