package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.TestBroker.MediaSent;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FanOutTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress FIRST = VirtualNetwork.address(10, 0, 0, 2, 4000);
    private static final InetSocketAddress SECOND = VirtualNetwork.address(10, 0, 0, 3, 4000);

    private final TestBroker broker = new TestBroker();
    private TestPeer camera = new TestPeer(broker, CAMERA);
    private TestPeer first = new TestPeer(broker, FIRST);
    private TestPeer second = new TestPeer(broker, SECOND);
    private long alias;

    @BeforeEach
    void twoViewersOfOneCamera() {
        camera = camera.open();
        alias = camera.announce("cam");
        first = first.open();
        second = second.open();
        first.subscribe("cam");
        second.subscribe("cam");
        broker.advance(SECONDS);
    }

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    @Test
    void everySubscriberGetsTheProducersBytesWithoutTheTrailer() {
        byte[] datagram = camera.media(alias, 1000, 0, 0, 2, true);
        broker.receive(CAMERA, datagram);
        broker.batchEnd();

        byte[] bare = Arrays.copyOf(datagram, datagram.length - MediaHeader.TRAILER_BYTES);
        assertArrayEquals(bare, broker.mediaTo(FIRST).getFirst().bytes());
        assertArrayEquals(bare, broker.mediaTo(SECOND).getFirst().bytes());
        assertEquals(2, broker.media.size());
        assertEquals(2, broker.count(BrokerCounter.MEDIA_SENT));
    }

    @Test
    void aLargeFrameLeavesInChunksWithinTheTimeThatAFrameTakes() {
        camera.frame(alias, 1000, 0, 90, true);
        assertEquals(16, broker.mediaTo(FIRST).size());
        assertEquals(16, broker.mediaTo(FIRST).getFirst().run());
        assertEquals(List.of(), broker.paddingTo(FIRST));
        long begun = broker.now;
        broker.advance(100 * MILLIS);

        List<MediaSent> sent = broker.mediaTo(FIRST);
        assertEquals(
                IntStream.range(1000, 1090).boxed().toList(),
                sent.stream().map(MediaSent::sequence).toList());
        assertEquals(sent.size(), broker.mediaTo(SECOND).size());
        assertEquals(
                List.of(16, 8, 2), sent.stream().map(MediaSent::run).distinct().toList());
        assertTrue(sent.getLast().atNanos() - begun <= 25 * MILLIS);
        assertEquals(1089, broker.paddingTo(FIRST).getFirst().sequence(), "not before the last of them has left");
    }

    @Test
    void theLastFramesOfAStreamThatEndsAreNotHeldBack() {
        camera.frame(alias, 1000, 0, 90, true);
        camera.ask(new End(7, alias, EndReason.ENDED));

        assertEquals(90, broker.mediaTo(FIRST).size());
    }

    @Test
    void aShellThatMarksNoBatchIsServedByTheDeadline() {
        broker.receive(CAMERA, camera.media(alias, 1000, 0, 0, 1, true));
        assertEquals(List.of(), broker.media);
        assertTrue(broker.core.deadlineNanos() <= broker.now);
        broker.core.onTimeout(broker.now, broker.out());

        assertEquals(2, broker.media.size());
    }

    @Test
    void whatComesOutOfOrderInOneBatchGoesOutInOrder() {
        for (int i : new int[] {2, 0, 3, 1}) {
            broker.receive(CAMERA, camera.media(alias, 1000 + i, 0, i, 4, true));
        }
        broker.batchEnd();

        assertEquals(
                List.of(1000, 1001, 1002, 1003),
                broker.mediaTo(FIRST).stream().map(MediaSent::sequence).toList());
    }

    @Test
    void whatComesLateGoesToTheWholeLaneAtOnce() {
        broker.receive(CAMERA, camera.media(alias, 1000, 0, 0, 3, true));
        broker.receive(CAMERA, camera.media(alias, 1002, 0, 2, 3, true));
        broker.batchEnd();
        broker.receive(CAMERA, camera.media(alias, 1001, 0, 1, 3, true));

        assertEquals(
                List.of(1000, 1002, 1001),
                broker.mediaTo(FIRST).stream().map(MediaSent::sequence).toList());
        assertEquals(3, broker.mediaTo(SECOND).size());
        assertEquals(1, broker.count(BrokerCounter.MEDIA_REPAIRED));
    }

    @Test
    void aDuplicateIsSentOnce() {
        broker.receive(CAMERA, camera.media(alias, 1000, 0, 0, 1, true));
        broker.receive(CAMERA, camera.media(alias, 1000, 0, 0, 1, true));
        broker.batchEnd();

        assertEquals(1, broker.mediaTo(FIRST).size());
        assertEquals(1, broker.count(BrokerCounter.MEDIA_DUPLICATE));
    }

    @Test
    void aForgedReplayedOrCorruptedDatagramGoesNowhere() {
        byte[] datagram = camera.media(alias, 1000, 0, 0, 2, true);
        byte[] corrupt = datagram.clone();
        corrupt[50] ^= 1;
        broker.receive(CAMERA, corrupt);
        byte[] otherSession = second.media(alias, 1000, 0, 0, 2, true);
        broker.receive(CAMERA, otherSession);
        broker.receive(CAMERA, datagram);
        broker.receive(CAMERA, datagram);
        broker.receive(CAMERA, Arrays.copyOf(datagram, datagram.length - MediaHeader.TRAILER_BYTES));
        broker.batchEnd();

        assertEquals(1, broker.mediaTo(FIRST).size());
        assertEquals(4, broker.count(BrokerCounter.MEDIA_NOT_AUTHENTIC));
    }

    @Test
    void anUnsubscribedViewerGetsNotOneMoreDatagramOnceItIsAnswered() {
        camera.frame(alias, 1000, 0, 3, true);
        broker.receive(CAMERA, camera.media(alias, 1003, 1, 0, 1, false));
        assertEquals(new End(9, alias, EndReason.UNSUBSCRIBED), first.ask(new Unsubscribe(9, "cam")));
        broker.batchEnd();
        camera.frame(alias, 1004, 2, 3, true);
        broker.advance(SECONDS);

        assertEquals(3, broker.mediaTo(FIRST).size());
        assertEquals(7, broker.mediaTo(SECOND).size());
        assertEquals(new End(10, 0, EndReason.UNSUBSCRIBED), first.ask(new Unsubscribe(10, "cam")));
    }

    @Test
    void anIdleLaneSaysTwiceWhereItStands() {
        camera.frame(alias, 1000, 0, 3, true);
        broker.advance(19 * MILLIS);
        assertEquals(List.of(), broker.paddingTo(FIRST));
        broker.advance(MILLIS);
        assertEquals(1, broker.paddingTo(FIRST).size());
        broker.advance(80 * MILLIS);
        assertEquals(2, broker.paddingTo(FIRST).size());
        camera.reportFor(2 * SECONDS);

        MediaSent padding = broker.paddingTo(FIRST).getFirst();
        assertEquals(2, broker.paddingTo(FIRST).size());
        assertEquals(1002, padding.sequence());
        assertEquals(MediaHeader.BYTES, padding.bytes().length);
        assertEquals(8, MediaHeader.lane(Unpooled.wrappedBuffer(padding.bytes()), 0));
    }

    @Test
    void aProducerOverItsBitRateLosesWhatIsTooMuch() {
        broker.close();
        TestBroker small = new TestBroker(
                BrokerLimits.DEFAULTS.withBitsPerSecondPerStream(8 * 6_000),
                (from, proof, hash, token, at) -> TestBroker.EVERYTHING);
        TestPeer fast = new TestPeer(small, CAMERA).open();
        long fastAlias = fast.announce("cam");
        fast.frame(fastAlias, 1000, 0, 20, true);

        assertEquals(10, small.count(BrokerCounter.MEDIA_RECEIVED));
        assertEquals(10, small.count(BrokerCounter.LIMIT_BITRATE));
        small.close();
    }
}
