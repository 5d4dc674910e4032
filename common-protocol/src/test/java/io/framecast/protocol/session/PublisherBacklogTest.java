package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Packetizer;
import io.framecast.protocol.session.ScriptedBroker.Media;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When frames leave, and which do not. */
class PublisherBacklogTest {

    @Test
    void sendsSixteenDatagramsAtOnceAndTheRestInChunksOfEight() {
        Rig rig = new Rig(1);
        Publisher publisher = rig.published();
        long start = rig.now() + 10 * Rig.MILLI;
        rig.frame(publisher, 1, true, 150 * 1152);
        rig.runMillis(40);
        List<Long> bursts =
                rig.broker.media.stream().map(Media::atNanos).distinct().toList();
        List<Long> sizes = new ArrayList<>();
        for (long at : bursts) {
            sizes.add(
                    rig.broker.media.stream().filter(one -> one.atNanos() == at).count());
        }
        assertEquals(16, sizes.getFirst());
        assertTrue(sizes.subList(1, sizes.size() - 1).stream().allMatch(size -> size == 8), () -> "" + sizes);
        assertEquals(start, bursts.getFirst());
        long last = bursts.getLast() - start;
        assertTrue(last > 20 * Rig.MILLI && last <= 25 * Rig.MILLI, () -> "spread over " + last + " ns");
        assertEquals(150, rig.broker.media.size());
        assertEquals(0, rig.broker.badTrailers);
        rig.close();
    }

    @Test
    void aBacklogOfSmallFramesIsPacedToo() {
        Rig rig = new Rig(2);
        Publisher publisher = rig.published();
        for (int i = 0; i < 50; i++) {
            rig.frame(publisher, 1, i == 0, 13 * 1152);
        }
        rig.runMillis(11);
        assertTrue(rig.broker.media.size() <= 48, () -> rig.broker.media.size() + " at once");
        rig.runMillis(200);
        assertEquals(650, rig.broker.media.size());
        rig.close();
    }

    @Test
    void twoSecondsOfBacklogAreGivenUpUpToTheNextKeyFrame() {
        Rig rig = new Rig(13);
        rig.broker.silent = true;
        Publisher publisher = rig.publish("1AAA99", 1);
        for (int i = 0; i < 100; i++) {
            rig.frame(publisher, 1, i == 0, 1_000);
            rig.runMillis(33);
        }
        assertTrue(publisher.framesDropped() > 60, () -> publisher.framesDropped() + " dropped");
        rig.broker.silent = false;
        rig.runMillis(5_000);
        rig.frame(publisher, 1, true, 1_000);
        rig.runMillis(50);
        assertEquals(1, rig.broker.media.size());
        assertEquals(0, rig.broker.media.getFirst().frame(), "what was dropped had no number yet");
        rig.close();
    }

    @Test
    void aBacklogOfLargeFramesIsBoundedInBytes() {
        Rig rig = new Rig(20);
        rig.broker.silent = true;
        Publisher publisher = rig.publish("1AAA99", 1);
        int large = Packetizer.MAX_FRAME_BYTES;
        for (long held = 0; held + large <= SendQueue.MOST_BYTES; held += large) {
            rig.frame(publisher, 1, true, large);
        }
        assertEquals(0, publisher.framesDropped());
        rig.frame(publisher, 1, true, 1);
        assertEquals(SendQueue.MOST_BYTES / large, publisher.framesDropped(), "all that was older");
        rig.close();
    }
}
