package io.framecast.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.client.Publication;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a real broker over real WebSockets. */
@Timeout(120)
final class LiveTest {

    @TempDir
    Path state;

    private static byte[] payload(int number, int bytes) {
        return ByteBuffer.allocate(bytes).putInt(number).array();
    }

    private static void send(Publication stream, int number, boolean key, int bytes) {
        stream.send(1, key, false, System.currentTimeMillis() * 1000, payload(number, bytes));
    }

    @Test
    void showsAStreamFrameByFrameInOrder() throws Exception {
        try (Stage stage = new Stage(state)) {
            Publication stream = stage.publish("hall/cam-1", Stage.PICTURE);
            try (RawSocket viewer = RawSocket.watch(stage.port(), "hall/cam-1")) {
                JsonObject hello = viewer.text("hello");
                assertEquals("hall/cam-1", hello.get("id").getAsString());
                JsonObject catalog = viewer.text("catalog");
                assertEquals("A title", catalog.get("title").getAsString());
                JsonObject track = catalog.getAsJsonArray("tracks").get(0).getAsJsonObject();
                assertEquals("avc1.42c01f", track.get("codec").getAsString());
                for (int i = 0; i < 50; i++) {
                    int bytes = i % 10 == 0 ? 70_000 : 100 * i;
                    send(stream, i, i % 10 == 0, Math.max(4, bytes));
                    RawSocket.Message frame = viewer.frame();
                    assertArrayEquals(payload(i, Math.max(4, bytes)), frame.payload());
                    assertEquals(i % 10 == 0 ? 1 : 0, frame.flags() & ~4);
                    assertEquals(catalog.get("incarnation").getAsLong(), Integer.toUnsignedLong(frame.incarnation()));
                }
            }
        }
    }

    @Test
    void showsALateViewerTheCachedGroupAtOnce() throws Exception {
        try (Stage stage = new Stage(state)) {
            Publication stream = stage.publish("cam", Stage.PICTURE);
            try (RawSocket first = RawSocket.watch(stage.port(), "cam")) {
                first.text("catalog");
                for (int i = 0; i < 7; i++) {
                    send(stream, i, i == 0 || i == 4, 500);
                    first.frame();
                }
                try (RawSocket late = RawSocket.watch(stage.port(), "cam")) {
                    for (int i = 4; i < 7; i++) {
                        RawSocket.Message frame = late.frame();
                        assertArrayEquals(payload(i, 500), frame.payload());
                        assertEquals(i == 4 ? 5 : 4, frame.flags());
                    }
                    send(stream, 7, false, 500);
                    assertEquals(0, late.frame().flags());
                }
            }
        }
    }

    @Test
    void waitsForAnUnknownStreamAndGoesOnWhenItAppears() throws Exception {
        try (Stage stage = new Stage(state);
                RawSocket viewer = RawSocket.watch(stage.port(), "later")) {
            viewer.state("waiting");
            Publication stream = stage.publish("later", Stage.PICTURE);
            viewer.state("live");
            viewer.text("catalog");
            send(stream, 0, true, 100);
            assertArrayEquals(payload(0, 100), viewer.frame().payload());
        }
    }

