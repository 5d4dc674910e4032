package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.producer.libav.Remuxer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the frames of a file are sent and shown. */
class FileTimesTest {
    private static final SourceOptions AS_IT_IS = SourceOptions.DEFAULT;

    /** Times are rounded to microseconds, and to 1/90 000 s in some containers. */
    private static final long ROUNDING_MICROS = 12;

    @TempDir
    private Path folder;

    @Test
    void sendsFramesWithBFramesInDecodeOrderAndSaysWhenEachIsShown() throws Exception {
        Recorded b = Recorded.of(Media.uri(Media.B_FRAMES), AS_IT_IS);
        int reorder = b.catalog().video().orElseThrow().reorder();
        assertTrue(reorder > 0, "the catalog says that pictures are reordered");
        assertEquals(60, b.video().size());
        assertEvenly(b.video(), 1e6 / 30);
        List<Long> inDecodeOrder =
                b.video().stream().map(SourceFrame::presentationMicros).toList();
        assertTrue(!inDecodeOrder.equals(Recorded.presentations(b.video())), "some come before their turn");
        for (SourceFrame frame : b.video()) {
            assertTrue(frame.decodeMicros() <= frame.presentationMicros(), "sent before it is shown: " + frame);
        }
        assertTrue(b.video().stream().anyMatch(SourceFrame::discardable), "B-frames nobody refers to are marked");
        System.out.println("B-frames: 60 of 60, reorder " + reorder + ", first decode times "
                + b.video().stream().limit(4).map(SourceFrame::decodeMicros).toList() + ", shown "
                + inDecodeOrder.subList(0, 4));
    }

    @Test
    void neverSendsBackwardsInTimeOverAllTracks() throws Exception {
        for (Path file : List.of(Media.B_FRAMES, Media.VP9_OPUS, Media.SAMPLES.resolve("plasma.mp4"))) {
            long last = Long.MIN_VALUE;
            for (SourceFrame frame : Recorded.of(Media.uri(file), AS_IT_IS).frames()) {
                assertTrue(frame.decodeMicros() >= last, file + ": " + frame + " after " + last);
                last = frame.decodeMicros();
            }
        }
    }

    @Test
    void keepsAVariableFrameRate() throws Exception {
        long[] lasting = {20_000, 40_000, 100_000, 10_000};
        for (String container : List.of("mp4", "mkv")) {
            Path file = folder.resolve("variable." + container);
            long[] at = {0};
            Remuxer.remux(Media.SAMPLES.resolve("life.mp4"), file, Map.of(), (video, index, old) -> {
                long start = at[0];
                at[0] += lasting[index % lasting.length];
                return new Remuxer.Times(start, start, lasting[index % lasting.length]);
            });
            List<Long> shown = Recorded.presentations(
                    Recorded.of(Media.uri(file), AS_IT_IS).video());
            assertEquals(300, shown.size());
            long expected = 0;
            long worst = 0;
            for (int i = 0; i < shown.size(); i++) {
                worst = Math.max(worst, Math.abs(shown.get(i) - expected));
                expected += lasting[i % lasting.length];
            }
            System.out.println("variable rate in " + container + ": worst deviation " + worst + " us");
            assertTrue(worst <= ROUNDING_MICROS, container + " is off by " + worst + " us");
        }
    }

    @Test
    void beginsWhereAnEditListBegins() throws Exception {
        Path file = folder.resolve("edited.mp4");
        Remuxer.remux(
                Media.B_FRAMES,
                file,
                Map.of("avoid_negative_ts", "disabled"),
                (video, index, old) -> old.shifted(-500_000));
        Recorded edited = Recorded.of(Media.uri(file), AS_IT_IS);
        List<SourceFrame> video = edited.video();
        assertEquals(60, video.size(), "what is cut off is needed to decode the rest");
        assertTrue(video.get(0).key());
        List<SourceFrame> shown =
                video.stream().filter(frame -> frame.presentationMicros() >= 0).toList();
        assertEquals(45, shown.size());
        assertEvenly(shown, 1e6 / 30);
        List<Long> hidden = Recorded.presentations(video).subList(0, 15);
        assertTrue(hidden.get(0) >= -17_000, "what is cut off is squeezed into half a frame: " + hidden);
        assertEquals(hidden, hidden.stream().distinct().toList(), "in its order");
        long firstSound = edited.audio().get(0).presentationMicros();
        assertTrue(firstSound > -110_000 && firstSound < 0, "the sound is cut at the same place: " + firstSound);
        System.out.println("edit list of 500 ms: 45 shown from 0, 15 before from " + hidden.get(0) + " us, sound from "
                + firstSound + " us");
    }

    @Test
    void beginsAtZeroWhereTheContainerDoesNot() throws Exception {
        for (String container : List.of("ts", "mkv", "mp4")) {
            Path file = folder.resolve("late." + container);
            Remuxer.remux(Media.B_FRAMES, file, Map.of(), (video, index, old) -> old.shifted(5_000_000));
            Recorded late = Recorded.of(Media.uri(file), AS_IT_IS);
            long picture = Recorded.presentations(late.video()).get(0);
            long sound = late.audio().get(0).presentationMicros();
            System.out.println("start at 5 s in " + container + ": picture " + picture + " us, sound " + sound + " us");
            assertEquals(60, late.video().size(), container);
            assertTrue(Math.min(picture, sound) >= -22_000 && Math.min(picture, sound) <= 0, container);
            assertTrue(Math.abs(sound - picture + 21_333) < 1_000, container + ": sound and picture stay in step");
        }
    }

    @Test
    void doesNotDriftAt2997FramesASecond() throws Exception {
        Recorded plasma = Recorded.of(Media.uri(Media.SAMPLES.resolve("plasma.mp4")), AS_IT_IS);
        assertEquals(30_000 / 1001.0, plasma.catalog().video().orElseThrow().framerate(), 1e-6);
        assertEquals(450, plasma.video().size());
        assertEvenly(plasma.video(), 1001e6 / 30_000);
    }

    /** Frame k is shown at k times the interval, to a microsecond. */
    private static void assertEvenly(List<SourceFrame> frames, double intervalMicros) {
        List<Long> shown = Recorded.presentations(frames);
        double worst = 0;
        for (int i = 0; i < shown.size(); i++) {
            worst = Math.max(worst, Math.abs(shown.get(i) - i * intervalMicros));
        }
        System.out.printf("%d frames every %.2f us: worst deviation %.2f us%n", shown.size(), intervalMicros, worst);
        assertTrue(worst <= 1, "off by " + worst + " us");
    }
}
