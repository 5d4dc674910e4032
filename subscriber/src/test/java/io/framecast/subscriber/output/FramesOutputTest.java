package io.framecast.subscriber.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FramesOutputTest {
    private static final Catalog PICTURES = new Catalog(
            List.of(Track.video(1, "mjpeg", 320, 180, 25, 0, 0, ""), Track.audio(2, "mp3", 48_000, 1, 0, "")));

    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    @Test
    void writesEachFrameUnderItsNumberInTheOrderOfArrival() throws Exception {
        FrameOutput output = open("frames:" + folder.resolve("out"));
        output.onCatalog(PICTURES);
        output.onFrame(frame(1, 40, bytes(1, 1000)));
        output.onFrame(frame(2, 7, bytes(2, 100)));
        output.onFrame(frame(1, 41, bytes(3, 2000)));
        output.close();
        assertArrayEquals(bytes(1, 1000), Files.readAllBytes(folder.resolve("out/000001.jpg")));
        assertArrayEquals(bytes(3, 2000), Files.readAllBytes(folder.resolve("out/000002.jpg")));
        assertArrayEquals(bytes(2, 100), Files.readAllBytes(folder.resolve("out/audio/000001.mp3")));
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void namesFilesByTheirCodec() throws Exception {
        FrameOutput output = open("frames:" + folder);
        output.onCatalog(new Catalog(List.of(Track.video(1, "avc1.42c01f", 0, 0, 0, 0, 0, ""))));
        output.onFrame(frame(1, 0, bytes(1, 10)));
        output.onCatalog(new Catalog(List.of(Track.video(1, "png", 0, 0, 0, 0, 0, ""))));
        output.onFrame(frame(1, 1, bytes(2, 10)));
        assertTrue(Files.exists(folder.resolve("000001.h264")));
        assertTrue(Files.exists(folder.resolve("000002.png")));
    }

    @Test
    void goesOnBehindWhatTheFolderAlreadyHolds() throws Exception {
        Files.write(folder.resolve("000041.jpg"), bytes(9, 9));
        FrameOutput output = open("frames:" + folder);
        output.onCatalog(PICTURES);
        output.onFrame(frame(1, 0, bytes(1, 10)));
        assertArrayEquals(bytes(9, 9), Files.readAllBytes(folder.resolve("000041.jpg")));
        assertTrue(Files.exists(folder.resolve("000042.jpg")));
        assertEquals(1, heard.lines.size());
    }

    @Test
    void aReaderNeverSeesHalfAFile() throws Exception {
        FrameOutput output = open("frames:" + folder);
        output.onCatalog(PICTURES);
        int size = 300_000;
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean half = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                try (Stream<Path> files = Files.list(folder)) {
                    if (files.filter(f -> f.toString().endsWith(".jpg"))
                            .anyMatch(f -> f.toFile().length() != size)) {
                        half.set(true);
                    }
                } catch (IOException e) {
                    half.set(true);
                }
            }
        });
        for (int i = 0; i < 200; i++) {
            output.onFrame(frame(1, i, bytes(i, size)));
        }
        done.set(true);
        reader.join();
        assertEquals(false, half.get());
    }

    @Test
    void keepsWhatIsThereWhenTheFolderCannotBeWrittenAnyMore() throws Exception {
        Path out = folder.resolve("out");
        FrameOutput output = open("frames:" + out);
        output.onCatalog(PICTURES);
        output.onFrame(frame(1, 0, bytes(1, 10)));
        Files.move(out, folder.resolve("away"));
        RunException e = assertThrows(RunException.class, () -> output.onFrame(frame(1, 1, bytes(2, 10))));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("frames:" + out), message);
        assertEquals(1, message.lines().count());
        assertArrayEquals(bytes(1, 10), Files.readAllBytes(folder.resolve("away/000001.jpg")));
    }

    @Test
    void refusesAFileInThePlaceOfTheFolder() throws Exception {
        Path file = Files.write(folder.resolve("file"), bytes(1, 1));
        assertThrows(UsageException.class, () -> open("frames:" + file));
    }

    private FrameOutput open(String uri) throws RunException {
        return OutputUri.open(uri, "1AAA99", OutputOptions.defaults(), heard, null);
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Frame frame(int track, long number, byte[] payload) {
        return new Frame(track, 0, number, true, false, 0, number * 40_000, payload);
    }
}
