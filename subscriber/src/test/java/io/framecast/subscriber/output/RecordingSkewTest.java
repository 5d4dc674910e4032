package io.framecast.subscriber.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Frame;
import io.framecast.subscriber.Clip;
import io.framecast.subscriber.FlashAndBeep;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the sample clip a flash and a beep begin in the same instant, once a second. */
class RecordingSkewTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "ts"})
    void pictureAndSoundStayTogether(String extension) throws Exception {
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        Path file = folder.resolve("out." + extension);
        FrameOutput output = OutputUri.open("file:" + file, "a", OutputOptions.defaults(), new Heard(), null);
        output.onCatalog(clip.catalog());
        // Joined in the middle of a second, with sound that arrives before its picture and behind it.
        List<Frame> late = clip.frames().stream()
                .filter(f -> f.captureMicros() - Clip.START_MICROS > 1_400_000)
                .toList();
        for (Frame frame : late) {
            output.onFrame(frame);
        }
        output.close();

        Clip recorded = Clip.read(file, 0);
        List<Long> flashes = FlashAndBeep.flashes(recorded);
        List<Long> beeps = FlashAndBeep.beeps(recorded);
        assertTrue(flashes.size() >= 17, "flashes at " + flashes);
        long worst = 0;
        for (long flash : flashes) {
            long nearest = beeps.stream()
                    .mapToLong(beep -> beep - flash)
                    .reduce(Long.MAX_VALUE, (a, b) -> Math.abs(a) <= Math.abs(b) ? a : b);
            worst = Math.abs(nearest) > Math.abs(worst) ? nearest : worst;
        }
        System.out.println(extension + ": " + flashes.size() + " flashes, the worst skew of sound is " + worst + " us");
        assertTrue(Math.abs(worst) <= 40_000, "sound is off by " + worst + " us");
        assertEquals(0, flashes.size() - beeps.size(), 1);
    }
}
