package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.TestBroker.MediaSent;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneProtectionTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress FAR = VirtualNetwork.address(10, 0, 0, 2, 4000);
    private static final InetSocketAddress NEAR = VirtualNetwork.address(10, 0, 0, 3, 4000);

    private final TestBroker broker = new TestBroker();
    private TestPeer camera = new TestPeer(broker, CAMERA);
    private TestPeer far = new TestPeer(broker, FAR);
    private TestPeer near = new TestPeer(broker, NEAR);
    private long alias;

    @BeforeEach
    void twoViewersOfACamera() {
        camera = camera.open();
        alias = camera.announce("cam");
        far = far.open();
        near = near.open();
        far.subscribe("cam");
        near.subscribe("cam");
        measure(far, 200);
        measure(near, 20);
        broker.advance(200 * MILLIS);
        lose(far, 100);
        lose(near, 100);
        broker.media.clear();
    }

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    /** A report, the broker's PING for it, and its answer so much later. */
    private void measure(TestPeer peer, long roundTripMillis) {
        for (int i = 0; i < 3; i++) {
            peer.report();
            List<Ping> pings = peer.receive(Ping.class);
            if (!pings.isEmpty()) {
                broker.advance(roundTripMillis * MILLIS);
                peer.send(new Pong(pings.getFirst().token()));
                return;
            }
            broker.advance(SECONDS);
        }
        throw new AssertionError("no PING");
    }

    /** Lane 8 lost so many of 1000. */
    private void lose(TestPeer peer, int lost) {
        received(peer, new LaneReport(alias, 8, 0, 0, 0, 0, 0));
        received(peer, new LaneReport(alias, 8, 1000, 1000 - lost, lost, 0, 0));
    }

    private void received(TestPeer peer, LaneReport report) {
        peer.receive();
        peer.send(new Report(
                broker.now, peer.nonce(), 0, 0, List.of(report), List.of(), List.of(), List.of(), List.of()));
    }

    private List<MediaSent> repairsTo(InetSocketAddress to) {
        return broker.mediaTo(to).stream().filter(LaneProtectionTest::isRepair).toList();
    }

    private static boolean isRepair(MediaSent sent) {
        return MediaHeader.type(Unpooled.wrappedBuffer(sent.bytes()), 0) == MediaHeader.TYPE_REPAIR;
    }

    @Test
    void onlyTheSubscriberWithoutTimeToAskGetsRepairRightBehindTheFrame() {
        camera.frame(alias, 1000, 0, 20, true);
        broker.advance(25 * MILLIS);
        assertEquals(5, repairsTo(FAR).size(), "10 % lost: 25 % of 20");
        assertEquals(List.of(), repairsTo(NEAR));
        List<MediaSent> all = broker.mediaTo(FAR);
        assertTrue(all.subList(0, 20).stream().noneMatch(LaneProtectionTest::isRepair));
        for (int row = 0; row < 5; row++) {
            ByteBuf repair = Unpooled.wrappedBuffer(repairsTo(FAR).get(row).bytes());
            assertNull(MediaHeader.check(repair, 0, repair.readableBytes()));
            assertEquals(row, RepairHeader.row(repair, 0));
            assertEquals(TestPeer.FRAGMENT_BYTES + RepairHeader.EXTRA_BYTES, repair.readableBytes());
        }
        assertEquals(5, broker.count(BrokerCounter.PROTECTION_SENT));
        assertEquals(
                5L * (TestPeer.FRAGMENT_BYTES + RepairHeader.EXTRA_BYTES),
                broker.count(BrokerCounter.PROTECTION_BYTES_SENT));
    }

    @Test
    void eachSubscriberGetsItsOwnAmountOfTheSameBytes() {
        near.ask(new Subscribe(near.requestId(), "cam", 30, 0));
        received(near, new LaneReport(alias, 8, 2000, 1900, 100, 0, 0));
        broker.media.clear();
        camera.frame(alias, 1000, 0, 20, true);
        broker.advance(25 * MILLIS);
        List<MediaSent> most = repairsTo(FAR);
        List<MediaSent> fewer = repairsTo(NEAR);
        assertEquals(5, most.size());
        assertEquals(3, fewer.size(), "5 % lost: 15 % of 20");
        for (int i = 0; i < fewer.size(); i++) {
            assertArrayEquals(most.get(i).bytes(), fewer.get(i).bytes());
        }
    }

    @Test
    void whatIsKeptForItCountsAsMemoryOfTheStream() {
        camera.frame(alias, 1000, 0, 20, true);
        broker.advance(25 * MILLIS);
        long first = ringBytes();
        long repairs = 5L * (TestPeer.FRAGMENT_BYTES + RepairHeader.EXTRA_BYTES);
        assertTrue(first > 20L * TestPeer.FRAGMENT_BYTES + repairs, first + " bytes");
        camera.frame(alias, 1020, 1, 20, false);
        broker.advance(25 * MILLIS);
        assertEquals(2 * first, ringBytes(), "as much again");
    }

    private long ringBytes() {
        return broker.core.snapshot(broker.now).streams().getFirst().ringBytes();
    }

    @Test
    void rowsAreSpreadOverTheBlocksOfALargeFrame() {
        camera.frame(alias, 1000, 0, 130, true);
        broker.advance(25 * MILLIS);
        int[] perBlock = new int[3];
        for (MediaSent sent : repairsTo(FAR)) {
            perBlock[RepairHeader.block(Unpooled.wrappedBuffer(sent.bytes()), 0)]++;
            assertTrue(sent.run() <= 8, "small batches");
        }
        assertEquals(33, perBlock[0] + perBlock[1] + perBlock[2]);
        for (int rows : perBlock) {
            assertEquals(11, rows);
        }
    }

    @Test
    void aFrameIsProtectedOnceItsLastFragmentCameHoweverLate() {
        for (int i = 0; i < 6; i++) {
            if (i != 2) {
                broker.receive(CAMERA, camera.media(alias, 1000 + i, 0, i, 6, true));
            }
        }
        broker.batchEnd();
        assertEquals(List.of(), repairsTo(FAR));
        camera.frame(alias, 1006, 1, 4, false);
        assertEquals(1, repairsTo(FAR).size(), "the next frame's");
        broker.receive(CAMERA, camera.media(alias, 1002, 0, 2, 6, true));
        broker.batchEnd();
        assertEquals(3, repairsTo(FAR).size());
        assertEquals(
                0,
                MediaHeader.frame(
                        Unpooled.wrappedBuffer(repairsTo(FAR).getLast().bytes()), 0));
    }

    @Test
    void whoIsPausedOrGoneGetsNone() {
        camera.reportFor(6 * SECONDS);
        broker.media.clear();
        camera.frame(alias, 1000, 0, 20, true);
        broker.advance(25 * MILLIS);
        assertEquals(List.of(), broker.mediaTo(FAR), "paused without a report");
        assertEquals(0, broker.count(BrokerCounter.PROTECTION_SENT));

        far.report();
        // The first report's proof is too old; its answer brings a new one.
        far.report();
        broker.advance(SECONDS);
        broker.media.clear();
        camera.frame(alias, 1020, 1, 20, false);
        broker.advance(25 * MILLIS);
        assertEquals(5, repairsTo(FAR).size(), "back again");
        far.ask(new Unsubscribe(far.requestId(), "cam"));
        broker.media.clear();
        camera.frame(alias, 1040, 2, 20, false);
        broker.advance(25 * MILLIS);
        assertEquals(List.of(), repairsTo(FAR));
    }

    @Test
    void aLargerBudgetEndsIt() {
        far.ask(new Subscribe(far.requestId(), "cam", 2000, 0));
        received(far, new LaneReport(alias, 8, 1001, 901, 100, 0, 0));
        broker.media.clear();
        camera.frame(alias, 1000, 0, 20, true);
        broker.advance(25 * MILLIS);
        assertEquals(List.of(), repairsTo(FAR));
    }

    @Test
    void whatTheProducerLosesIsRecoveredFromItsRepairAndNotAskedFor() {
        byte[][] frame = new byte[6][];
        for (int i = 0; i < 6; i++) {
            frame[i] = camera.media(alias, 1000 + i, 0, i, 6, true);
        }
        camera.receive();
        for (int i = 0; i < 6; i++) {
            if (i != 3) {
                broker.receive(CAMERA, frame[i]);
            }
        }
        for (byte[] repair : camera.repairs(frame, 1)) {
            broker.receive(CAMERA, repair);
        }
        broker.batchEnd();
        assertEquals(1, broker.count(BrokerCounter.RECOVERED_FROM_PRODUCER));
        assertEquals(0, broker.count(BrokerCounter.REPAIR_REFUSED));
        List<MediaSent> got = broker.mediaTo(NEAR);
        assertEquals(6, got.size());
        for (MediaSent sent : got) {
            int index = sent.sequence() - 1000;
            byte[] bare = Arrays.copyOf(frame[index], frame[index].length - MediaHeader.TRAILER_BYTES);
            assertArrayEquals(bare, sent.bytes());
        }
        broker.advance(100 * MILLIS);
        assertEquals(List.of(), camera.receive(Nack.class));
        camera.report(List.of(new LanePosition(alias, 8, 1006)), List.of());
        assertEquals(
                List.of(new LanePosition(alias, 8, 1006)),
                camera.receive(ReportAck.class).getFirst().contiguous());
    }

    @Test
    void repairThatIsForgedOrContradictsItsFrameIsCounted() {
        byte[][] frame = new byte[4][];
        for (int i = 0; i < 4; i++) {
            frame[i] = camera.media(alias, 1000 + i, 0, i, 4, true);
        }
        broker.receive(CAMERA, frame[0]);
        byte[] unsigned = camera.repairs(frame, 1).getFirst();
        unsigned[50] ^= 1;
        broker.receive(CAMERA, unsigned);
        assertEquals(1, broker.count(BrokerCounter.MEDIA_NOT_AUTHENTIC));
        byte[] repair = camera.repairs(frame, 1).getFirst();
        broker.receive(CAMERA, repair);
        broker.receive(CAMERA, camera.repairs(frame, 1).getFirst());
        assertEquals(1, broker.count(BrokerCounter.REPAIR_REFUSED), "the same row again");
        assertEquals(0, broker.count(BrokerCounter.RECOVERED_FROM_PRODUCER));
    }

    @Test
    void aSubscriberWithACapGetsItBehindWhatItIsGivenAndPaysForIt() {
        far.report(0, List.of(new StreamReport(alias, false, false, 100_000, 0, 0, 0)));
        camera.frame(alias, 1000, 0, 20, true);
        for (int i = 1; i <= 2; i++) {
            broker.advance(SECONDS);
            camera.report();
            far.report(0, List.of(new StreamReport(alias, false, false, 100_000 + i * 100_000, 300_000, 0, 0)));
        }
        broker.advance(SECONDS);
        broker.media.clear();
        camera.frame(alias, 1020, 1, 20, true);
        broker.advance(SECONDS);

        assertEquals(20, broker.count(BrokerCounter.MEDIA_APART_SENT));
        List<MediaSent> all = broker.mediaTo(FAR);
        assertEquals(25, all.size());
        assertTrue(all.subList(20, 25).stream().allMatch(LaneProtectionTest::isRepair));
        assertEquals(List.of(), repairsTo(NEAR));
    }
}
