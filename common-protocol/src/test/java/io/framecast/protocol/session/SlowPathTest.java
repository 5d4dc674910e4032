package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client says of a path that takes too little, and does about it. */
class SlowPathTest {

    private final TestStream stream = new TestStream(5, 0);

    private Rig live(long seed) {
        Rig rig = new Rig(seed);
        rig.broker.answers = request -> request instanceof Subscribe subscribe
                ? new SubscribeOk(subscribe.requestId(), subscribe.producerId(), stream.info())
                : rig.broker.usual(request);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.broker.received.clear();
        return rig;
    }

    private static Drop drop(int first, int count, long number) {
        return new Drop(5, TestStream.LANE, new SequenceRange(first, count), DropReason.BACKLOG, number);
    }

    private static long dropsSeen(Rig rig) {
        return rig.broker.packets(Report.class).getLast().dropsSeen();
    }

    @Test
    void aNumberedDropIsAcknowledgedByAReportSoonAndOnlyUpToTheFirstThatIsMissing() {
        Rig rig = live(1);
        rig.broker.send(drop(10, 2, 1));
        rig.broker.send(drop(30, 2, 3));
        rig.runMillis(45);
        assertEquals(1, dropsSeen(rig));
        rig.broker.send(drop(20, 2, 2));
        rig.broker.send(drop(30, 2, 3));
        rig.runMillis(45);
        assertEquals(3, dropsSeen(rig));
        rig.close();
    }

    @Test
    void whatWasLeftOutIsNeitherBrokenNorLost() {
        Rig rig = live(2);
        stream.frame(true, 3_000).forEach(rig.broker::sendMedia);
        int gone = stream.nextSequence();
        int count = 0;
        for (int i = 0; i < 5; i++) {
            count += stream.frame(false, 3_000).size();
        }
        rig.broker.send(drop(gone, count, 1));
        stream.frame(true, 3_000).forEach(rig.broker::sendMedia);
        rig.runMillis(30);

        StreamStats stats = rig.client.stats("1AAA99", rig.now());
        assertEquals(2, rig.frames().size());
        assertEquals(5, stats == null ? -1 : stats.framesLeftOut());
        assertEquals(0, stats == null ? -1 : stats.framesBroken() + stats.lost());
        rig.close();
    }

    @Test
    void aRunThatIsToldInTwoPartsIsOneRun() {
        Rig rig = live(3);
        stream.frame(true, 3_000).forEach(rig.broker::sendMedia);
        int gone = stream.nextSequence();
        int first = stream.frame(false, 3_000).size();
        int second = stream.frame(false, 3_000).size();
        rig.broker.send(drop(gone, first, 1));
        rig.broker.send(drop(gone + first, second, 2));
        stream.frame(true, 3_000).forEach(rig.broker::sendMedia);
        rig.runMillis(30);

        assertEquals(2, rig.frames().size());
        rig.close();
    }

    @Test
    void aChangeOfLevelIsToldOnce() {
        Rig rig = live(4);
        rig.broker.notice(new NoticeBody.Switched(5, List.of(), Level.KEY_FRAMES));
        rig.broker.notice(new NoticeBody.Switched(5, List.of(), Level.KEY_FRAMES));
        rig.broker.notice(new NoticeBody.Switched(5, List.of(), Level.ALL));
        rig.runMillis(30);

        assertEquals(
                List.of(
                        new ClientAction.LevelChanged("1AAA99", Level.KEY_FRAMES),
                        new ClientAction.LevelChanged("1AAA99", Level.ALL)),
                rig.actions(ClientAction.LevelChanged.class));
        rig.close();
    }

    @Test
    void aSubscriptionThatWasCutOffIsAskedForAgainAfterThirtySecondsAndGoesOn() {
        Rig rig = live(5);
        rig.broker.notice(new NoticeBody.Down("1AAA99", 5, EndReason.CONGESTED, List.of()));
        rig.runMillis(29_900);
        assertEquals(List.of(), rig.broker.packets(Subscribe.class));
        assertEquals(
                new ClientAction.Down("1AAA99", EndReason.CONGESTED),
                rig.actions(ClientAction.Down.class).getFirst());
        assertTrue(rig.broker.packets(Report.class).getLast().subscribed().isEmpty());
        rig.runMillis(300);

        assertEquals(1, rig.broker.packets(Subscribe.class).size());
        assertEquals(1, rig.actions(ClientAction.Up.class).size());
        stream.frame(true, 3_000).forEach(rig.broker::sendMedia);
        rig.runMillis(100);
        assertEquals(1, rig.actions(ClientAction.Deliver.class).size());
        rig.close();
    }

    @Test
    void reportsFourTimesASecondWhileItIsJoiningAndOnceWhenItIsLive() {
        Rig rig = live(6);
        rig.runMillis(1_000);
        int joining = rig.broker.packets(Report.class).size();
        assertTrue(joining >= 4, joining + " reports in a second");
        // Its frames are a millisecond apart by their capture times.
        for (int i = 0; i < 1_000; i++) {
            stream.frame(i == 0, 300).forEach(rig.broker::sendMedia);
            rig.runMillis(1);
        }
        rig.broker.received.clear();
        for (int i = 0; i < 3_000; i++) {
            stream.frame(false, 300).forEach(rig.broker::sendMedia);
            rig.runMillis(1);
        }

        List<Report> reports = rig.broker.packets(Report.class);
        assertTrue(reports.size() <= 4, reports.size() + " reports in three seconds");
        assertTrue(reports.getLast().viewed().getFirst().bytes() > 300_000);
        rig.close();
    }
}
