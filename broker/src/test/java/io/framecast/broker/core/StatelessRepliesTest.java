package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlType;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a spoofed datagram makes a broker send to the victim, one datagram at a time. */
class StatelessRepliesTest {

    private static final InetSocketAddress VICTIM = VirtualNetwork.address(203, 0, 113, 1, 4000);

    private final TestBroker broker = new TestBroker();

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    private static byte[] hello(List<Integer> versions, byte[] cookie, int noiseBytes) {
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(hello, versions, new byte[16], cookie, noiseBytes);
        return ByteBufUtil.getBytes(hello.writeZero(noiseBytes));
    }

    private static byte[] ofNoSession(int bytes) {
        ByteBuf packet = Unpooled.buffer();
        ControlHeader.write(packet, ControlType.PING, 7, 0);
        return ByteBufUtil.getBytes(packet.writeZero(bytes - ControlHeader.BYTES));
    }

    private int repliesTo(byte[] datagram) {
        broker.sent.clear();
        broker.receive(VICTIM, datagram);
        for (TestBroker.Sent reply : broker.sent) {
            assertEquals(VICTIM, reply.to());
            assertTrue(
                    reply.bytes().length < datagram.length,
                    reply.bytes().length + " bytes for " + datagram.length + ": " + Arrays.toString(reply.bytes()));
        }
        return broker.sent.size();
    }

    @Test
    void whoHasProvedNothingGetsOneReplyThatIsSmallerThanWhatItAnswers() {
        assertEquals(1, repliesTo(hello(List.of(1), new byte[0], 0)), "no cookie");
        assertEquals(1, repliesTo(hello(List.of(1), new byte[20], 100)), "a cookie that never was");
        assertEquals(1, repliesTo(hello(List.of(2, 3), new byte[0], 0)), "another version");
        assertEquals(1, repliesTo(ofNoSession(128)), "a session that is not here");
        assertEquals(1, repliesTo(ofNoSession(17)), "the smallest that leaves room for a smaller one");
        broker.advance(60 * TestBroker.SECONDS);
        assertEquals(5, broker.count(BrokerCounter.CONTROL_SENT), "nothing is repeated");
        assertEquals(0, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void whatIsTooSmallForASmallerReplyGetsNone() {
        assertEquals(0, repliesTo(ofNoSession(16)));
        byte[] whole = hello(List.of(1), new byte[0], 0);
        for (int bytes = 0; bytes < whole.length; bytes++) {
            assertEquals(0, repliesTo(Arrays.copyOf(whole, bytes)), bytes + " bytes of a HELLO");
        }
        assertEquals(1, repliesTo(whole));
    }
}
