package io.framecast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WatchedFileTest {

    @TempDir
    Path folder;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private void take(String text) {
        if (text.startsWith("bad")) {
            throw new IllegalArgumentException("'" + text + "' is no use");
        }
        said.add("taken " + text);
    }

    private String next() throws InterruptedException {
        String line = said.poll(10, TimeUnit.SECONDS);
        return line == null ? "nothing" : line;
    }

    @Test
    void aNewTextIsTakenWhetherWrittenInPlaceOrMovedThereAndABadOneIsSaidOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        try (var _ = WatchedFile.watch(file, "one", this::take, why -> said.add("trouble " + why))) {
            Files.writeString(file, "two");
            assertEquals("taken two", next());
            Path fresh = Files.writeString(folder.resolve("fresh"), "three");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            assertEquals("taken three", next());
            Files.writeString(file, "bad");
            assertEquals("trouble 'bad' is no use", next());
            Files.writeString(file, "four");
            assertEquals("taken four", next());
            Files.delete(file);
            assertEquals("trouble the file is gone", next());
            Files.writeString(file, "five");
            assertEquals("taken five", next(), "neither trouble was said twice");
        }
        assertTrue(said.isEmpty(), said::toString);
    }

    private static void lookFiveTimes(WatchedFile file) {
        for (int i = 0; i < 5; i++) {
            file.look();
        }
    }

    @Test
    void aTextThatIsStillBeingWrittenIsNotTaken() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        try (WatchedFile watched = new WatchedFile(file, "one", this::take, said::add)) {
            watched.look();
            for (String part : List.of("", "t", "tw", "two")) {
                Files.writeString(file, part);
                watched.look();
                assertEquals(List.of(), List.copyOf(said), "after '" + part + "'");
            }
            watched.look();
            assertEquals(List.of("taken two"), List.copyOf(said));
        }
    }

    @Test
    void whatStaysAsItIsIsSaidOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "one");
        try (WatchedFile watched = new WatchedFile(file, "one", this::take, why -> said.add("trouble " + why))) {
            lookFiveTimes(watched);
            assertEquals(List.of(), List.copyOf(said), "what it said at the start is no news");
            Files.writeString(file, "bad");
            lookFiveTimes(watched);
            Files.delete(file);
            lookFiveTimes(watched);
            Files.write(file, new byte[(1 << 20) + 1]);
            lookFiveTimes(watched);
            Files.writeString(file, "two");
            lookFiveTimes(watched);
            assertEquals(
                    List.of(
                            "trouble 'bad' is no use",
                            "trouble the file is gone",
                            "trouble it is larger than 1 MiB",
                            "taken two"),
                    List.copyOf(said));
        }
    }

    @Test
    void aFileOfMoreThanAMebibyteIsNotRead() throws IOException {
        Path file = Files.write(folder.resolve("f"), new byte[(1 << 20) + 1]);
        assertThrows(IOException.class, () -> WatchedFile.read(file));
        assertEquals(
                1 << 20, WatchedFile.read(Files.write(file, new byte[1 << 20])).length());
    }
}
