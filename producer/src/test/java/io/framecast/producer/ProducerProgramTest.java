package io.framecast.producer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.ClientOptions;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.producer.source.SourceOptions;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a source over a broker to someone who watches. */
@Timeout(60)
class ProducerProgramTest {
    private static final String ID = "1AAA99";
    private static final SourceOptions PLAIN = SourceOptions.DEFAULT;

    @TempDir
    private Path state;

    @TempDir
    private Path folder;

    /** A producer on a thread of its own. */
    private record Running(Thread thread, CompletableFuture<@Nullable Exception> over) {
        static Running of(ProducerOptions options) {
            CompletableFuture<@Nullable Exception> over = new CompletableFuture<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    ProducerProgram.run(options);
                    over.complete(null);
                } catch (RunException | InterruptedException | UsageException e) {
                    over.complete(e);
                }
            });
            return new Running(thread, over);
        }

        @Nullable
        Exception outcome() throws Exception {
            return over.get(20, TimeUnit.SECONDS);
        }
    }

    private static ProducerOptions options(String source, SourceOptions sourceOptions, ClientOptions client) {
        return ProducerOptions.of(ID, source, sourceOptions, client);
    }

    @Test
    void sendsEveryFileOfAFolderAndEndsWhenAllHasArrived() throws Exception {
        long seed = 21;
        Random random = new Random(seed);
        byte[][] files = new byte[1000][];
        for (int i = 0; i < files.length; i++) {
            files[i] = new byte[1 + random.nextInt(i % 100 == 0 ? 200_000 : 6000)];
            random.nextBytes(files[i]);
            Files.write(folder.resolve(i + ".jpg"), files[i]);
        }
        try (Watching watching = new Watching(state, ID)) {
            Watching.await("waiting", () -> watching.waiting);
            Running producer = Running.of(options("frames:" + folder, PLAIN.withRate(500), watching.options()));
            assertEquals(null, producer.outcome());
            Watching.await("the end", () -> !watching.ends.isEmpty());
            List<Frame> frames = watching.of(1);
            assertEquals(files.length, frames.size(), "seed " + seed);
            for (int i = 0; i < files.length; i++) {
                assertArrayEquals(files[i], frames.get(i).payload(), "frame " + i + ", seed " + seed);
                assertEquals(
                        i * 2000L, frames.get(i).captureMicros() - frames.get(0).captureMicros());
            }
            assertEquals(List.of(EndReason.ENDED), watching.ends);
            System.out.println(frames.size() + " of " + files.length + " frames, byte for byte, the last included");
        }
    }

    @Test
    void sendsAFileWithSoundInDecodeOrderAndInStep() throws Exception {
        try (Watching watching = new Watching(state, ID)) {
            Watching.await("waiting", () -> watching.waiting);
            Running producer = Running.of(options(
                    "file:src/test/resources/io/framecast/producer/source/b-frames.mp4", PLAIN, watching.options()));
            assertEquals(null, producer.outcome());
            Watching.await("the end", () -> !watching.ends.isEmpty());
            Catalog catalog = watching.catalog;
            assertTrue(catalog != null && catalog.video().orElseThrow().reorder() == 2);
            assertEquals(60, watching.of(1).size());
            assertEquals(95, watching.of(2).size());
            long first = watching.of(1).get(0).captureMicros();
            List<Long> shown = watching.of(1).stream()
                    .map(frame -> frame.captureMicros() - first)
                    .sorted()
                    .toList();
            for (int i = 0; i < 60; i++) {
                assertTrue(Math.abs(shown.get(i) - i * 1e6 / 30) <= 1, i + " is shown at " + shown.get(i));
            }
            assertEquals(-21_333, watching.of(2).get(0).captureMicros() - first);
        }
    }

    @Test
    void asksALiveSourceForAKeyFrameAndStopsWhenInterrupted() throws Exception {
        try (Watching watching = new Watching(state, ID)) {
            Running producer = Running.of(options("test:160x96@60", PLAIN, watching.options()));
            Watching.await("pictures", () -> watching.of(1).size() > 20);
            long late =
                    System.currentTimeMillis() * 1000 - watching.of(1).getLast().captureMicros();
            assertTrue(Math.abs(late) < 500_000, "captured " + late + " us ago");
            assertTrue(watching.of(1).get(0).key());
            assertFalse(watching.of(2).isEmpty());
            long start = System.nanoTime();
            producer.thread().interrupt();
            assertInstanceOf(InterruptedException.class, producer.outcome());
            Watching.await("the end", () -> !watching.ends.isEmpty());
            long tookMillis = (System.nanoTime() - start) / 1_000_000;
            assertEquals(List.of(EndReason.ENDED), watching.ends);
            assertTrue(tookMillis < 1500, "stopping took " + tookMillis + " ms");
            System.out.println("stopped within " + tookMillis + " ms");
        }
    }

    @Test
    void waitsForABrokerThatIsStartedLastAndOutlivesItsRestart() throws Exception {
        try (Watching watching = new Watching(state, ID)) {
            watching.stopBroker();
            Running producer = Running.of(
                    options("frames:../samples/frames", PLAIN.withLoop().withRate(100), watching.options()));
            assertFalse(producer.over().isDone());
            watching.startBroker();
            Watching.await("pictures", () -> watching.frames.size() > 50);
            watching.stopBroker();
            watching.frames.clear();
            watching.startBroker();
            Watching.await("pictures again", () -> watching.frames.size() > 50);
            producer.thread().interrupt();
            assertInstanceOf(InterruptedException.class, producer.outcome());
        }
    }

    @Test
    void stopsWhenAnotherProducerTakesTheIdOver() throws Exception {
        try (Watching watching = new Watching(state, ID)) {
            // The same state folder makes them the same owner, which takes over at once.
            ClientOptions owner = watching.options().withState(folder);
            Running first = Running.of(options("test:160x96@30", PLAIN, owner));
            Watching.await("live", () -> !watching.of(1).isEmpty());
            Running second = Running.of(options("test:320x180@30", PLAIN, owner));
            RunException e = assertInstanceOf(RunException.class, first.outcome());
            assertTrue(String.valueOf(e.getMessage()).startsWith(ID + " was taken over by another producer"));
            assertFalse(second.over().isDone());
            second.thread().interrupt();
            second.outcome();
        }
    }

    @Test
    void saysWhatIsWrongBeforeAnythingIsSent() throws Exception {
        ClientOptions nowhere = ClientOptions.to("127.0.0.1:9");
        assertInstanceOf(
                UsageException.class,
                Running.of(options("file:/no/such.mp4", PLAIN, nowhere)).outcome());
        Files.write(folder.resolve("1.jpg"), new byte[0]);
        assertInstanceOf(
                RunException.class,
                Running.of(options("frames:" + folder, PLAIN, nowhere)).outcome());
        assertInstanceOf(
                UsageException.class,
                Running.of(ProducerOptions.of("not an id", "test:160x96", PLAIN, nowhere))
                        .outcome());
        assertThrows(
                UsageException.class,
                () -> new ProducerOptions(
                        ID, "test:", PLAIN, nowhere, java.time.Duration.ofSeconds(-1), "", List.of(), 1200));
    }
}
