package io.framecast.subscriber.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.Clip;
import io.framecast.subscriber.Encoded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingFaultsTest {
    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "ts"})
    void whatWasRecordedIsThereWithoutAnEnd(String extension) throws Exception {
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        Path file = folder.resolve("out." + extension);
        FrameOutput output = open(file);
        output.onCatalog(clip.catalog());
        for (Frame frame : clip.frames()) {
            output.onFrame(frame);
        }
        // As kill -9 leaves it: never closed.
        Path copy = Files.copy(file, folder.resolve("killed." + extension));
        int recorded = Clip.read(copy, 0).video().size();
        assertTrue(
                recorded >= clip.video().size() - 61,
                recorded + " of " + clip.video().size());
        output.close();
    }

    @Test
    void beginsAtTheFirstKeyFrame() throws Exception {
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        Path file = folder.resolve("out.mp4");
        FrameOutput output = open(file);
        output.onCatalog(clip.catalog());
        for (Frame frame : clip.frames().subList(20, clip.frames().size())) {
            output.onFrame(frame);
        }
        output.close();
        Clip recorded = Clip.read(file, 0);
        assertTrue(recorded.video().get(0).key());
        assertEquals(clip.video().size() - 30, recorded.video().size());
    }

    @Test
    void aStreamThatComesBackGoesOnInTheSameFile() throws Exception {
        Clip clip = Clip.read(Clip.sample("plasma.mp4"), 2);
        Path file = folder.resolve("out.mp4");
        FrameOutput output = open(file);
        List<Frame> all = clip.frames();
        output.onCatalog(clip.catalog());
        for (Frame frame : all.subList(0, all.size() / 3)) {
            output.onFrame(frame);
        }
        output.onDown();
        output.onCatalog(clip.catalog());
        long before = all.subList(0, all.size() / 3).stream()
                .filter(f -> f.track() == 1)
                .count();
        long after = 0;
        boolean key = false;
        for (Frame frame : all.subList(all.size() * 2 / 3, all.size())) {
            key |= frame.track() == 1 && frame.key();
            after += key && frame.track() == 1 ? 1 : 0;
            output.onFrame(frame);
        }
        output.close();
        assertEquals(List.of(), heard.lines);
        List<Frame> recorded = Clip.read(file, 2).video();
        assertEquals(before + after, recorded.size());
        // The gap is as long as it was.
        long end = recorded.stream().mapToLong(Frame::captureMicros).max().orElseThrow();
        long start = recorded.stream().mapToLong(Frame::captureMicros).min().orElseThrow();
        long sentEnd =
                clip.video().stream().mapToLong(Frame::captureMicros).max().orElseThrow();
        long sentStart =
                clip.video().stream().mapToLong(Frame::captureMicros).min().orElseThrow();
        near(sentEnd - sentStart, end - start);
    }

    @Test
    void aClockThatStepsBackGoesOnBehindTheEnd() throws Exception {
        Encoded picture = Encoded.video("libopenh264", "avc1", 20);
        Path file = folder.resolve("out.mkv");
        FrameOutput output = open(file);
        Catalog catalog = new Catalog(List.of(picture.track()));
        for (int run = 0; run < 2; run++) {
            output.onCatalog(catalog);
            for (Frame frame : picture.frames()) {
                output.onFrame(frame);
            }
            output.onDown();
        }
        output.close();
        List<Long> times = Clip.relativeMicros(Clip.read(file, 0).video());
        assertEquals(40, times.size());
        near(20 * 40_000L, times.get(20));
        near(39 * 40_000L, times.get(39));
    }

    @Test
    void anotherCodecBeginsAnotherFileAndSaysSoOnce() throws Exception {
        Encoded first = Encoded.video("libopenh264", "avc1", 20);
        Encoded second = Encoded.video("libvpx-vp9", "vp09.00.10.08", 15);
        Path file = folder.resolve("out.mp4");
        FrameOutput output = open(file);
        for (Encoded part : List.of(first, second)) {
            output.onCatalog(new Catalog(List.of(part.track())));
            for (Frame frame : part.frames()) {
                output.onFrame(frame);
            }
            output.onDown();
        }
        output.close();
        assertEquals(20, Clip.read(file, 0).video().size());
        assertEquals(15, Clip.read(folder.resolve("out-2.mp4"), 0).video().size());
        assertEquals(1, heard.lines.size(), heard.lines::toString);
        assertTrue(heard.lines.get(0).contains("out-2.mp4"), heard.lines::toString);
    }

    @Test
    void neverWritesOverARecording() throws Exception {
        Path file = Files.writeString(folder.resolve("out.mp4"), "precious");
        Encoded picture = Encoded.video("libopenh264", "avc1", 5);
        FrameOutput output = open(file);
        output.onCatalog(new Catalog(List.of(picture.track())));
        for (Frame frame : picture.frames()) {
            output.onFrame(frame);
        }
        output.close();
        assertEquals("precious", Files.readString(file));
        assertEquals(5, Clip.read(folder.resolve("out-2.mp4"), 0).video().size());
        assertEquals(1, heard.lines.size());
    }

    @Test
    @EnabledOnOs(OS.LINUX) // the only system with a device that is always full
    void aFullDiskIsSaidInOneLineAndOnce() throws Exception {
        Path file = Files.createSymbolicLink(folder.resolve("out.mkv"), Path.of("/dev/full"));
        Encoded picture = Encoded.video("libopenh264", "avc1", 20);
        OutputThread thread = new OutputThread(open(file), "1AAA99", OutputThread.DEFAULT_QUEUE_BYTES, heard);
        thread.offer(new Catalog(List.of(picture.track())));
        picture.frames().forEach(thread::offer);
        thread.close();
        Files.delete(file);
        assertEquals(1, heard.failures.size());
        String message = String.valueOf(heard.failures.get(0).getMessage());
        assertTrue(message.contains("file:" + file) && message.contains("the disk is full"), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void nothingIsRecordedOfACodecThatNobodyKnows() throws Exception {
        FrameOutput output = open(folder.resolve("out.mkv"));
        Catalog unknown = new Catalog(List.of(Track.video(1, "theora", 64, 48, 25, 0, 0, "")));
        assertThrows(RunException.class, () -> output.onCatalog(unknown));
        output.close();
    }

    private static void near(long expectedMicros, long micros) {
        assertTrue(Math.abs(expectedMicros - micros) <= 1000, micros + " us instead of " + expectedMicros);
    }

    private FrameOutput open(Path file) throws RunException {
        return OutputUri.open("file:" + file, "1AAA99", OutputOptions.defaults(), heard, null);
    }
}
