package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.fec.RepairSample;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.session.ScriptedBroker.Received;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a subscription does about what is missing of its stream. */
class SubscriptionRepairTest {
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
    void asksForHolesFiveMillisecondsAfterTheyShowTwiceARound() {
        Rig rig = live(1);
        List<byte[]> frame = stream.frame(true, 10_000);
        long start = rig.now();
        for (int i = 0; i < frame.size(); i++) {
            if (i != 1 && i != 2 && i != 5) {
                rig.broker.sendMedia(frame.get(i));
            }
        }
        rig.runMillis(60);
        List<Received> nacks = rig.broker.received(Nack.class);
        Nack first = (Nack) nacks.getFirst().packet();
        assertEquals(
                List.of(new SequenceRange(FIRST + 1, 2), new SequenceRange(FIRST + 5, 1)),
                first.missing(),
                "one packet, coalesced, over the wrap");
        // 10 ms there, 5 ms of patience, 10 ms back; once more in case that one was lost; then a round trip and 10 ms
        // later.
        assertEquals(25 * Rig.MILLI, nacks.getFirst().atNanos() - start);
        assertEquals(30 * Rig.MILLI, nacks.get(1).atNanos() - start);
        assertEquals(55 * Rig.MILLI, nacks.get(2).atNanos() - start);
        assertEquals(0, rig.frames().size());
        send(rig, List.of(frame.get(1), frame.get(2), frame.get(5)));
        rig.runMillis(50);
        assertEquals(List.of(0L), numbers(rig));
        StreamStats stats = rig.client.stats("1AAA99", rig.now());
        assertEquals(3, stats == null ? -1 : stats.repairedNack());
        rig.close();
    }

    @Test
    void aTailIsMissedFifteenMillisecondsAfterTheRestOfItsFrame() {
        Rig rig = live(2);
        List<byte[]> frame = stream.frame(true, 3_000);
        long start = rig.now();
        send(rig, frame.subList(0, frame.size() - 1));
        rig.runMillis(40);
        Received nack = rig.broker.received(Nack.class).getFirst();
        assertEquals(List.of(new SequenceRange(stream.nextSequence() - 1, 1)), ((Nack) nack.packet()).missing());
        assertEquals(35 * Rig.MILLI, nack.atNanos() - start, "10 ms there, 15 ms of silence, 10 ms back");
        send(rig, frame.subList(frame.size() - 1, frame.size()));
        rig.runMillis(30);
        assertEquals(List.of(0L), numbers(rig));
        rig.close();
    }

    @Test
    void paddingShowsThatAFrameIsMissing() {
        Rig rig = live(2);
        send(rig, stream.frame(true, 3_000));
        List<byte[]> frame = stream.frame(false, 500);
        rig.runMillis(30);
        assertEquals(0, rig.broker.packets(Nack.class).size());
        rig.broker.sendMedia(stream.padding());
        rig.runMillis(30);
        assertEquals(
                List.of(new SequenceRange(stream.nextSequence() - 1, 1)),
                rig.broker.packets(Nack.class).getFirst().missing());
        send(rig, frame);
        rig.runMillis(30);
        assertEquals(List.of(0L, 1L), numbers(rig));
        rig.close();
    }

    @Test
    void whatIsDroppedIsNeitherAskedForNorWaitedFor() {
        Rig rig = live(3);
        send(rig, stream.frame(true, 3_000));
        int gone = stream.nextSequence();
        int count = stream.frame(false, 3_000).size();
        send(rig, stream.frame(true, 3_000));
        rig.runMillis(12);
        rig.broker.send(new Drop(5, TestStream.LANE, new SequenceRange(gone, count), DropReason.BACKLOG, 1));
        rig.runMillis(12);
        assertEquals(List.of(0L, 2L), numbers(rig));
        rig.runMillis(500);
        assertTrue(rig.broker.packets(Nack.class).size() <= 2, "two may have crossed the DROP");
        rig.close();
    }

