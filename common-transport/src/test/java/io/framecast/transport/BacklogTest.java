package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** What happens when the OS takes no more, which loopback never says. */
class BacklogTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

    private static final class Bound extends EmbeddedChannel {
        @Override
        protected SocketAddress localAddress0() {
            return PEER;
        }
    }

    @Test
    void mediaIsDroppedAndCountedInsteadOfQueued() {
        try (TransportLoop loop = TransportLoop.open("test", TransportKind.NIO)) {
            EmbeddedChannel channel = new Bound();
            UdpSocket socket = new NettyUdpSocket(channel, loop, new TransportCounters(), 0);
            ByteBuf memory = Unpooled.directBuffer().writeZero(10 * 1200);
            channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

            socket.sendSegments(PEER, memory, 0, 10 * 1200 - 1, 1200);
            socket.send(PEER, Unpooled.wrappedBuffer(new byte[] {1}));
            assertEquals(11, socket.counters().droppedDatagrams());
            assertEquals(1, memory.refCnt());

            channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
            socket.sendSegments(PEER, memory, 0, 10 * 1200 - 1, 1200);
            socket.flush();
            assertEquals(11, socket.counters().droppedDatagrams());
            assertEquals(10, channel.outboundMessages().size());
            channel.finishAndReleaseAll();
            assertTrue(memory.release());
        }
    }
}
