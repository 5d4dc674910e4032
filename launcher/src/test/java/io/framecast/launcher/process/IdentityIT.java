package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes in comes out: every byte, in order, none missing, the last one included. */
@Timeout(240)
class IdentityIT {

    private static final int FRAMES = 3000;
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void everyFrameOf3000ArrivesByteForByte() throws Exception {
        long seed = 3000;
        Path sent = Files.createDirectory(folder.resolve("sent"));
        Random random = new Random(seed);
        for (int i = 1; i <= FRAMES; i++) {
            byte[] frame = new byte[1 + random.nextInt(i % 50 == 0 ? 120_000 : 12_000)];
            random.nextBytes(frame);
            Files.write(sent.resolve(String.format(Locale.ROOT, "%d.jpg", i)), frame);
        }
        Path got = folder.resolve("got");
        String address = "127.0.0.1:" + Ports.freeUdp();
        try (Framecast broker = Framecast.start(folder.resolve("b"), "broker", "--bind", address, "--admin", "off");
                Framecast subscriber = Framecast.start(
                        folder.resolve("s"),
                        "subscriber",
                        "--broker",
                        address,
                        "--subscribe",
                        "x",
                        "--output",
                        "frames:" + got,
                        "--stats",
                        "json")) {
            subscriber.awaitLog("is not live", LONG);
            try (Framecast producer = Framecast.start(
                    folder.resolve("p"),
                    "producer",
                    "--broker",
                    address,
                    "--id",
                    "x",
                    "--rate",
                    "100",
                    "--source",
                    "frames:" + sent)) {
                assertEquals(0, producer.exitCode(LONG), producer::all);
            }
            subscriber.awaitLog("has ended", LONG);
            subscriber.signal("INT");
            assertEquals(130, subscriber.exitCode(LONG), subscriber::all);
            assertEquals(FRAMES, count(got), () -> "seed " + seed + "\n" + subscriber.all() + "\n" + broker.all());
        }
        for (int i = 1; i <= FRAMES; i++) {
            int frame = i;
            assertEquals(
                    hash(sent.resolve(i + ".jpg")),
                    hash(got.resolve(String.format(Locale.ROOT, "%06d.jpg", i))),
                    () -> "seed " + seed + ", frame " + frame);
        }
    }

    @Test
    void aRecordingHasTheAccessUnitsAndTimesOfTheFile() throws Exception {
        Path clip = Samples.FOLDER.resolve("clock.mp4");
        Path recording = folder.resolve("recording.mp4");
        String address = "127.0.0.1:" + Ports.freeUdp();
        try (Framecast broker = Framecast.start(folder.resolve("b"), "broker", "--bind", address, "--admin", "off");
                Framecast subscriber = Framecast.start(
                        folder.resolve("s"),
                        "subscriber",
                        "--broker",
                        address,
                        "--subscribe",
                        "x",
                        "--output",
                        "file:" + recording)) {
            subscriber.awaitLog("is not live", LONG);
            try (Framecast producer = Framecast.start(
                    folder.resolve("p"), "producer", "--broker", address, "--id", "x", "--source", "file:" + clip)) {
                assertEquals(0, producer.exitCode(LONG), producer::all);
            }
            subscriber.awaitLog("has ended", LONG);
            subscriber.signal("INT");
            assertEquals(130, subscriber.exitCode(LONG), () -> subscriber.all() + broker.all());
        }
        MediaFile sent = MediaFile.read(clip);
        MediaFile got = MediaFile.read(recording);
        assertSameTimes(sent.videoMillis(), got.videoMillis(), sent.videoMillis(), got.videoMillis());
        assertSameTimes(sent.audioMillis(), got.audioMillis(), sent.videoMillis(), got.videoMillis());
    }

    /** To 1 ms, relative to the first picture. */
    private static void assertSameTimes(
            List<Double> sent, List<Double> got, List<Double> sentPictures, List<Double> gotPictures) {
        assertEquals(sent.size(), got.size(), "access units");
        for (int i = 0; i < sent.size(); i++) {
            double expected = sent.get(i) - sentPictures.getFirst();
            assertEquals(expected, got.get(i) - gotPictures.getFirst(), 1.0, "access unit " + i);
        }
    }

    private static long count(Path frames) throws IOException {
        try (Stream<Path> files = Files.list(frames)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            return all.size();
        }
    }

    private static String hash(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
