package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.producer.libav.Remuxer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders that begin again. */
class LoopTest {
    private static final SourceOptions LOOP = SourceOptions.DEFAULT.withLoop();

    @TempDir
    private Path folder;

    @Test
    void goesOnWithoutAJumpInTimeAndKeepsSoundAndPictureInStep() throws Exception {
        long passMicros = 20_000_000;
        Recorded clock = Recorded.of(SourceUri.open(Media.uri(Media.SAMPLES.resolve("clock.mp4")), LOOP), 4000);
        assertEquals(
                Recorded.presentations(clock.video()),
                clock.video().stream().map(SourceFrame::presentationMicros).toList());
        double worst = 0;
        for (int i = 0; i < clock.video().size(); i++) {
            long shown = clock.video().get(i).presentationMicros();
            worst = Math.max(worst, Math.abs(shown - i * 1e6 / 30));
            assertArrayEquals(
                    clock.video().get(i % 600).payload(), clock.video().get(i).payload());
        }
        assertTrue(worst <= 3, "pictures are off by " + worst + " us");
        long last = Long.MIN_VALUE;
        long widest = 0;
        for (SourceFrame sound : clock.audio()) {
            long step = last == Long.MIN_VALUE ? 21_333 : sound.presentationMicros() - last;
            assertTrue(step > 0, "sound goes forward");
            widest = Math.max(widest, step);
            last = sound.presentationMicros();
        }
        assertTrue(widest <= 2 * 21_334, "sound pauses for " + widest + " us at the most");
        // The beep of the second pass lies as far from its picture as that of the first.
        SourceFrame first = clock.audio().get(1);
        assertTrue(clock.audio().stream()
                .anyMatch(sound -> sound.presentationMicros() == first.presentationMicros() + passMicros
                        && java.util.Arrays.equals(sound.payload(), first.payload())));
        System.out.printf(
                "%d pictures over %.1f passes: worst deviation %.1f us; widest step of the sound %d us%n",
                clock.video().size(), clock.video().size() / 600.0, worst, widest);
    }

    @Test
    void goesOnWithBFrames() throws Exception {
        Recorded b = Recorded.of(SourceUri.open(Media.uri(Media.B_FRAMES), LOOP), 1000);
        List<Long> shown = Recorded.presentations(b.video());
        double worst = 0;
        for (int i = 0; i < shown.size() - 4; i++) {
            worst = Math.max(worst, Math.abs(shown.get(i) - i * 1e6 / 30));
        }
        assertTrue(worst <= 20, "pictures are off by " + worst + " us over " + shown.size() / 60 + " passes");
        long last = Long.MIN_VALUE;
        for (SourceFrame frame : b.frames()) {
            assertTrue(frame.decodeMicros() >= last, frame + " after " + last);
            last = frame.decodeMicros();
        }
    }

    @Test
    void goesOnWhereAnEditListCutsTheBeginningOff() throws Exception {
        Path file = folder.resolve("edited.mp4");
        Remuxer.remux(
                Media.B_FRAMES,
                file,
                Map.of("avoid_negative_ts", "disabled"),
                (video, index, old) -> old.shifted(-500_000));
        Recorded edited = Recorded.of(SourceUri.open(Media.uri(file), LOOP), 500);
        List<Long> shown = Recorded.presentations(edited.video());
        int pictures = 0;
        double worst = 0;
        for (long micros : shown.subList(0, shown.size() - 4)) {
            double nearest = Math.rint(micros * 30 / 1e6);
            if (Math.abs(micros - nearest * 1e6 / 30) < 20) {
                worst = Math.max(worst, Math.abs(nearest - pictures++));
            }
        }
        assertEquals(0, worst, "each pass begins where the one before ends");
        assertTrue(pictures > 2 * 45, pictures + " shown");
    }

    @Test
    void goesOnWhereTheSourceEncodes() throws Exception {
        Path raw = folder.resolve("raw.y4m");
        Media.y4m(raw, 25);
        List<SourceFrame> video =
                Recorded.of(SourceUri.open(Media.uri(raw), LOOP), 80).video();
        for (int i = 0; i < video.size(); i++) {
            assertEquals(i * 40_000L, video.get(i).presentationMicros());
        }
    }
}
