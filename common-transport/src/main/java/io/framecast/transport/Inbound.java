package io.framecast.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.PortUnreachableException;
import org.jspecify.annotations.Nullable;

/** The channel's only handler: datagrams in, failures counted. Nothing that a peer or the network does closes the channel. */
final class Inbound extends ChannelInboundHandlerAdapter {
    private final Delivery delivery;
    private @Nullable NettyUdpSocket socket;

    Inbound(Delivery delivery) {
        this.delivery = delivery;
    }

    void onBound(NettyUdpSocket bound) {
        socket = bound;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!(message instanceof DatagramPacket packet) || !packet.content().isReadable()) {
                delivery.counters().onEmpty();
                return;
            }
            delivery.onDatagram(packet.content(), packet.sender(), System.nanoTime());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        delivery.onBatchEnd();
    }

    /** Both failed reads and, since writes have the void promise, failed writes. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException trouble)) {
            delivery.onHandlerError(cause);
            return;
        }
        int errno = trouble instanceof NativeIoException nativeTrouble ? -nativeTrouble.expectedErr() : 0;
        String text = String.valueOf(trouble.getMessage());
        if (text.startsWith("recv")) {
            delivery.counters().onReceiveError();
        } else {
            delivery.counters().onSendError();
        }
        if (errno == Syscalls.EIO && socket != null) {
            socket.giveUpSegments(text);
        } else if (!(trouble instanceof PortUnreachableException)) {
            delivery.onTrouble(errno, text);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        delivery.onClosed();
    }
}
