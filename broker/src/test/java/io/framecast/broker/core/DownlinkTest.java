package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A viewer whose reports, written by hand, say that its path takes too little. */
class DownlinkTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress VIEWER = VirtualNetwork.address(10, 0, 0, 2, 4000);

    private final TestBroker broker = new TestBroker();
    private TestPeer camera = new TestPeer(broker, CAMERA);
    private TestPeer viewer = new TestPeer(broker, VIEWER);
    private final List<Level> levels = new ArrayList<>();
    private final List<Drop> drops = new ArrayList<>();
    private long alias;
    private int sequence = 1000;
    private int frame;
    private long bytes;
    private boolean acknowledges = true;
    private long dropsSeen;

    @BeforeEach
    void aViewerOfACamera() {
        camera = camera.open();
        alias = camera.announce("cam");
        viewer = viewer.open();
        viewer.subscribe("cam");
        broker.advance(100 * MILLIS);
    }

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    /** 25 frames of 4 datagrams a second, key frames a second apart; a report every 200 ms. */
    private void run(int seconds, double bytesPerSecond, int queueMillis) {
        for (int i = 0; i < seconds * 25; i++) {
            boolean key = frame % 25 == 0;
            for (int index = 0; index < 4; index++) {
                broker.receive(
                        CAMERA,
                        camera.datagram(
                                alias, 8, key ? 0x80 : 0, frame % 25, sequence++, frame, index, 4, frame * 40_000L));
            }
            frame++;
            broker.batchEnd();
            broker.advance(40 * MILLIS);
            bytes += (long) (bytesPerSecond / 25);
            if (i % 5 == 0) {
                viewer.receive().forEach(packet -> {
                    if (packet instanceof Notice notice && notice.body() instanceof NoticeBody.Switched switched) {
                        levels.add(switched.level());
                    } else if (packet instanceof Drop drop) {
                        drops.add(drop);
                        dropsSeen = acknowledges ? Math.max(dropsSeen, drop.number()) : dropsSeen;
                    }
                });
                viewer.report(
                        dropsSeen, List.of(new StreamReport(alias, false, false, bytes, queueMillis * 1000, 0, 0)));
                camera.report();
            }
        }
    }

    @Test
    void keyFramesOnlyIsToldAndEachGroupIsDroppedBeforeTheNextKeyFrame() {
        run(3, 50_000, 5);
        assertEquals(List.of(), levels);
        run(1, 20_000, 300);
        run(4, 15_000, 50);

        assertEquals(Level.KEY_FRAMES, levels.getLast());
        Drop last = drops.getLast();
        assertEquals(DropReason.RATE, last.reason());
        assertEquals(drops.size(), last.number());
        assertEquals(24 * 4, last.gone().count());
        int key = last.gone().first() + last.gone().count();
        assertTrue(broker.mediaTo(VIEWER).stream().anyMatch(one -> one.sequence() == key), "the key frame follows it");
        assertTrue(
                broker.mediaTo(VIEWER).stream()
                        .noneMatch(one -> one.sequence() >= last.gone().first() && one.sequence() < key),
                "nothing of what was left out is sent");
    }

    @Test
    void whatWasLeftOutIsNotSentToWhoAsksForIt() {
        run(3, 50_000, 5);
        run(1, 20_000, 300);
        run(4, 15_000, 50);
        Drop last = drops.getLast();
        viewer.receive();
        broker.media.clear();
        viewer.nack(alias, 8, last.gone().first() + 10, 4);

        assertEquals(List.of(), broker.mediaTo(VIEWER));
        assertEquals(
                List.of(DropReason.RATE),
                viewer.receive(Drop.class).stream().map(Drop::reason).toList());
    }

    @Test
    void aDropIsRepeatedUntilItIsAcknowledged() {
        acknowledges = false;
        run(3, 50_000, 5);
        run(1, 20_000, 300);
        run(4, 15_000, 50);
        assertTrue(drops.stream().filter(drop -> drop.number() == 1).count() >= 3);
        acknowledges = true;
        run(1, 15_000, 50);
        drops.clear();
        run(3, 15_000, 50);

        assertEquals(0, drops.stream().filter(drop -> drop.number() == 1).count());
    }

    @Test
    void whoIsCappedCannotMakeEverybodyPayForAKeyFrame() {
        run(3, 50_000, 5);
        run(1, 20_000, 300);
        camera.receive();
        viewer.send(new KeyRequest(alias, 1));

        assertEquals(List.of(), camera.receive(KeyRequest.class));
    }

    @Test
    void onceThePathIsClearEverythingComesBack() {
        run(3, 50_000, 5);
        run(1, 20_000, 300);
        run(40, 15_000, 5);
        assertEquals(Level.ALL, levels.getLast());
        broker.media.clear();
        run(2, 50_000, 5);

        assertEquals(200, broker.mediaTo(VIEWER).size());
    }

    @Test
    void whereNothingArrivesForFiveSecondsTheSubscriptionEnds() {
        run(2, 50_000, 5);
        run(5, 0, 0);
        assertEquals(0, broker.count(BrokerCounter.SUBSCRIPTIONS_CUT_OFF));
        run(1, 0, 0);
        assertEquals(1, broker.count(BrokerCounter.SUBSCRIPTIONS_CUT_OFF));
        broker.media.clear();
        broker.advance(SECONDS);

        assertEquals(
                EndReason.CONGESTED,
                broker.events(BrokerAction.Unsubscribed.class).getFirst().reason());
        camera.frame(alias, sequence, frame, 4, true);
        assertEquals(List.of(), broker.mediaTo(VIEWER));
    }

    @Test
    void theOperatorIsToldOnceInTenSeconds() {
        run(3, 50_000, 5);
        run(1, 20_000, 300);
        run(21, 15_000, 50);

        List<BrokerAction.FramesLeftOut> told = broker.events(BrokerAction.FramesLeftOut.class).stream()
                .filter(event -> event.reason() == DropReason.RATE)
                .toList();
        assertEquals(2, told.size());
        assertEquals(1, told.getFirst().subscribers());
        assertTrue(told.getFirst().frames() > 200, told.toString());
    }
}
