package io.framecast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateFolderTest {

    @Test
    void isWhereEachSystemKeepsState() {
        assertEquals(Path.of("/h/.local/state/framecast"), StateFolder.standard("Linux", Map.of(), "/h"));
        assertEquals(Path.of("/s/framecast"), StateFolder.standard("Linux", Map.of("XDG_STATE_HOME", "/s"), "/h"));
        assertEquals(
                Path.of("/h/.local/state/framecast"),
                StateFolder.standard("Linux", Map.of("XDG_STATE_HOME", "relative"), "/h"),
                "the XDG specification ignores a relative one");
        assertEquals(
                Path.of("/h/Library/Application Support/Framecast"), StateFolder.standard("Mac OS X", Map.of(), "/h"));
        assertEquals(Path.of("/l/Framecast"), StateFolder.standard("Windows 11", Map.of("LOCALAPPDATA", "/l"), "/h"));
    }
}
