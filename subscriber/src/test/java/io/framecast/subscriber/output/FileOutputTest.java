package io.framecast.subscriber.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Frame;
import io.framecast.subscriber.Clip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileOutputTest {
    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "ts"})
    void recordsEveryUnitAtItsTime(String extension) throws Exception {
        Clip sent = Clip.read(Clip.sample("clock.mp4"), 0);
        Clip recorded = record(sent, 0, extension);
        sameUnitsAndTimes(sent, recorded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "ts"})
    void rebuildsDecodeTimesOfPicturesThatAreReordered(String extension) throws Exception {
        Clip sent = Clip.read(Clip.sample("plasma.mp4"), 2);
        assertTrue(!Clip.relativeMicros(sent.video()).stream()
                .sorted()
                .toList()
                .equals(Clip.relativeMicros(sent.video())));
        Clip recorded = record(sent, 2, extension);
        sameUnitsAndTimes(sent, recorded);
    }

    private Clip record(Clip clip, int reorder, String extension) throws Exception {
        Path file = folder.resolve("out." + extension);
        FrameOutput output = OutputUri.open("file:" + file, "1AAA99", OutputOptions.defaults(), heard, null);
        output.onCatalog(clip.catalog());
        for (Frame frame : clip.frames()) {
            output.onFrame(frame);
        }
        output.close();
        assertEquals(List.of(), heard.lines);
        assertTrue(Files.size(file) > 0);
        return Clip.read(file, reorder);
    }

    private static void sameUnitsAndTimes(Clip sent, Clip recorded) {
        assertEquals(sent.video().size(), recorded.video().size());
        assertEquals(sent.audio().size(), recorded.audio().size());
        near(Clip.relativeMicros(sent.video()), Clip.relativeMicros(recorded.video()));
        near(Clip.relativeMicros(sent.audio()), Clip.relativeMicros(recorded.audio()));
        long skewSent =
                sent.audio().get(0).captureMicros() - sent.video().get(0).captureMicros();
        long skewRecorded = recorded.audio().get(0).captureMicros()
                - recorded.video().get(0).captureMicros();
        assertTrue(Math.abs(skewSent - skewRecorded) <= 1000, "sound moved by " + (skewRecorded - skewSent) + " us");
    }

    private static void near(List<Long> expected, List<Long> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            long off = actual.get(i) - expected.get(i);
            assertTrue(Math.abs(off) <= 1000, "unit " + i + " is off by " + off + " us");
        }
    }
}
