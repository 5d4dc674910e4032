package io.framecast.broker.core;

import io.framecast.protocol.wire.Handshake;
import io.framecast.protocol.wire.HandshakeCodec;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * What is said to peers that have proved nothing: one datagram for one, always a smaller one (invariants 1 and 2), and per prefix no more
 * than its share, so that a flood of spoofed sources is not mirrored onto one network.
 */
final class StatelessReplies {

    private static final int USUAL_BYTES = 256;

    private final Context context;
    private final PrefixSketch shares;

    StatelessReplies(Context context, long nowNanos) {
        this.context = context;
        int perSecond = context.limits.repliesPerSecondPerPrefix();
        shares = new PrefixSketch(
                perSecond, perSecond, new long[] {context.randomLong(), context.randomLong()}, nowNanos);
    }

    /**
     * @param bytesReceived of the datagram that is answered
     * @return whether the reply was sent
     */
    boolean send(
            Handshake reply,
            InetSocketAddress to,
            int bytesReceived,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        if (!SourceAddress.loopback(to) && !shares.admits(SourceAddress.prefix(to), nowNanos)) {
            context.count(BrokerCounter.REPLIES_LIMITED);
            return false;
        }
        ByteBuf datagram = context.allocator.buffer(USUAL_BYTES);
        HandshakeCodec.encode(reply, datagram);
        // One of the same size could be answered by another broker, and so on for ever.
        if (datagram.readableBytes() >= bytesReceived) {
            datagram.release();
            return false;
        }
        context.count(BrokerCounter.CONTROL_SENT);
        context.count(BrokerCounter.CONTROL_BYTES_SENT, datagram.readableBytes());
        out.accept(new BrokerAction.Send(to, datagram));
        return true;
    }
}
