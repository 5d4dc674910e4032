package io.framecast.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channel's only handler: datagrams in, failures counted. Nothing that a peer or the network does closes the channel. */
final class Inbound extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    /** asm-generic/errno: a UDP device or route that cannot do segmentation offload. */
    private static final int EIO = 5;

    /** One peer's trouble, or a moment's: EPERM (a firewall), EAGAIN, EMSGSIZE, ENOBUFS, ECONNREFUSED. */
    private static final Set<Integer> PASSING = Set.of(1, 11, 90, 105, 111);

    private final DatagramHandler handler;
    private final TransportCounters counters;
    private final TroubleLog troubles = new TroubleLog(LOG);
    private @Nullable UdpSocket socket;

    Inbound(DatagramHandler handler, TransportCounters counters) {
        this.handler = handler;
        this.counters = counters;
    }

    void onBound(UdpSocket bound) {
        socket = bound;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!(message instanceof DatagramPacket packet) || !packet.content().isReadable()) {
                counters.onEmpty();
                return;
            }
            handler.onDatagram(packet.content(), packet.sender(), System.nanoTime());
        } catch (RuntimeException e) {
            onHandlerError(e);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        try {
            handler.onBatchEnd(System.nanoTime());
        } catch (RuntimeException e) {
            onHandlerError(e);
        }
    }

    /** Both failed reads and, since writes have the void promise, failed writes. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException trouble)) {
            onHandlerError(cause);
            return;
        }
        int errno = trouble instanceof NativeIoException nativeTrouble ? -nativeTrouble.expectedErr() : 0;
        String text = String.valueOf(trouble.getMessage());
        if (text.startsWith("recv")) {
            counters.onReceiveError();
        } else {
            counters.onSendError();
        }
        if (errno == EIO && socket != null) {
            socket.giveUpSegments(trouble);
        } else if (!(trouble instanceof PortUnreachableException) && !PASSING.contains(errno)) {
            handler.onTrouble(trouble, System.nanoTime());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        handler.onClosed();
    }

    private void onHandlerError(Throwable error) {
        counters.onHandlerError();
        troubles.say(System.nanoTime(), "a datagram was not handled", error);
    }
}