    @Test
    void saysThatAStreamHasEnded() throws Exception {
        try (Stage stage = new Stage(state)) {
            Publication stream = stage.publish("cam", Stage.PICTURE);
            try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
                viewer.text("catalog");
                stream.end().get(10, TimeUnit.SECONDS);
                viewer.state("ended");
            }
        }
    }

    @Test
    void goesOnWithANewIncarnationAfterTheBrokerWasRestarted() throws Exception {
        try (Stage stage = new Stage(state)) {
            Publication stream = stage.publish("cam", Stage.PICTURE);
            try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
                long before = viewer.text("catalog").get("incarnation").getAsLong();
                send(stream, 0, true, 100);
                viewer.frame();
                stage.restartBroker();
                viewer.state("reconnecting");
                viewer.state("live");
                long after = viewer.text("catalog").get("incarnation").getAsLong();
                assertNotEquals(before, after);
                send(stream, 1, true, 100);
                assertEquals(after, Integer.toUnsignedLong(viewer.frame().incarnation()));
            }
        }
    }

    @Test
    void answersPingsAndPausesAndResumesFromTheCache() throws Exception {
        try (Stage stage = new Stage(state)) {
            Publication stream = stage.publish("cam", Stage.PICTURE);
            try (RawSocket viewer = RawSocket.watch(stage.port(), "cam");
                    RawSocket other = RawSocket.watch(stage.port(), "cam")) {
                viewer.text("catalog");
                other.text("catalog");
                viewer.say("{\"type\":\"ping\",\"t0\":41.5}");
                assertEquals(41.5, viewer.text("pong").get("t0").getAsDouble());
                viewer.say("{\"type\":\"pause\"}");
                viewer.say("{\"type\":\"ping\",\"t0\":1}");
                viewer.text("pong");
                for (int i = 0; i < 3; i++) {
                    send(stream, i, i == 0, 100);
                    other.frame();
                }
                viewer.say("{\"type\":\"resume\"}");
                for (int i = 0; i < 3; i++) {
                    RawSocket.Message frame = viewer.frame();
                    assertArrayEquals(payload(i, 100), frame.payload());
                    assertEquals(4, frame.flags() & 4);
                }
            }
        }
    }

    @Test
    void tellsTheFiguresOfTheStreamEverySecond() throws Exception {
        try (Stage stage = new Stage(state)) {
            Publication stream = stage.publish("cam", Stage.PICTURE);
            try (RawSocket viewer = RawSocket.watch(stage.port(), "cam")) {
                viewer.text("catalog");
                send(stream, 0, true, 100);
                viewer.frame();
                JsonObject stats = viewer.text("stats");
                for (String field : List.of(
                        "absolute", "hops", "lost", "repaired", "broken", "dropped", "watching", "bitrate", "fps")) {
                    assertTrue(stats.has(field), () -> field + " in " + stats);
                }
                assertEquals(1, stats.get("watching").getAsInt());
                assertTrue(stats.getAsJsonObject("hops").has("gateway"), stats::toString);
            }
        }
    }

    /**
     * 200 viewers, one of which never reads: the others get every frame, there is one subscription, and memory stays within what the
     * cache and one full connection hold.
     */
    @Test
    void servesTwoHundredViewersOfOneStreamWithOneOfThemStalled() throws Exception {
        int frames = 300;
        int bytes = 8_000;
        try (Stage stage = new Stage(state);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Publication stream = stage.publish("cam", Stage.PICTURE);
            try (RawSocket stalled = new RawSocket(stage.port(), 4096)) {
                stalled.upgrade("cam");
                LinkedBlockingQueue<Long> seen = new LinkedBlockingQueue<>();
                List<RawSocket> viewers = new ArrayList<>();
                List<Future<Integer>> counts = new ArrayList<>();
                try {
                    for (int i = 0; i < 199; i++) {
                        RawSocket viewer = RawSocket.watch(stage.port(), "cam");
                        viewers.add(viewer);
                        viewer.text("catalog");
                        boolean first = i == 0;
                        counts.add(threads.submit(inOrder(viewer, frames, first ? seen : null)));
                    }
                    long before = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
                    for (int i = 0; i < frames; i++) {
                        send(stream, i, i % 30 == 0, bytes);
                        seen.poll(20, TimeUnit.SECONDS);
                    }
                    for (Future<Integer> count : counts) {
                        assertEquals(frames, count.get(60, TimeUnit.SECONDS));
                    }
                    long pinned = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - before;
                    assertTrue(pinned < 16 << 20, () -> pinned + " bytes are held");
                    assertEquals(1, stage.snapshot().subscriptions());
                    assertEquals(1, stage.snapshot().streams().getFirst().subscribers());
                } finally {
                    for (RawSocket viewer : viewers) {
                        viewer.close();
                    }
                }
            }
        }
    }

    private static Callable<Integer> inOrder(RawSocket viewer, int frames, @Nullable LinkedBlockingQueue<Long> seen) {
        return () -> {
            for (int i = 0; i < frames; i++) {
                RawSocket.Message frame = frame(viewer, i);
                if (seen != null) {
                    seen.add(frame.number());
                }
            }
            return frames;
        };
    }

    private static RawSocket.Message frame(RawSocket viewer, int wanted) throws IOException {
        RawSocket.Message frame = viewer.frame();
        int number = ByteBuffer.wrap(frame.payload()).getInt();
        assertEquals(wanted, number, "frames in order and none missing");
        return frame;
    }
}
