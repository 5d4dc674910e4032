package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.Limits;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    /** Just before the wrap of the sequences. */
    private static final int FIRST = -3;

    private final TestStream stream = new TestStream(5, FIRST);

    private Rig live(long seed) {
        Rig rig = new Rig(seed);
        answer(rig, stream.info());
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        rig.only(ClientAction.SubscribedLive.class);
        rig.broker.received.clear();
        return rig;
    }

    private static void answer(Rig rig, @Nullable StreamInfo info) {
        rig.broker.answers = request -> request instanceof Subscribe subscribe
                ? new SubscribeOk(subscribe.requestId(), subscribe.producerId(), info)
                : rig.broker.usual(request);
    }

    private static void send(Rig rig, List<byte[]> datagrams) {
        datagrams.forEach(rig.broker::sendMedia);
    }

    private static List<Long> numbers(Rig rig) {
        return rig.frames().stream().map(Frame::number).toList();
    }

    @Test
    void anotherBudgetHoldsFromTheMomentItIsAskedFor() {
        for (int latencyMillis : new int[] {200, 600}) {
            TestStream frames = new TestStream(5, FIRST);
            Rig rig = new Rig(11);
            answer(rig, frames.info());
            rig.subscribe("1AAA99");
            rig.runMillis(200);
            rig.client.subscribe("1AAA99", latencyMillis, 0, rig.now(), rig::out);
            rig.runMillis(100);
            Subscribe asked = rig.broker.packets(Subscribe.class).getLast();
            assertEquals(latencyMillis, asked.latencyMillis());
            send(rig, frames.frame(true, 3_000));
            frames.frame(false, 3_000);
            send(rig, frames.frame(true, 3_000));
            rig.runMillis(400);
            assertEquals(latencyMillis == 200 ? List.of(0L, 2L) : List.of(0L), numbers(rig));
            rig.runMillis(400);
            assertEquals(List.of(0L, 2L), numbers(rig), "a key frame waits for those before it until they are due");
            rig.close();
        }
    }

    @Test
    void mediaThatOvertakesItsAnswerIsKept() {
        Rig rig = new Rig(5);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        send(rig, stream.frame(true, 3_000));
        rig.runMillis(30);
        rig.broker.notice(new NoticeBody.Up("1AAA99", stream.info()));
        rig.runMillis(30);
        assertEquals(List.of(0L), numbers(rig));
        rig.close();
    }

    @Test
    void noMoreThanHalfASecondOfUnknownMediaIsKept() {
        Rig rig = new Rig(6);
        rig.subscribe("1AAA99");
        rig.runMillis(200);
        for (int i = 0; i < 200; i++) {
            send(rig, stream.frame(true, 3_000));
        }
        rig.runMillis(30);
        assertTrue(rig.allocator.metric().usedHeapMemory() <= StrayMedia.MOST * 1_200);
        rig.runMillis(510);
        assertEquals(0, rig.allocator.metric().usedHeapMemory());
        rig.close();
    }

    @Test
    void nothingIsDeliveredAfterUnsubscribing() {
        Rig rig = live(7);
        send(rig, stream.frame(true, 3_000));
        rig.runMillis(30);
        send(rig, stream.frame(false, 3_000));
        rig.client.unsubscribe("1AAA99", rig.now(), rig::out);
        rig.runMillis(200);
        assertEquals(List.of(0L), numbers(rig));
        assertEquals("1AAA99", rig.only(ClientAction.Unsubscribed.class).producerId());
        rig.close();
    }

    @Test
    void unsubscribingIsRepeatedUntilItIsAnswered() {
        Rig rig = live(8);
        rig.broker.answers = request -> null;
        rig.client.unsubscribe("1AAA99", rig.now(), rig::out);
        rig.runMillis(2_000);
        assertTrue(rig.broker.packets(Unsubscribe.class).size() > 3);
        assertEquals(0, rig.actions(ClientAction.Unsubscribed.class).size());
        answer(rig, null);
        rig.runMillis(2_000);
        rig.only(ClientAction.Unsubscribed.class);
        rig.close();
    }

    @Test
    void saysAgainThatItWantsNothingWhenMediaStillComes() {
        Rig rig = live(9);
        rig.client.unsubscribe("1AAA99", rig.now(), rig::out);
        rig.runMillis(200);
        for (int i = 0; i < 20; i++) {
            send(rig, stream.frame(true, 3_000));
            rig.runMillis(100);
        }
        assertEquals(2, rig.broker.packets(Unsubscribe.class).size());
        rig.only(ClientAction.Unsubscribed.class);
        rig.close();
    }

    @Test
    void subscribingAgainWaitsForTheEndOfTheSubscriptionBefore() {
        Rig rig = live(10);
        rig.client.unsubscribe("1AAA99", rig.now(), rig::out);
        rig.subscribe("1AAA99");
        assertEquals(0, rig.broker.packets(Subscribe.class).size());
        rig.runMillis(100);
        assertEquals(1, rig.broker.packets(Subscribe.class).size());
        assertEquals(2, rig.actions(ClientAction.SubscribedLive.class).size());
        send(rig, stream.frame(true, 3_000));
        rig.runMillis(50);
        assertEquals(1, rig.frames().size());
        rig.close();
    }

    @Test
    void subscribingTwiceChangesTheBudgetAndInterruptsNothing() {
        Rig rig = live(11);
        send(rig, stream.frame(true, 3_000));
        rig.client.subscribe("1AAA99", 500, 0, rig.now(), rig::out);
        send(rig, stream.frame(false, 3_000));
        rig.runMillis(100);
        assertEquals(500, rig.broker.packets(Subscribe.class).getLast().latencyMillis());
        rig.only(ClientAction.SubscribedLive.class);
        assertEquals(List.of(0L, 1L), numbers(rig));
        rig.close();
    }

    @Test
    void aStreamIsDownOnceItsTailIsHere() {
        Rig rig = live(12);
        List<byte[]> frame = stream.frame(true, 3_000);
        send(rig, frame.subList(0, frame.size() - 1));
        rig.broker.notice(new NoticeBody.Down("1AAA99", 5, EndReason.ENDED, stream.positions()));
        rig.runMillis(50);
        assertEquals(0, rig.actions(ClientAction.Down.class).size());
        assertEquals(1, rig.broker.packets(Nack.class).getFirst().missing().size());
        send(rig, frame.subList(frame.size() - 1, frame.size()));
        rig.runMillis(11);
        assertEquals(List.of(0L), numbers(rig));
        assertEquals(EndReason.ENDED, rig.only(ClientAction.Down.class).reason());
        rig.close();
    }

    @Test
    void aStreamWhoseTailDoesNotComeIsDownWhenTheBudgetHasPassed() {
        Rig rig = live(13);
        List<byte[]> frame = stream.frame(true, 3_000);
        send(rig, frame.subList(0, frame.size() - 1));
        rig.broker.notice(new NoticeBody.Down("1AAA99", 5, EndReason.TIMED_OUT, stream.positions()));
        rig.runMillis(205);
        assertEquals(0, rig.actions(ClientAction.Down.class).size());
        rig.runMillis(10);
        assertEquals(EndReason.TIMED_OUT, rig.only(ClientAction.Down.class).reason());
        rig.broker.notice(new NoticeBody.Up("1AAA99", new TestStream(6, 0).info()));
        rig.runMillis(20);
        rig.only(ClientAction.Up.class);
        rig.close();
    }

    @Test
    void anAnswerThatWasOvertakenByTheEndOfItsStreamMeansWaiting() {
        Rig rig = new Rig(14);
        rig.subscribe("0");
        rig.runMillis(200);
        rig.broker.answers = request -> null;
        rig.subscribe("1AAA99");
        rig.runMillis(20);
        rig.broker.notice(new NoticeBody.Down("1AAA99", 5, EndReason.ENDED, List.of()));
        rig.runMillis(20);
        answer(rig, stream.info());
        rig.runMillis(1_000);
        assertEquals(0, rig.actions(ClientAction.SubscribedLive.class).size());
        assertEquals("1AAA99", rig.actions(ClientAction.Waiting.class).getLast().producerId());
        rig.close();
    }

    @Test
    void aLaneThatWasSwitchedStartsAgainWithoutAsking() {
        Rig rig = live(15);
        send(rig, stream.frame(true, 3_000));
        for (int i = 0; i < 10; i++) {
            stream.frame(false, 3_000);
        }
        rig.broker.notice(new NoticeBody.Switched(
                5, List.of(new LaneStart(TestStream.LANE, stream.nextSequence(), stream.nextFrame())), Level.ALL));
        send(rig, stream.frame(true, 3_000));
        rig.runMillis(300);
        assertEquals(List.of(0L, 11L), numbers(rig));
        assertEquals(0, rig.broker.packets(Nack.class).size());
        rig.close();
    }

    /** A broker that makes lanes up: each has to be followed. */
    @Test
    void noMoreLanesAreFollowedThanAStreamMayHave() {
        Rig rig = live(21);
        for (int first = 1; first <= 64; first += 16) {
            List<LaneStart> more = IntStream.range(first, first + 16)
                    .mapToObj(track -> new LaneStart(track << 3, 0, 0))
                    .toList();
            rig.broker.notice(new NoticeBody.Switched(5, more, Level.ALL));
        }
        rig.runMillis(300);
        rig.broker.received.clear();
        rig.runMillis(2_500);
        long lanes = rig.broker.packets(Report.class).stream()
                .flatMap(report -> report.received().stream())
                .mapToInt(LaneReport::lane)
                .distinct()
                .count();
        assertEquals(Limits.LANES_PER_STREAM, lanes);
        rig.close();
    }

    @Test
    void reportsWhatItHasAndReportsFastWhileALiveStreamIsSilent() {
        Rig rig = live(16);
        send(rig, stream.frame(true, 3_000));
        rig.runMillis(30);
        rig.broker.received.clear();
        rig.runMillis(3_000);
        List<Report> reports = rig.broker.packets(Report.class);
        assertTrue(reports.size() >= 12 && reports.size() <= 17, () -> reports.size() + " reports in 3 s");
        assertEquals(
                stream.nextSequence() - 1,
                reports.getLast().received().getFirst().highestSequence());
        assertEquals(3, reports.getLast().received().getFirst().received());
        assertEquals(List.of("1AAA99"), reports.getLast().subscribed());
        rig.close();
    }
}
