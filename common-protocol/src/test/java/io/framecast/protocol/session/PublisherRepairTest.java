package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.session.ScriptedBroker.Media;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.Link;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent again, and what is sent along. */
class PublisherRepairTest {

    private static final int LANE = 1 << 3;

    @Test
    void answersNacksWithTheSameBytesUnderANewTrailer() {
        Rig rig = new Rig(4);
        Publisher publisher = rig.published();
        rig.frame(publisher, 1, true, 5_000);
        rig.runMillis(50);
        List<Media> sent = List.copyOf(rig.broker.media);
        int first = rig.announced().firstSequence();
        rig.broker.send(new Nack(rig.alias(), LANE, List.of(new SequenceRange(first + 1, 2))));
        rig.broker.send(new Nack(rig.alias(), LANE, List.of(new SequenceRange(first + 1000, 2))));
        rig.runMillis(50);
        List<Media> again = rig.broker.media.subList(sent.size(), rig.broker.media.size());
        assertEquals(2, again.size());
        assertEquals(
                Unpooled.wrappedBuffer(sent.get(1).datagram()),
                Unpooled.wrappedBuffer(again.getFirst().datagram()));
        assertEquals(0, rig.broker.badTrailers);
        rig.close();
    }

    @Test
    void oneNackIsAnsweredWithSoManyDatagramsAndNotOneMore() {
        Rig rig = new Rig(21);
        Publisher publisher = rig.published();
        rig.frame(publisher, 1, true, 100_000);
        rig.runMillis(200);
        int first = rig.announced().firstSequence();
        for (int asked : new int[] {SendQueue.MOST_REPAIRS, SendQueue.MOST_REPAIRS + 1}) {
            int before = rig.broker.media.size();
            rig.broker.send(new Nack(rig.alias(), LANE, List.of(new SequenceRange(first, asked))));
            rig.runMillis(50);
            assertEquals(SendQueue.MOST_REPAIRS, rig.broker.media.size() - before, "of " + asked);
        }
        rig.close();
    }

    @Test
    void saysThatWhatItDoesNotKeepAnyMoreIsGone() {
        Rig rig = new Rig(5);
        Publisher publisher = rig.published();
        rig.frame(publisher, 1, true, 5_000);
        rig.runMillis(6_000);
        rig.frame(publisher, 1, true, 5_000);
        rig.runMillis(50);
        int first = rig.announced().firstSequence();
        rig.broker.send(new Nack(rig.alias(), LANE, List.of(new SequenceRange(first, 2))));
        rig.runMillis(50);
        assertEquals(
                new SequenceRange(first, 2),
                rig.broker.packets(Drop.class).getFirst().gone());
        rig.close();
    }

    private static boolean isRepair(Media media) {
        return MediaHeader.type(Unpooled.wrappedBuffer(media.datagram()), 0) == MediaHeader.TYPE_REPAIR;
    }

    private static long repairs(Rig rig) {
        return rig.broker.media.stream().filter(PublisherRepairTest::isRepair).count();
    }

    @Test
    void protectsItsFramesOnceTheRoundTripLeavesNoTimeToAskTwice() {
        Rig near = new Rig(17);
        near.network.defaultLink(Link.ofMillis(19));
        Rig far = new Rig(17);
        far.network.defaultLink(Link.ofMillis(21));
        List<Publisher> publishers = new ArrayList<>();
        for (Rig rig : List.of(near, far)) {
            Publisher publisher = rig.publish("1AAA99", 1);
            publishers.add(publisher);
            rig.runMillis(2_000);
            rig.frame(publisher, 1, true, 20 * 1152);
            rig.runMillis(100);
            assertEquals(rig == near ? 0 : 2, repairs(rig), "a tenth of 20 where nothing was lost yet");
            assertEquals(0, rig.broker.badTrailers);
        }
        List<Media> media = far.broker.media;
        assertTrue(media.subList(0, 20).stream().noneMatch(PublisherRepairTest::isRepair), "behind the fragments");
        int first = far.announced().firstSequence();
        for (Media repair : media.subList(20, 22)) {
            assertEquals(first, repair.sequence());
        }
        far.broker.send(new Nack(far.alias(), LANE, List.of(new SequenceRange(first + 3, 4))));
        far.runMillis(200);
        far.broker.media.clear();
        far.frame(publishers.getLast(), 1, false, 20 * 1152);
        far.runMillis(100);
        assertEquals(6, repairs(far), "4 of not quite 40 were asked for: a little over 25 %");
        far.close();
        near.close();
    }

    @Test
    void repairIsPacedWithItsFrameAndLetGoOfInTheMiddleOfIt() {
        Rig rig = new Rig(18);
        rig.network.defaultLink(Link.ofMillis(50));
        Publisher publisher = rig.publish("1AAA99", 1);
        rig.runMillis(2_000);
        rig.frame(publisher, 1, true, 150 * 1152);
        rig.runMillis(100);
        assertEquals(165, rig.broker.media.size());
        assertEquals(15, repairs(rig));
        long start = rig.broker.media.getFirst().atNanos();
        long last = rig.broker.media.getLast().atNanos();
        assertTrue(last - start <= 25 * Rig.MILLI, () -> "spread over " + (last - start) + " ns");
        rig.frame(publisher, 1, true, 150 * 1152);
        rig.runMillis(5);
        rig.close();
    }
}
