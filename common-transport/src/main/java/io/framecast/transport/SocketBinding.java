package io.framecast.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and binds the channel of a {@link NettyUdpSocket}: options asked for, read back, and said where they fall short. */
final class SocketBinding {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    /** The largest merged (GRO) message. One a system call: Netty 4.2.18's recvmmsg does not say where its datagrams end. */
    private static final int MERGED_BYTES = 65_536;

    /** The largest datagram read without GRO: a jumbo frame. */
    private static final int SINGLE_BYTES = 9216;

    private static final int SINGLE_MESSAGES = 16;

    /** Datagrams handed over before the loop turns to its tasks and writes. */
    private static final int MESSAGES_PER_READ = 256;

    /** linux/in.h, linux/in6.h. PROBE sets DF and ignores what ICMP says about the path, which can be forged. */
    private static final ChannelOption<Integer> IP_MTU_DISCOVER =
            new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

    private static final ChannelOption<Integer> IPV6_MTU_DISCOVER =
            new IntegerUnixChannelOption("IPV6_MTU_DISCOVER", 41, 23);

    static final int PMTUDISC_PROBE = 3;

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private SocketBinding() {}

    static CompletableFuture<UdpSocket> bind(
            TransportLoop loop, InetSocketAddress local, SocketBuffers buffers, DatagramHandler handler) {
        CompletableFuture<UdpSocket> bound = new CompletableFuture<>();
        TransportCounters counters = new TransportCounters();
        Inbound inbound = new Inbound(new Delivery(handler, counters));
        boolean v4 = local.getAddress() instanceof Inet4Address;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.netty())
                .channelFactory(() -> channel(loop.kind(), v4))
                .handler(inbound)
                .option(ChannelOption.ALLOCATOR, loop.allocator())
                .option(ChannelOption.SO_RCVBUF, buffers.receiveBytes())
                .option(ChannelOption.SO_SNDBUF, buffers.sendBytes())
                .option(ChannelOption.SO_BROADCAST, false)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(NettyUdpSocket.HIGH_WATER_BYTES / 2, NettyUdpSocket.HIGH_WATER_BYTES));
        readInBatches(bootstrap, loop.kind());
        onDone(bootstrap.bind(local), future -> {
            Throwable cause = future.cause();
            if (cause != null) {
                bound.completeExceptionally(bindFailure(cause));
                return;
            }
            Channel channel = future.channel();
            loop.channels().add(channel);
            dontFragment(channel, loop.kind(), v4);
            int receiveBytes = reported(channel, ChannelOption.SO_RCVBUF, loop.kind());
            sayShortage(buffers, receiveBytes, reported(channel, ChannelOption.SO_SNDBUF, loop.kind()));
            NettyUdpSocket socket = new NettyUdpSocket(channel, loop, counters, receiveBytes);
            inbound.onBound(socket);
            bound.complete(socket);
        });
        return bound;
    }

    /** Each shortage is said once. */
    static void sayShortage(SocketBuffers buffers, int receiveReported, int sendReported) {
        buffers.shortage(receiveReported, sendReported).filter(SAID::add).ifPresent(LOG::warn);
    }

    private static Channel channel(TransportKind kind, boolean v4) {
        SocketProtocolFamily family = v4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return kind.epoll() ? new EpollDatagramChannel(family) : new NioDatagramChannel(family);
    }

    /** An allocator given by hand reads one message per wake-up unless it is told how many. */
    private static void readInBatches(Bootstrap bootstrap, TransportKind kind) {
        int buffer = switch (kind) {
            case SEGMENTED -> MERGED_BYTES;
            case BATCHED -> SINGLE_BYTES * SINGLE_MESSAGES;
            case NIO -> SINGLE_BYTES;
            case NATIVE -> throw new IllegalStateException("its sockets are no channels");
        };
        bootstrap.option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(buffer).maxMessagesPerRead(MESSAGES_PER_READ));
        if (kind == TransportKind.SEGMENTED) {
            bootstrap.option(EpollChannelOption.UDP_GRO, true);
        } else if (kind == TransportKind.BATCHED) {
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, SINGLE_BYTES);
        }
    }

    private static void dontFragment(Channel channel, TransportKind kind, boolean v4) {
        try {
            if (!kind.epoll()) {
                channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.IP_DONTFRAGMENT), true);
                return;
            }
            channel.config().setOption(IP_MTU_DISCOVER, PMTUDISC_PROBE);
            if (!v4) {
                channel.config().setOption(IPV6_MTU_DISCOVER, PMTUDISC_PROBE);
            }
        } catch (ChannelException | UnsupportedOperationException e) {
            LOG.debug("datagrams go without the don't-fragment bit: {}", e.toString());
        }
    }

    /** Linux reports twice what it granted, to count its own overhead; the JDK halves that again. */
    private static int reported(Channel channel, ChannelOption<Integer> buffer, TransportKind kind) {
        int bytes = channel.config().getOption(buffer);
        return SocketBuffers.LINUX && !kind.epoll() ? 2 * bytes : bytes;
    }

    static IOException bindFailure(Throwable cause) {
        String text = Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
        // Epoll's errors are numbers with a text; both kinds of channel become the JDK's own exception here.
        if (cause instanceof BindException bind) {
            return bind;
        }
        if (text.contains("in use") || text.contains("annot assign") || text.contains("ermission denied")) {
            BindException bind = new BindException(text);
            bind.initCause(cause);
            return bind;
        }
        return cause instanceof IOException io ? io : new IOException(text, cause);
    }

    @FunctionalInterface
    private interface Done {
        void accept(ChannelFuture future);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void onDone(ChannelFuture future, Done done) {
        future.addListener(ignored -> done.accept(future));
    }
}
