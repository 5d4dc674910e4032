package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.protocol.media.Track;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of frames. */
class FramesSourceTest {
    private static final SourceOptions PLAIN = SourceOptions.DEFAULT;

    @TempDir
    private Path folder;

    @Test
    void sendsEveryFileByteForByteInNaturalOrder() throws Exception {
        long seed = 7;
        Random random = new Random(seed);
        byte[][] bytes = new byte[120][];
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = new byte[1 + random.nextInt(5000)];
            random.nextBytes(bytes[i]);
            // Neither padded nor written in order.
            Files.write(folder.resolve("frame" + (i + 1) + ".jpg"), bytes[i]);
        }
        Recorded recorded = Recorded.of("frames:" + folder, PLAIN);
        assertEquals(bytes.length, recorded.video().size());
        for (int i = 0; i < bytes.length; i++) {
            SourceFrame frame = recorded.video().get(i);
            assertArrayEquals(bytes[i], frame.payload(), "frame " + i + ", seed " + seed);
            assertTrue(frame.key());
            assertEquals(i * 40_000L, frame.presentationMicros());
            assertEquals(i * 40_000L, frame.decodeMicros());
        }
        Track track = recorded.catalog().video().orElseThrow();
        assertEquals(
                "mjpeg 0x0 25.0", track.codec() + " " + track.width() + "x" + track.height() + " " + track.framerate());
    }

    @Test
    void readsTheSizeOutOfTheHeader() throws Exception {
        Track track = Recorded.of("frames:" + Media.SAMPLES.resolve("frames"), PLAIN)
                .catalog()
                .video()
                .orElseThrow();
        assertEquals("mjpeg 320x180", track.codec() + " " + track.width() + "x" + track.height());
    }

    @Test
    void startsPieceKWithFrameKTimesFOverA() throws Exception {
        Recorded both = Recorded.of(
                "frames:" + Media.SAMPLES.resolve("frames") + "?audio=" + Media.SAMPLES.resolve("frames-audio"),
                PLAIN.withRate(50));
        assertEquals(125, both.video().size());
        assertEquals(13, both.audio().size());
        assertEquals("mp3", both.catalog().audio().orElseThrow().codec());
        for (int k = 0; k < 13; k++) {
            assertEquals(
                    Math.round(k * 125 / 13.0 / 50 * 1e6), both.audio().get(k).presentationMicros());
            Path piece = Media.SAMPLES.resolve("frames-audio/0000%02d.mp3".formatted(k + 1));
            assertArrayEquals(Files.readAllBytes(piece), both.audio().get(k).payload());
        }
    }

    @Test
    void loopsWithoutAJump() throws Exception {
        for (String name : List.of("1.png", "2.png", "10.png")) {
            Files.writeString(folder.resolve(name), name);
        }
        FrameSource source = SourceUri.open("frames:" + folder, PLAIN.withLoop().withRate(30));
        List<SourceFrame> frames = Recorded.of(source, 3001).frames();
        assertEquals(100_000_000, frames.get(3000).presentationMicros());
        assertEquals("10.png", new String(frames.get(2999).payload(), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void saysWhatIsWrongWithAFolderBeforeAnythingIsSent() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertUsage("frames:" + empty, "holds no files");
        assertUsage("frames:" + folder.resolve("none"), "there is no folder");
        assertUsage("frames:", "names no folder");
        assertUsage("frames:" + folder + "?sound=x", "audio");
        Files.write(empty.resolve("1.jpg"), new byte[] {1});
        Files.write(empty.resolve("2.jpg"), new byte[0]);
        assertRun("frames:" + empty, "2.jpg is empty");
        try (RandomAccessFile large =
                new RandomAccessFile(empty.resolve("2.jpg").toFile(), "rw")) {
            large.setLength(FileFolder.MAX_BYTES);
            Recorded.of("frames:" + empty, PLAIN);
            large.setLength(FileFolder.MAX_BYTES + 1);
        }
        assertRun("frames:" + empty, "16 MiB");
    }

    private static void assertUsage(String uri, String part) {
        UsageException e = assertThrows(UsageException.class, () -> SourceUri.open(uri, PLAIN));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    private static void assertRun(String uri, String part) {
        RunException e = assertThrows(
                RunException.class, () -> SourceUri.open(uri, PLAIN).open());
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
}
