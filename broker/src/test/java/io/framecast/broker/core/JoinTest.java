package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerSnapshot.StreamSnapshot;
import io.framecast.broker.core.TestBroker.MediaSent;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoinTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress VIEWER = VirtualNetwork.address(10, 0, 0, 2, 4000);

    private final TestBroker broker = new TestBroker();
    private TestPeer camera = new TestPeer(broker, CAMERA);
    private TestPeer viewer = new TestPeer(broker, VIEWER);
    private long alias;

    @BeforeEach
    void aCamera() {
        camera = camera.open();
        alias = camera.announce("cam");
        viewer = viewer.open();
    }

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    private StreamInfo join() {
        return live(viewer.subscribe("cam"));
    }

    private static StreamInfo live(SubscribeOk answer) {
        StreamInfo stream = answer.stream();
        if (stream == null) {
            throw new AssertionError(answer.producerId() + " is not live");
        }
        return stream;
    }

    private List<Integer> received() {
        return broker.mediaTo(VIEWER).stream().map(MediaSent::sequence).toList();
    }

    @Test
    void aSubscriptionToAnIdThatIsNotLiveWaits() {
        assertNull(viewer.subscribe("other").stream());
        assertEquals(1, broker.core.snapshot(broker.now).waiting());
    }

    @Test
    void aJoinerStartsAtTheNewestKeyFrameAndGoesOverIntoTheTable() {
        int sequence = camera.frame(alias, 1000, 0, 4, true);
        sequence = camera.frame(alias, sequence, 1, 4, false);
        sequence = camera.frame(alias, sequence, 2, 4, true);
        sequence = camera.frame(alias, sequence, 3, 4, false);
        StreamInfo stream = join();
        assertEquals(new LaneStart(8, 1008, 2), stream.lanes().get(1));
        assertEquals(List.of(), received(), "the answer goes first");
        broker.batchEnd();
        sequence = camera.frame(alias, sequence, 4, 4, false);
        broker.advance(10 * MILLIS);
        camera.frame(alias, sequence, 5, 4, false);

        assertEquals(IntStream.range(1008, 1024).boxed().toList(), received());
    }

    @Test
    void theCatalogIsSentFirst() {
        broker.receive(CAMERA, camera.media(alias, 0, 1000, 0, 0, 1, true, 0));
        camera.frame(alias, 1000, 0, 30, true);
        join();
        broker.batchEnd();

        assertEquals(1000, received().getFirst());
        assertEquals(132, broker.mediaTo(VIEWER).getFirst().bytes().length);
    }

    @Test
    void whatIsCachedIsSentAtABoundedPace() {
        int sequence = camera.frame(alias, 1000, 0, 100, true);
        for (int frame = 1; frame < 10; frame++) {
            broker.advance(33 * MILLIS);
            sequence = camera.frame(alias, sequence, frame, 10, false);
        }
        long begun = broker.now;
        join();
        broker.batchEnd();
        int burst = received().size();
        broker.advance(SECONDS);

        assertTrue(burst <= 40, "burst of " + burst);
        assertEquals(190, received().size());
        long tookMillis = (broker.mediaTo(VIEWER).getLast().atNanos() - begun) / MILLIS;
        assertTrue(tookMillis > 40 && tookMillis < 150, "took " + tookMillis + " ms");
    }

    @Test
    void theSameRequestAgainGetsTheSameStartsAndNoSecondCopy() {
        camera.frame(alias, 1000, 0, 4, true);
        Subscribe request = new Subscribe(7, "cam", 200, 0);
        SubscribeOk first = (SubscribeOk) viewer.ask(request);
        broker.advance(100 * MILLIS);
        camera.frame(alias, 1004, 1, 4, true);
        SubscribeOk again = (SubscribeOk) viewer.ask(request);
        broker.advance(100 * MILLIS);

        assertEquals(live(first).lanes(), live(again).lanes());
        assertEquals(8, received().size());
    }

    @Test
    void whereNoKeyFrameIsCachedOneIsAskedForAndNotTwiceWithinTwoSeconds() {
        camera.frame(alias, 1000, 7, 4, false);
        camera.receive();
        StreamInfo stream = join();
        assertEquals(new LaneStart(8, 1004, 8), stream.lanes().get(1));
        assertEquals(List.of(new KeyRequest(alias, 1)), camera.receive(KeyRequest.class));
        viewer.send(new KeyRequest(alias, 1));
        assertEquals(List.of(), camera.receive(KeyRequest.class));
        broker.advance(2 * SECONDS);
        camera.report();
        assertEquals(List.of(new KeyRequest(alias, 1)), camera.receive(KeyRequest.class), "it may have been lost");
        camera.frame(alias, 1004, 8, 4, true);
        broker.advance(2 * SECONDS);
        camera.report();
        assertEquals(List.of(), camera.receive(KeyRequest.class));
        assertEquals(4, received().size());
    }

    @Test
    void whatComesLateReachesAJoinerWhoseCursorHasPassed() {
        for (int i = 0; i < 100; i++) {
            if (i != 3) {
                broker.receive(CAMERA, camera.media(alias, 1000 + i, 0, i, 100, true));
            }
        }
        broker.batchEnd();
        join();
        broker.batchEnd();
        int before = received().size();
        broker.receive(CAMERA, camera.media(alias, 1003, 0, 3, 100, true));
        assertEquals(before + 1, received().size());
        assertEquals(1003, received().getLast());
        broker.advance(200 * MILLIS);

        assertEquals(100, received().size());
    }

    @Test
    void aJoinersTailIsFollowedByAWordOnWhereTheLaneStands() {
        camera.frame(alias, 1000, 0, 4, true);
        broker.advance(500 * MILLIS);
        join();
        broker.advance(200 * MILLIS);

        assertEquals(2, broker.paddingTo(VIEWER).size());
        assertEquals(1003, broker.paddingTo(VIEWER).getFirst().sequence());
    }

    @Test
    void howLongAJoinTookIsInTheSnapshot() {
        camera.frame(alias, 1000, 0, 100, true);
        broker.advance(100 * MILLIS);
        join();
        broker.advance(SECONDS);
        TestPeer later = new TestPeer(broker, VirtualNetwork.address(10, 0, 0, 3, 4000)).open();
        later.subscribe("cam");
        broker.advance(10 * MILLIS);
        StreamSnapshot stream = broker.core.snapshot(broker.now).streams().getFirst();
        assertEquals(1, stream.joins().total());
        long first = broker.mediaTo(VIEWER).getFirst().atNanos();
        long tookMicros = (broker.mediaTo(VIEWER).getLast().atNanos() - first) / 1000;
        assertTrue(tookMicros > 20_000, tookMicros + " us");
        long more = stream.joins().sumMicros() - tookMicros;
        assertTrue(more >= 0 && more < 2_000, more + " us more");
        assertEquals(1, stream.joining());
        broker.advance(SECONDS);

        assertEquals(
                2, broker.core.snapshot(broker.now).streams().getFirst().joins().total());
    }
}
