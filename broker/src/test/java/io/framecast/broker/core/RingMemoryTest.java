package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerSnapshot.StreamSnapshot;
import io.framecast.protocol.wire.ControlPacket.AnnounceOk;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Producers that are let in and mean harm: their datagrams claim frames of any size, in any lane, of any number of streams. */
class RingMemoryTest {

    private static final InetSocketAddress VIEWER = VirtualNetwork.address(10, 0, 0, 9, 4000);
    private static final long STREAM_BYTES = 100_000;
    private static final long ALL_BYTES = 250_000;
    /** 90 000 bytes and what a frame costs beside. */
    private static final int CLAIMED = 150;

    private final TestBroker broker = new TestBroker(
            BrokerLimits.DEFAULTS.withRingBytes(ALL_BYTES, STREAM_BYTES),
            (from, proof, hash, token, at) -> TestBroker.EVERYTHING);

    private TestPeer producer(int host) {
        return new TestPeer(broker, VirtualNetwork.address(10, 0, 0, host, 4000)).open();
    }

    private long held() {
        return broker.core.snapshot(broker.now).streams().stream()
                .mapToLong(StreamSnapshot::ringBytes)
                .sum();
    }

    private void claim(TestPeer hostile, long alias, int lane, int frame, int fragments) {
        broker.receive(
                hostile.address,
                hostile.datagram(alias, lane, 0, 1, 1000 + frame * 30_000, frame, 0, fragments, frame * 33_333L));
        broker.batchEnd();
    }

    @Test
    void lanesThatClaimAFrameEachTakeNoMoreThanTheirStreamMay() {
        TestPeer hostile = producer(1);
        int[] lanes = IntStream.range(0, 16).map(lane -> lane << 3).toArray();
        long alias = ((AnnounceOk) hostile.ask(TestPeer.announcement(1, "a", 1, lanes))).alias();
        for (int frame = 0; frame < 4; frame++) {
            for (int lane : lanes) {
                claim(hostile, alias, lane, frame, CLAIMED);
                assertTrue(held() <= STREAM_BYTES, held() + " bytes");
            }
        }
        assertTrue(held() > STREAM_BYTES / 2, "one of them fits");
        assertEquals(0, broker.count(BrokerCounter.LIMIT_RING_MEMORY), "others are not concerned");
        broker.close();
    }

    @Test
    void streamsThatFitTogetherLoseNothingAndOneMoreTakesItFromTheLargest() {
        TestPeer honest = producer(1);
        long alias = honest.announce("honest");
        honest.frame(alias, 1000, 0, 30, true);
        TestPeer hostile = producer(2);
        for (int i = 0; i < 2; i++) {
            claim(hostile, hostile.announce("large" + i), 8, 0, CLAIMED);
        }
        assertTrue(held() > 190_000 && held() <= ALL_BYTES, held() + " bytes");
        assertEquals(0, broker.count(BrokerCounter.LIMIT_RING_MEMORY));

        for (int i = 2; i < 10; i++) {
            claim(hostile, hostile.announce("large" + i), 8, 0, CLAIMED);
            assertTrue(held() <= ALL_BYTES, held() + " bytes");
        }
        assertEquals(8, broker.count(BrokerCounter.LIMIT_RING_MEMORY));
        new TestPeer(broker, VIEWER).open().subscribe("honest");
        broker.advance(100 * MILLIS);
        assertEquals(30, broker.mediaTo(VIEWER).size(), "the small stream has its whole frame");
        broker.close();
    }

    @Test
    void repairOfFramesThatNeverComeCountsAndIsLetGoOf() {
        TestPeer hostile = producer(1);
        long alias = hostile.announce("a");
        for (int frame = 0; frame < 40; frame++) {
            byte[][] datagrams = new byte[10][];
            for (int i = 0; i < 10; i++) {
                datagrams[i] = hostile.media(alias, 1000 + 10 * frame + i, frame, i, 10, false);
            }
            for (byte[] repair : hostile.repairs(datagrams, 8)) {
                broker.receive(hostile.address, repair);
            }
            assertTrue(held() <= STREAM_BYTES, held() + " bytes");
        }
        assertTrue(held() > 0, "symbols of the last ones are kept");
        claim(hostile, alias, 8, 100, CLAIMED);
        assertTrue(held() >= CLAIMED * TestPeer.FRAGMENT_BYTES && held() <= STREAM_BYTES, held() + " bytes");
        broker.close();
    }

    @Test
    void aFrameOfSixteenMebibytesIsTakenAndNotOneFragmentMore() {
        try (TestBroker usual = new TestBroker()) {
            TestPeer camera = new TestPeer(usual, VIEWER).open();
            long alias = camera.announce("cam");
            int most = BrokerLimits.DEFAULTS.frameBytes() / TestPeer.FRAGMENT_BYTES;
            usual.receive(VIEWER, camera.media(alias, 1000, 0, 0, most, true));
            assertEquals(0, usual.count(BrokerCounter.LIMIT_FRAME));
            usual.receive(VIEWER, camera.media(alias, 100_000, 1, 0, most + 1, true));
            assertEquals(1, usual.count(BrokerCounter.LIMIT_FRAME));
        }
    }
}
