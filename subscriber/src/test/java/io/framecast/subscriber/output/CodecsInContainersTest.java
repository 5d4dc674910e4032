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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecsInContainersTest {
    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    @ParameterizedTest
    @CsvSource({
        "libopenh264, avc1, aac, mp4a.40.2, mp4",
        "libopenh264, avc1, libopus, opus, mp4",
        "libopenh264, avc1, libmp3lame, mp3, mp4",
        "libopenh264, avc1, libopus, opus, ts",
        "libopenh264, avc1, libmp3lame, mp3, ts",
        "libopenh264, avc1, aac, mp4a.40.2, mkv",
        "libvpx, vp8, libopus, opus, mkv",
        "libvpx-vp9, vp09.00.10.08, libopus, opus, mkv",
        "libvpx-vp9, vp09.00.10.08, libopus, opus, mp4",
        "libaom-av1, av01.0.00M.08, libopus, opus, mkv",
        "libaom-av1, av01.0.00M.08, aac, mp4a.40.2, mp4",
        "mjpeg, mjpeg, libmp3lame, mp3, mp4",
        "mjpeg, mjpeg, libmp3lame, mp3, mkv",
        "png, png, aac, mp4a.40.2, mkv",
    })
    void carriesEveryUnitAtItsTime(
            String videoEncoder, String video, String audioEncoder, String audio, String extension) throws Exception {
        Encoded picture = Encoded.video(videoEncoder, video, 30);
        Encoded sound = Encoded.audio(audioEncoder, audio, 40);
        assertEquals(30, picture.frames().size());
        Clip recorded = Clip.read(record(extension, picture, sound), 0);
        assertEquals(picture.frames().size(), recorded.video().size());
        assertEquals(sound.frames().size(), recorded.audio().size());
        near(picture.frames(), recorded.video());
        near(sound.frames(), recorded.audio());
        assertEquals(true, recorded.video().get(0).key());
        long sent =
                sound.frames().get(0).captureMicros() - picture.frames().get(0).captureMicros();
        long kept = recorded.audio().get(0).captureMicros()
                - recorded.video().get(0).captureMicros();
        assertTrue(Math.abs(sent - kept) <= 1000, "sound moved by " + (kept - sent) + " us");
    }

    @Test
    void takesPiecesOfSoundApart() throws Exception {
        Encoded picture = Encoded.video("mjpeg", "mjpeg", 30);
        List<Frame> pieces = new ArrayList<>();
        long units = 0;
        for (int i = 0; i < 3; i++) {
            byte[] piece = Files.readAllBytes(Clip.sample("frames-audio").resolve("00000" + (i + 1) + ".mp3"));
            pieces.add(new Frame(2, 0, i, true, false, 0, Clip.START_MICROS + i * 400_000L, piece));
            units += 16;
        }
        Encoded sound = new Encoded(Track.audio(2, "mp3", 48_000, 1, 0, ""), pieces);
        Clip recorded = Clip.read(record("mkv", picture, sound), 0);
        assertTrue(recorded.audio().size() >= units, "only " + recorded.audio().size() + " packets");
        List<Long> times = Clip.relativeMicros(recorded.audio());
        assertTrue(times.stream().anyMatch(t -> Math.abs(t - 400_000) <= 1000), "no packet at 400 ms: " + times);
    }

    @Test
    void recordsSoundAlone() throws Exception {
        Encoded sound = Encoded.audio("aac", "mp4a.40.2", 40);
        Path file = folder.resolve("out.mp4");
        FrameOutput output = OutputUri.open("file:" + file, "a", OutputOptions.defaults(), heard, null);
        output.onCatalog(new Catalog(List.of(sound.track())));
        for (Frame frame : sound.frames()) {
            output.onFrame(frame);
        }
        output.close();
        near(sound.frames(), Clip.read(file, 0).audio());
    }

    @Test
    void saysWhatAContainerCannotCarry() throws Exception {
        FrameOutput output =
                OutputUri.open("file:" + folder.resolve("out.ts"), "a", OutputOptions.defaults(), heard, null);
        Catalog vp8 = new Catalog(List.of(Track.video(1, "vp8", 64, 48, 25, 0, 0, "")));
        String message = String.valueOf(
                assertThrows(RunException.class, () -> output.onCatalog(vp8)).getMessage());
        assertTrue(message.contains("MPEG-TS cannot carry vp8; use --output file:"), message);
    }

    private Path record(String extension, Encoded picture, Encoded sound) throws Exception {
        Path file = folder.resolve("out." + extension);
        FrameOutput output = OutputUri.open("file:" + file, "a", OutputOptions.defaults(), heard, null);
        output.onCatalog(new Catalog(List.of(picture.track(), sound.track())));
        List<Frame> all = new ArrayList<>(picture.frames());
        all.addAll(sound.frames());
        all.sort(Comparator.comparingLong(Frame::captureMicros));
        for (Frame frame : all) {
            output.onFrame(frame);
        }
        output.close();
        assertEquals(List.of(), heard.lines);
        return file;
    }

    private static void near(List<Frame> sent, List<Frame> recorded) {
        List<Long> expected = Clip.relativeMicros(sent);
        List<Long> actual = Clip.relativeMicros(recorded);
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            long off = actual.get(i) - expected.get(i);
            assertTrue(Math.abs(off) <= 1000, "unit " + i + " is off by " + off + " us");
        }
    }
}
