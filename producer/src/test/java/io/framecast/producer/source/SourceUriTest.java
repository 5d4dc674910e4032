package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.producer.libav.VideoCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a malformed source gets: one line, and nothing half started. */
class SourceUriTest {
    private static final SourceOptions PLAIN = SourceOptions.DEFAULT;

    @TempDir
    private Path folder;

    @Test
    void saysWhatIsPossibleWhenAUriIsMalformed() {
        assertUsage("clip.mp4", "not one of camera:, file:clip.mp4");
        assertUsage("ftp:clip.mp4", "not one of");
        assertUsage("file:", "names no file");
        assertUsage("file:/no/such/clip.mp4", "there is no such file");
        assertUsage("file:" + folder, "a folder is frames:");
        assertUsage("test:big", "1280x720");
        assertUsage("test:1281x720", "must be even");
        assertUsage("test:1280x8", "16 to 8192");
        assertUsage("test:1280x720@fast", "0.01 to 1000");
        assertUsage("test:1280x720@500", "1 to 240");
        assertUsage("camera:0?sise=1x1", "audio, fps, size");
        assertUsage("camera:0?size=large", "1280x720");
        assertUsage("camera:0?fps=0", "0.01 to 1000");
    }

    @Test
    void saysTheRangeOfAnOption() {
        assertThrows(UsageException.class, () -> PLAIN.withRate(-1));
        assertThrows(UsageException.class, () -> PLAIN.withRate(Double.NaN));
        assertThrows(UsageException.class, () -> new SourceOptions(0, false, null, 1, 0, 0, 0));
        assertThrows(UsageException.class, () -> new SourceOptions(0, false, null, 0, 15, 20, 0));
        assertThrows(UsageException.class, () -> new SourceOptions(0, false, null, 0, 0, 0, 61));
        UsageException codec = assertThrows(UsageException.class, () -> VideoCodec.named("x265"));
        assertEquals("--codec x265: not one of h264, vp8, vp9, av1, mjpeg", codec.getMessage());
    }

    @Test
    void doesNotStartStandardInputAgain() {
        UsageException e = assertThrows(UsageException.class, () -> SourceUri.open("-", PLAIN.withLoop()));
        assertTrue(String.valueOf(e.getMessage()).contains("--loop"));
    }

    @Test
    void saysThatAFileIsDamagedWhenItIsOpened() throws Exception {
        long seed = 3;
        byte[] junk = new byte[10_000];
        new Random(seed).nextBytes(junk);
        byte[] clip = Files.readAllBytes(Media.B_FRAMES);
        Path file = folder.resolve("clip.mp4");
        for (byte[] bytes : new byte[][] {new byte[0], junk, java.util.Arrays.copyOf(clip, 200)}) {
            Files.write(file, bytes);
            RunException e = assertThrows(
                    RunException.class,
                    () -> SourceUri.open("file:" + file, PLAIN).open(),
                    "seed " + seed);
            assertTrue(String.valueOf(e.getMessage()).startsWith("file:" + file + " cannot be read: "), e.getMessage());
            assertEquals(1, String.valueOf(e.getMessage()).lines().count());
        }
    }

    private static void assertUsage(String uri, String part) {
        UsageException e = assertThrows(UsageException.class, () -> SourceUri.open(uri, PLAIN));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
        assertEquals(1, String.valueOf(e.getMessage()).lines().count());
    }
}
