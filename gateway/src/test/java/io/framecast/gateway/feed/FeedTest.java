package io.framecast.gateway.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FeedTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Catalog CATALOG = new Catalog(List.of(Track.video(1, "vp8", 640, 360, 30, 0, 0, "")));

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Viewer viewer = new Viewer(channel);
    private final Feed feed = new Feed("cam", 10, 0, UnpooledByteBufAllocator.DEFAULT, 0);
    private long now;

    @BeforeEach
    void watch() {
        feed.add(viewer, "test", now);
    }

    @AfterEach
    void freeAll() {
        feed.close();
        channel.finishAndReleaseAll();
    }

    private void up() {
        feed.onUp(
                new StreamInfo(1, new byte[32], 0, 1200, new Metadata("T", List.of(), "vp8", 0, 0, 0, 0), List.of()),
                true,
                now);
        feed.onCatalog(CATALOG);
    }

    private void frame(long number, boolean key) {
        feed.onFrame(Frames.frame(1, number, key, false, 50), now);
    }

    private void full(boolean full) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !full);
    }

    /** What it was sent: texts as they are, frames as their numbers. */
    private List<String> sent() {
        return sent(channel);
    }

    private static List<String> sent(EmbeddedChannel channel) {
        List<String> all = new ArrayList<>();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes);
            part.release();
            boolean text = bytes[0] == (byte) 0x81;
            int at = (bytes[1] & 0x7F) < 126 ? 2 : 4;
            if (text) {
                all.add(new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8));
            } else if (bytes[0] == (byte) 0x82) {
                all.add("frame " + (bytes[at + 7] & 0xFF));
            }
        }
        return all;
    }

    private static boolean says(List<String> sent, String... parts) {
        return sent.stream().anyMatch(text -> List.of(parts).stream().allMatch(text::contains));
    }

    @Test
    void tellsWhatItKnowsInOrder() {
        List<String> first = sent();
        assertTrue(first.get(0).contains("\"hello\""), first::toString);
        assertTrue(first.get(1).contains("\"waiting\""), first::toString);
        up();
        frame(0, true);
        List<String> then = sent();
        assertTrue(then.get(0).contains("\"live\""), then::toString);
        assertTrue(then.get(1).contains("\"catalog\",\"incarnation\":11"), then::toString);
        assertEquals("frame 0", then.get(2));
    }

    @Test
    void saysTheSameStateOnce() {
        up();
        sent();
        feed.onBrokerAway("gone");
        feed.onBrokerAway("gone");
        assertEquals(1, sent().size());
    }

    @Test
    void passesOnWhatIsEncryptedEndToEndAsItIs() {
        EndToEnd lock = new EndToEnd(new byte[16], new byte[16]);
        Metadata metadata = new Metadata("T", List.of(), "vp8", 640, 360, 0, 0).locked(lock);
        List<LaneStart> lanes = List.of(new LaneStart(0, 0, 0), new LaneStart(16, 0, 0), new LaneStart(8, 0, 0));
        sent();
        feed.onUp(new StreamInfo(1, new byte[32], 0, 1200, metadata, lanes), true, now);
        feed.onFrame(Frames.frame(0, 70, true, false, 50), now);
        feed.onFrame(Frames.frame(2, 80, true, false, 50), now);
        feed.onFrame(Frames.frame(1, 90, true, false, 50), now);
        List<String> first = sent();
        assertTrue(first.get(0).contains("\"sealed\",\"incarnation\":11"), first::toString);
        assertTrue(first.get(0).contains("\"baseKey\""), first::toString);
        assertTrue(first.get(1).contains("\"live\""), first::toString);
        assertEquals(List.of("frame 70", "frame 80", "frame 90"), first.subList(2, 5));

        feed.onFrame(Frames.frame(2, 81, false, false, 50), now);
        feed.onFrame(Frames.frame(0, 71, true, false, 50), now);
        EmbeddedChannel late = new EmbeddedChannel();
        feed.add(new Viewer(late), "test", now);
        List<String> joined = sent(late);
        assertTrue(joined.get(2).contains("\"sealed\",\"incarnation\":11"), joined::toString);
        assertEquals(List.of("frame 71", "frame 80", "frame 90", "frame 81"), joined.subList(3, 7));
        assertNull(feed.keyPicture(), "nothing to make a thumbnail of");
        late.finishAndReleaseAll();
    }

    @Test
    void beginsANewIncarnationWhenTheCatalogChanges() {
        up();
        frame(0, true);
        sent();
        feed.onCatalog(new Catalog(List.of(Track.video(1, "vp8", 320, 180, 30, 0, 0, ""))));
        frame(1, false);
        frame(2, true);
        List<String> then = sent();
        assertTrue(says(then, "\"catalog\",\"incarnation\":12"), then::toString);
        assertFalse(then.contains("frame 1"), "a picture whose reference belongs to what was");
        assertTrue(then.contains("frame 2"));
    }

    @Test
    void leavesOutWholeFramesForAFullConnectionAndGoesOnAtAKeyPicture() {
        up();
        frame(0, true);
        sent();
        full(true);
        frame(1, false);
        now += 2 * SECOND;
        frame(2, false);
        assertEquals(List.of(), sent());
        full(false);
        frame(3, false);
        assertEquals(List.of(), sent());
        frame(4, true);
        assertEquals(List.of("frame 4"), sent());
        feed.onSecond(now);
        assertTrue(says(sent(), "\"dropped\":{\"lagging\":"));
    }

    @Test
    void tellsStatesToAFullConnectionButNoFigures() {
        up();
        sent();
        full(true);
        feed.onSecond(now);
        assertEquals(List.of(), sent());
        feed.onDown(EndReason.TIMED_OUT);
        assertTrue(says(sent(), "\"reconnecting\""));
    }

    @Test
    void cutsAViewerWhoseConnectionIsFullForTenSeconds() {
        up();
        full(true);
        for (int i = 0; i <= 10; i++) {
            frame(i, i == 0);
            assertEquals(0, feed.onSecond(now));
            now += SECOND;
        }
        now += 1;
        assertEquals(1, feed.onSecond(now));
        assertFalse(channel.isOpen());
    }

    @Test
    void sparesAViewerWhoseConnectionTakesSomethingInTime() {
        up();
        full(true);
        feed.onSecond(now);
        now += 9 * SECOND;
        full(false);
        feed.onSecond(now);
        full(true);
        now += 9 * SECOND;
        assertEquals(0, feed.onSecond(now));
        assertTrue(channel.isOpen());
    }

    @Test
    void givesEachConnectionRoomForHalfASecondOfItsStreamWithinBounds() {
        viewer.room(0);
        assertEquals(Viewer.LEAST_BACKLOG_BYTES, channel.config().getWriteBufferHighWaterMark());
        viewer.room(16_000_000);
        assertEquals(1_000_000, channel.config().getWriteBufferHighWaterMark());
        viewer.room(Long.MAX_VALUE / 2);
        assertEquals(Viewer.MOST_BACKLOG_BYTES, channel.config().getWriteBufferHighWaterMark());
    }
}
