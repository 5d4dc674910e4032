package io.framecast.subscriber.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.UsageException;
import io.framecast.subscriber.terminal.ColorMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputUriTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "screen",
                "file:",
                "file:out.avi",
                "file:out",
                "frames:",
                "udp://",
                "udp://host",
                "udp://:5000",
                "udp://host:0",
                "udp://host:70000",
                "udp://host:x",
                "Terminal"
            })
    void refusesWhatIsNotAnOutputInOneLine(String uri) {
        UsageException e = assertThrows(UsageException.class, () -> OutputUri.check(uri, 1));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("--output ") && message.lines().count() == 1, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "terminal",
                "window",
                "null",
                "-",
                "frames:out",
                "file:out.mp4",
                "file:a/b.TS",
                "file:x.mkv",
                "udp://239.1.1.1:5000",
                "udp://[::1]:5000",
                "udp://localhost:5000"
            })
    void takesEveryOutput(String uri) {
        OutputUri.check(uri, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"frames:out", "file:out.mp4", "-", "udp://localhost:5000"})
    void severalIdsNeedAPlaceEach(String uri) {
        assertThrows(UsageException.class, () -> OutputUri.check(uri, 2));
    }

    @Test
    void severalIdsHaveAPlaceEachByTheirName() throws Exception {
        OutputUri.check("frames:out/{id}", 3);
        OutputUri.check("file:{id}.mp4", 3);
        OutputUri.check("terminal", 3);
        OutputUri.open("frames:" + folder + "/{id}", "hall/cam-1", OutputOptions.defaults(), new Heard(), null)
                .close();
        assertTrue(Files.isDirectory(folder.resolve("hall~cam-1")));
    }

    @Test
    void noIdLeavesItsFolder() {
        assertEquals("~..", OutputUri.fileSafe(".."));
        assertEquals("~..~..~etc", OutputUri.fileSafe("../../etc"));
        assertEquals("a~b", OutputUri.fileSafe("a/b"));
        assertEquals("1AAA99", OutputUri.fileSafe("1AAA99"));
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThrows(
                UsageException.class,
                () -> OutputUri.open("file:" + file + "/out.mp4", "a", OutputOptions.defaults(), new Heard(), null));
        assertThrows(
                UsageException.class,
                () -> OutputUri.open("terminal", "a", OutputOptions.defaults(), new Heard(), null));
    }

    @Test
    void coloursFollowTheEnvironment() {
        assertEquals(ColorMode.TRUE_COLOR, ColorMode.parse("auto", Map.of("COLORTERM", "truecolor")));
        assertEquals(ColorMode.PALETTE_256, ColorMode.parse("auto", Map.of("TERM", "xterm")));
        assertEquals(ColorMode.PALETTE_256, ColorMode.parse("auto", Map.of()));
        assertEquals(ColorMode.PALETTE_16, ColorMode.parse("auto", Map.of("TERM", "linux")));
        assertEquals(ColorMode.NONE, ColorMode.parse("auto", Map.of("TERM", "dumb")));
        assertEquals(ColorMode.TRUE_COLOR, ColorMode.parse("24bit", Map.of()));
        assertThrows(UsageException.class, () -> ColorMode.parse("8", Map.of()));
    }
}
