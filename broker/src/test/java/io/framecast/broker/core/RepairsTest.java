package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.TestBroker.MediaSent;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairsTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress VIEWER = VirtualNetwork.address(10, 0, 0, 2, 4000);

    private final TestBroker broker = new TestBroker();
    private TestPeer camera = new TestPeer(broker, CAMERA);
    private TestPeer viewer = new TestPeer(broker, VIEWER);
    private long alias;

    @BeforeEach
    void aViewerOfACamera() {
        camera = camera.open();
        alias = camera.announce("cam");
        viewer = viewer.open();
        viewer.subscribe("cam");
        broker.advance(200 * MILLIS);
    }

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    @Test
    void aNackIsServedWithTheSameBytesInOneRun() {
        camera.frame(alias, 1000, 0, 10, true);
        List<MediaSent> originals = broker.mediaTo(VIEWER);
        broker.media.clear();
        viewer.nack(alias, 8, 1003, 4);

        List<MediaSent> repairs = broker.mediaTo(VIEWER);
        assertEquals(4, repairs.size());
        assertEquals(4, repairs.getFirst().run());
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(originals.get(3 + i).bytes(), repairs.get(i).bytes());
        }
    }

    @Test
    void aRepeatWithinARoundTripIsIgnoredAndANinthOneToo() {
        camera.frame(alias, 1000, 0, 10, true);
        broker.media.clear();
        viewer.nack(alias, 8, 1003, 1);
        viewer.nack(alias, 8, 1003, 1);
        assertEquals(1, broker.mediaTo(VIEWER).size());
        for (int i = 0; i < 10; i++) {
            broker.advance(20 * MILLIS);
            viewer.nack(alias, 8, 1003, 1);
        }

        assertEquals(8, broker.mediaTo(VIEWER).size());
        assertEquals(4, broker.count(BrokerCounter.REPAIRS_REPEATED));
    }

    @Test
    void aQuestionSoonerThanTheLeastRoundTripAfterSendingIsNotAnswered() {
        viewer.report();
        Ping ping = viewer.receive(Ping.class).getFirst();
        broker.advance(40 * MILLIS);
        viewer.send(new Pong(ping.token()));
        int sequence = camera.frame(alias, 1000, 0, 4, true);
        broker.advance(20 * MILLIS);
        camera.frame(alias, sequence, 1, 4, false);
        broker.media.clear();
        broker.advance(19 * MILLIS);
        viewer.nack(alias, 8, 1000, 8);
        assertEquals(List.of(), broker.mediaTo(VIEWER));
        broker.advance(MILLIS);
        viewer.nack(alias, 8, 1000, 8);
        assertEquals(
                List.of(1000, 1001, 1002, 1003),
                broker.mediaTo(VIEWER).stream().map(MediaSent::sequence).toList());
        broker.advance(20 * MILLIS);
        viewer.nack(alias, 8, 1004, 4);

        assertEquals(1007, broker.mediaTo(VIEWER).getLast().sequence());
    }

    @Test
    void aSubscriberCannotHaveMoreRepairsThanItsBudget() {
        int sequence = 1000;
        for (int frame = 0; frame < 20; frame++) {
            sequence = camera.frame(alias, sequence, frame, 50, frame == 0);
        }
        broker.advance(30 * MILLIS);
        broker.media.clear();
        viewer.nack(alias, 8, 1000, 1000);
        broker.advance(SECONDS);

        long bytes = broker.mediaTo(VIEWER).stream()
                .mapToLong(one -> one.bytes().length)
                .sum();
        assertTrue(bytes > 255_000 && bytes <= 256_000, bytes + " bytes");
        assertEquals(1000 - broker.mediaTo(VIEWER).size(), broker.count(BrokerCounter.REPAIRS_LIMITED));
    }

    @Test
    void sixteenLeaveAtOnceAndTheOthersAtAPaceThatABufferTakes() {
        camera.frame(alias, 1000, 0, 150, true);
        broker.advance(100 * MILLIS);
        broker.media.clear();
        long asked = broker.now;
        viewer.nack(alias, 8, 1000, 150);
        assertEquals(16, broker.mediaTo(VIEWER).size());
        for (int i = 0; i < 12; i++) {
            broker.advance(5 * MILLIS);
            viewer.nack(alias, 8, 1149, 1);
        }
        broker.advance(100 * MILLIS);

        List<MediaSent> repairs = broker.mediaTo(VIEWER);
        assertEquals(
                IntStream.range(1000, 1150).boxed().toList(),
                repairs.stream().map(MediaSent::sequence).toList(),
                "each once, in order, though the last was asked for again while it waited");
        for (int i = 0; i < 150; i++) {
            long millis = (repairs.get(i).atNanos() - asked) / MILLIS;
            assertTrue(millis >= (i - 16) / 2 && millis <= 4 + i / 2, i + " after " + millis + " ms");
        }
    }

    @Test
    void whatWaitsToBeSentAgainIsNotSentToWhoHasLeft() {
        camera.frame(alias, 1000, 0, 150, true);
        broker.advance(100 * MILLIS);
        broker.media.clear();
        viewer.nack(alias, 8, 1000, 150);
        viewer.ask(new Unsubscribe(viewer.requestId(), "cam"));
        broker.advance(SECONDS);

        assertEquals(16, broker.mediaTo(VIEWER).size());
    }

    @Test
    void whatAJoinerHasNotBeenSentYetIsNotRepaired() {
        camera.frame(alias, 1000, 0, 200, true);
        TestPeer joiner = new TestPeer(broker, VirtualNetwork.address(10, 0, 0, 3, 4000)).open();
        joiner.subscribe("cam");
        broker.advance(2 * MILLIS);
        int sent = broker.mediaTo(joiner.address).size();
        assertTrue(sent > 0 && sent < 200, sent + " datagrams");
        joiner.nack(alias, 8, 1000 + 199, 1);
        assertEquals(0, broker.count(BrokerCounter.REPAIRS_SENT));
        joiner.nack(alias, 8, 1000, 1);
        assertEquals(1, broker.count(BrokerCounter.REPAIRS_SENT));
    }

    @Test
    void whoIsNotSubscribedGetsNoRepair() {
        camera.frame(alias, 1000, 0, 10, true);
        TestPeer stranger = new TestPeer(broker, VirtualNetwork.address(10, 0, 0, 3, 4000)).open();
        stranger.nack(alias, 8, 1003, 1);

        assertEquals(List.of(), broker.mediaTo(stranger.address));
    }

    @Test
    void theProducerIsAskedForWhatIsMissingAndTheAnswerGoesToEverybody() {
        for (int i : new int[] {0, 1, 4, 5}) {
            broker.receive(CAMERA, camera.media(alias, 1000 + i, 0, i, 6, true));
        }
        broker.batchEnd();
        broker.advance(4 * MILLIS);
        assertEquals(List.of(), camera.receive(Nack.class));
        broker.advance(MILLIS);
        assertEquals(List.of(new Nack(alias, 8, List.of(new SequenceRange(1002, 2)))), camera.receive(Nack.class));

        viewer.nack(alias, 8, 1002, 2);
        assertEquals(List.of(), viewer.receive(Drop.class), "it is still on its way");
        broker.receive(CAMERA, camera.media(alias, 1002, 0, 2, 6, true));
        assertEquals(1002, broker.mediaTo(VIEWER).getLast().sequence());
    }

    @Test
    void whatTheProducerCannotGiveIsDroppedForTheSubscriber() {
        for (int i : new int[] {0, 1, 4, 5}) {
            broker.receive(CAMERA, camera.media(alias, 1000 + i, 0, i, 6, true));
        }
        broker.batchEnd();
        camera.send(new Drop(alias, 8, new SequenceRange(1002, 2), DropReason.RING_MISS, 0));
        viewer.receive();
        viewer.nack(alias, 8, 1002, 2);

        assertEquals(
                List.of(new Drop(alias, 8, new SequenceRange(1002, 2), DropReason.SOURCE_LOSS, 0)),
                viewer.receive(Drop.class));
        camera.report(List.of(new LanePosition(alias, 8, 1006)), List.of());
        assertEquals(
                List.of(new LanePosition(alias, 8, 1006)),
                camera.receive(ReportAck.class).getFirst().contiguous());
    }

    @Test
    void aLostTailIsNoticedByTheProducersReport() {
        camera.frame(alias, 1000, 0, 3, true);
        camera.report(List.of(new LanePosition(alias, 8, 1005)), List.of());
        assertEquals(
                List.of(new LanePosition(alias, 8, 1003)),
                camera.receive(ReportAck.class).getFirst().contiguous());
        broker.advance(10 * MILLIS);

        assertEquals(List.of(new Nack(alias, 8, List.of(new SequenceRange(1003, 2)))), camera.receive(Nack.class));
    }

    @Test
    void whatHasLeftTheRingIsDropped() {
        int sequence = 1000;
        for (int frame = 0; frame < 30; frame++) {
            for (int i = 0; i < 3; i++) {
                broker.receive(
                        CAMERA, camera.media(alias, 1, sequence + i, frame, i, 3, frame % 5 == 0, frame * 500_000L));
            }
            sequence += 3;
            broker.batchEnd();
            broker.advance(500 * MILLIS);
            camera.report();
            viewer.report();
        }
        viewer.receive();
        viewer.nack(alias, 8, 1000, 3);

        assertEquals(
                List.of(new Drop(alias, 8, new SequenceRange(1000, 3), DropReason.RING_MISS, 0)),
                viewer.receive(Drop.class));
        long ring = broker.core.snapshot(broker.now).streams().getFirst().ringBytes();
        assertTrue(ring < 12 * 3 * 900, "what is kept is bounded by time too: " + ring + " bytes");
        broker.advance(SECONDS);
    }
}
