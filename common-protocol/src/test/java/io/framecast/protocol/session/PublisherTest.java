package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.crypto.StreamLock;
import io.framecast.protocol.session.ScriptedBroker.Media;
import io.framecast.protocol.session.ScriptedBroker.Received;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final int LANE = 1 << 3;

    private static Rig live(long seed) {
        Rig rig = new Rig(seed);
        rig.publish("1AAA99", 1);
        rig.runMillis(200);
        rig.only(ClientAction.Published.class);
        return rig;
    }

    @Test
    void startsWithTheCatalogAndAKeyFrame() {
        Rig rig = new Rig(3);
        Publisher publisher = rig.publish("1AAA99", 1);
        rig.frame(publisher, 1, false, 100);
        rig.frame(publisher, 1, true, 100);
        rig.frame(publisher, 1, false, 100);
        rig.frame(publisher, 0, true, 50);
        assertEquals(1, rig.only(ClientAction.KeyFrameWanted.class).track());
        assertFalse(publisher.live());
        rig.runMillis(200);
        assertTrue(publisher.live());
        assertEquals(
                List.of(0, LANE, LANE),
                rig.broker.media.stream().map(Media::lane).toList(),
                "what was sent before the broker answered is kept from its key frame on");
        assertEquals(1, publisher.framesDropped());
        rig.close();
    }

    @Test
    void reportsWhereItsLanesStand() {
        Rig rig = new Rig(6);
        Publisher publisher = rig.published();
        rig.frame(publisher, 1, true, 5_000);
        rig.runMillis(1_500);
        LanePosition position =
                rig.broker.packets(Report.class).getLast().published().getLast();
        assertEquals(new LanePosition(rig.alias(), LANE, rig.announced().firstSequence() + 5), position);
        rig.close();
    }

    @Test
    void endsOnceTheBrokerHasTheTail() {
        Rig rig = new Rig(7);
        Publisher publisher = rig.published();
        rig.frame(publisher, 1, true, 100 * 1152);
        publisher.end(rig.now(), rig::out);
        LaneStart start = rig.announced();
        rig.runMillis(500);
        assertEquals(100, rig.broker.media.size());
        assertEquals(0, rig.broker.packets(End.class).size(), "the tail is not acknowledged");
        rig.broker.contiguous.add(new LanePosition(rig.alias(), LANE, start.firstSequence() + 100));
        rig.runMillis(150);
        assertEquals(1, rig.broker.packets(End.class).size());
        assertEquals("1AAA99", rig.only(ClientAction.Ended.class).producerId());
        assertTrue(publisher.gone());
        rig.close();
    }

    @Test
    void endsAfterTwoSecondsWithoutAnAcknowledgement() {
        Rig rig = new Rig(8);
        Publisher publisher = rig.published();
        rig.frame(publisher, 1, true, 1_000);
        long start = rig.now();
        publisher.end(start, rig::out);
        rig.runMillis(3_000);
        Received end = rig.broker.received(End.class).getFirst();
        assertEquals(2_010 * Rig.MILLI, end.atNanos() - start);
        rig.only(ClientAction.Ended.class);
        rig.close();
    }

    @Test
    void endingWithoutASessionIsDoneAtOnce() {
        Rig rig = new Rig(9);
        rig.broker.silent = true;
        Publisher publisher = rig.publish("1AAA99", 1);
        rig.runMillis(1_000);
        publisher.end(rig.now(), rig::out);
        rig.only(ClientAction.Ended.class);
        rig.close();
    }

    @Test
    void aDisplacedPublisherDoesNotComeBack() {
        Rig rig = live(10);
        rig.broker.send(new End(0, rig.alias(), EndReason.TAKEN_OVER));
        rig.runMillis(30_000);
        assertEquals(
                EndReason.TAKEN_OVER, rig.only(ClientAction.Displaced.class).reason());
        assertEquals(0, rig.broker.packets(Announce.class).size());
        rig.broker.forget();
        rig.runMillis(30_000);
        assertEquals(1, rig.actions(ClientAction.Published.class).size());
        rig.close();
    }

    @Test
    void aPublisherThatTimedOutIsAnnouncedAgainUnderANewKeyAndGoesOnWithItsFrameNumbers() {
        Rig rig = new Rig(11);
        Publisher publisher = rig.published();
        rig.frame(publisher, 0, true, 50);
        rig.frame(publisher, 1, true, 100);
        rig.frame(publisher, 1, false, 100);
        rig.runMillis(50);
        Announce before = (Announce) rig.broker.bodies.getFirst().request();
        rig.broker.media.clear();
        rig.broker.send(new End(0, rig.alias(), EndReason.TIMED_OUT));
        rig.runMillis(50);
        Announce again = rig.broker.packets(Announce.class).getFirst();
        assertNotEquals(Unpooled.wrappedBuffer(before.baseKey()), Unpooled.wrappedBuffer(again.baseKey()));
        assertEquals(2, again.lanes().getLast().firstFrame());
        assertEquals(1, rig.only(ClientAction.KeyFrameWanted.class).track());
        rig.frame(publisher, 1, false, 100);
        rig.frame(publisher, 1, true, 100);
        rig.runMillis(50);
        assertEquals(List.of(1, 2), rig.broker.media.stream().map(Media::frame).toList());
        assertEquals(
                List.of(0, LANE), rig.broker.media.stream().map(Media::lane).toList(), "catalog, key frame");
        rig.close();
    }

    @Test
    void anIdThatIsTakenIsFinal() {
        Rig rig = new Rig(12);
        rig.broker.answers = request -> new Refused(request.requestId(), ErrorCode.ID_TAKEN, "later it may be free");
        Publisher publisher = rig.publish("1AAA99", 1);
        rig.runMillis(10_000);
        ClientAction.Refused refused = rig.only(ClientAction.Refused.class);
        assertEquals(ErrorCode.ID_TAKEN, refused.code());
        assertEquals("1AAA99", refused.producerId());
        assertTrue(publisher.gone());
        rig.close();
    }

    @Test
    void aNewKeyEpochSendsTheCatalogAgain() {
        Rig rig = new Rig(14);
        Publisher publisher = rig.client.publish(
                new Publication("1AAA99", new byte[32], Rig.METADATA, null, List.of(1), 1200, -5, 500 * Rig.MILLI),
                rig.now(),
                rig::out);
        rig.runMillis(100);
        rig.frame(publisher, 0, true, 50);
        for (int i = 0; i < 20; i++) {
            rig.frame(publisher, 1, i == 0, 100);
            rig.runMillis(100);
        }
        List<Integer> phases = rig.broker.media.stream()
                .filter(media -> media.lane() == 0)
                .map(media -> MediaHeader.keyPhase(Unpooled.wrappedBuffer(media.datagram()), 0))
                .toList();
        assertEquals(List.of(1, 2, 3, 1), phases.subList(0, 4));
        List<Integer> frames = rig.broker.media.stream()
                .filter(media -> media.lane() == LANE)
                .map(Media::frame)
                .toList();
        assertEquals(-5, frames.getFirst());
        assertEquals(14, frames.getLast(), "over the wrap");
        rig.close();
    }

    @Test
    void whatIsLockedOpensWithThePassphraseAndNotWithAllThatTheBrokerIsTold() {
        StreamLock lock = new Passphrase("correct horse").lock(new byte[16]);
        Publication open = new Publication("1AAA99", new byte[32], Rig.METADATA, List.of(1), 1200);
        for (Publication publication : List.of(open, open.locked(lock))) {
            Rig rig = new Rig(18);
            Publisher publisher = rig.client.publish(publication, rig.now(), rig::out);
            rig.runMillis(100);
            rig.frame(publisher, 1, true, 100);
            rig.runMillis(100);
            Announce announce = (Announce) rig.broker.bodies.getFirst().request();
            boolean locked = publication.lock() != null;
            assertEquals(locked ? lock.announced() : null, announce.metadata().endToEnd());
            byte[] datagram = rig.broker.media.getFirst().datagram();
            assertEquals(locked, bytesOpened(datagram, announce.baseKey()) < 0);
            assertEquals(locked, bytesOpened(datagram, lock.baseKey(announce.baseKey(), "1AAA99")) == 100);
            rig.close();
        }
    }

    private static int bytesOpened(byte[] datagram, byte[] baseKey) {
        byte[] plain = new byte[1200];
        return new MediaOpener(baseKey, 0).open(Unpooled.wrappedBuffer(datagram), 0, datagram.length, plain, 0);
    }

    @Test
    void passesOnWhatTheBrokerWantsAKeyFrameOf() {
        Rig rig = live(15);
        rig.broker.send(new KeyRequest(rig.alias(), 1));
        rig.runMillis(20);
        assertEquals(1, rig.only(ClientAction.KeyFrameWanted.class).track());
        rig.close();
    }

    @Test
    void refusesWhatCannotBeSent() {
        Rig rig = new Rig(16);
        Publisher publisher = rig.published();
        assertThrows(IllegalArgumentException.class, () -> rig.frame(publisher, 2, true, 100));
        assertThrows(IllegalArgumentException.class, () -> rig.frame(publisher, 1, true, 0));
        assertThrows(IllegalArgumentException.class, () -> rig.frame(publisher, 1, true, (16 << 20) + 1));
        assertThrows(IllegalArgumentException.class, () -> rig.publish("1AAA99", 1));
        rig.close();
    }
}