    @Test
    void asksForAKeyFrameOnlyOnceRepairHasFailed() {
        Rig rig = live(4);
        send(rig, stream.frame(true, 3_000));
        stream.frame(false, 3_000);
        for (int i = 0; i < 60; i++) {
            send(rig, stream.frame(false, 3_000));
            rig.runMillis(33);
        }
        assertEquals(0, rig.broker.packets(KeyRequest.class).size(), "it may still be repaired");
        for (int i = 0; i < 60; i++) {
            send(rig, stream.frame(false, 3_000));
            rig.runMillis(33);
        }
        assertEquals(2, rig.broker.packets(KeyRequest.class).size(), "once a second at most, over two seconds");
        assertEquals(List.of(0L), numbers(rig));
        send(rig, stream.frame(true, 3_000));
        rig.runMillis(50);
        assertEquals(List.of(0L, 122L), numbers(rig));
        rig.close();
    }

    @Test
    void whatIsRepairedLateBringsAllThatWaitedForItAndNoKeyFrameIsAskedFor() {
        Rig rig = live(4);
        send(rig, stream.frame(true, 3_000));
        List<byte[]> lost = stream.frame(false, 3_000);
        for (int i = 0; i < 40; i++) {
            send(rig, stream.frame(false, 3_000));
            rig.runMillis(33);
        }
        assertEquals(List.of(0L), numbers(rig));
        send(rig, lost);
        rig.runMillis(50);
        assertEquals(LongStream.rangeClosed(0, 41).boxed().toList(), numbers(rig));
        assertEquals(0, rig.broker.packets(KeyRequest.class).size());
        rig.close();
    }

    @Test
    void whatIsRecoveredIsNeitherAskedForNorLost() {
        Rig rig = live(31);
        RepairSample frame = stream.protectedFrame(true, 10_000, 2);
        for (int i = 0; i < frame.data().size(); i++) {
            if (i != 1 && i != 4) {
                rig.broker.sendMedia(frame.data().get(i));
            }
        }
        send(rig, frame.repairs());
        rig.runMillis(100);
        assertEquals(List.of(0L), numbers(rig));
        assertEquals(List.of(), rig.broker.received(Nack.class));
        StreamStats stats = rig.client.stats("1AAA99", rig.now());
        assertNotNull(stats);
        assertEquals(2, stats.repairedFec());
        assertEquals(0, stats.repairedNack());
        assertEquals(0, stats.lost());
        assertEquals(frame.data().size(), stats.datagrams(), "two that were lost, two symbols instead");
        rig.runMillis(1_200);
        LaneReport report =
                rig.broker.packets(Report.class).getLast().received().getFirst();
        assertEquals(frame.data().size(), report.received());
        assertEquals(2, report.repaired());
        assertEquals(0, report.lost());
        rig.close();
    }

    @Test
    void aForgedSymbolDeliversNothingAndTheFragmentIsAskedFor() {
        Rig rig = live(32);
        RepairSample frame = stream.protectedFrame(true, 5_000, 1);
        for (int i = 0; i < frame.data().size(); i++) {
            if (i != 1) {
                rig.broker.sendMedia(frame.data().get(i));
            }
        }
        frame.repairs().getFirst()[500] ^= 1;
        send(rig, frame.repairs());
        rig.runMillis(30);
        assertEquals(0, rig.frames().size());
        Nack nack = (Nack) rig.broker.received(Nack.class).getFirst().packet();
        assertEquals(List.of(new SequenceRange(FIRST + 1, 1)), nack.missing());
        rig.broker.sendMedia(frame.data().get(1));
        rig.runMillis(30);
        assertEquals(List.of(0L), numbers(rig));
        StreamStats stats = rig.client.stats("1AAA99", rig.now());
        assertNotNull(stats);
        assertEquals(0, stats.repairedFec());
        rig.close();
    }

    @Test
    void aFrameOfWhichOnlyItsSymbolCameIsDeliveredAndTheNextOneIsNotHeldUp() {
        Rig rig = live(33);
        RepairSample lost = stream.protectedFrame(true, 300, 1);
        send(rig, lost.repairs());
        send(rig, stream.frame(false, 300));
        rig.runMillis(30);
        assertEquals(List.of(0L, 1L), numbers(rig));
        assertEquals(List.of(), rig.broker.received(Nack.class));
        rig.close();
    }
}
