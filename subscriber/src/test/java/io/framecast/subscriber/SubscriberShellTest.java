package io.framecast.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.ClientOptions;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.subscriber.terminal.ColorMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with piped input, and no broker: nothing answers on the discard port. */
@Timeout(60)
class SubscriberShellTest {

    @TempDir
    Path state;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void answersEachLineAndEndsWithQuit() throws Exception {
        run("frob\nhelp\nsubscribe\nsubscribe a!\nunsubscribe 1AAA99\nstats\nview 1AAA99\nhide\nquit\nnever reached\n");
        List<String> lines = printed();
        assertTrue(lines.getFirst().startsWith("'frob' is no command; possible are subscribe"), lines.toString());
        assertTrue(lines.contains("not subscribed to 1AAA99 (nor to anything else)"), lines.toString());
        assertTrue(lines.contains("not subscribed to anything"), lines.toString());
        assertTrue(lines.contains("nothing is drawn"), lines.toString());
        assertFalse(lines.toString().contains("never"), lines.toString());
    }

    @Test
    void writesNoEscapeCodesWherePiped() throws Exception {
        run("help\nsubscribe 1AAA99\nstats\nunsubscribe 1AAA99\n");
        assertFalse(out.toString(StandardCharsets.UTF_8).contains("\033"));
        assertTrue(printed().contains("unsubscribed from 1AAA99"), printed().toString());
    }

    @Test
    void endsAtTheEndOfInputIfItHasNothingElseToDo() throws Exception {
        run("");
        assertEquals(List.of(), printed());
    }

    @Test
    void aDurationWithoutAFrameIsAFailureThatNamesTheId() {
        RunException failure = assertThrows(
                RunException.class,
                () -> subscriber(
                                options(List.of("1AAA99"), Duration.ofMillis(300), null, "json"),
                                InputStream.nullInputStream())
                        .run(System.nanoTime()));
        assertTrue(String.valueOf(failure.getMessage()).contains("1AAA99"), failure.getMessage());
        assertEquals(1, printed().size(), "the statistics come all the same");
        assertTrue(
                printed().getFirst().startsWith("{\"id\":\"1AAA99\",\"frames\":0,"),
                printed().toString());
    }

    @Test
    void writesStatisticsIntoAFile() throws Exception {
        Path file = state.resolve("stats.json");
        assertThrows(
                RunException.class,
                () -> subscriber(
                                options(List.of("a", "b"), Duration.ofMillis(200), null, file.toString()),
                                InputStream.nullInputStream())
                        .run(System.nanoTime()));
        assertEquals(2, Files.readAllLines(file).size());
        assertEquals(List.of(), printed());
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThrows(UsageException.class, () -> subscriber(options(List.of("a"), null, "-", "json"), null));
        assertThrows(UsageException.class, () -> subscriber(options(List.of("a", "b"), null, "-", null), null));
        assertThrows(
                UsageException.class, () -> subscriber(options(List.of("a", "b"), null, "file:x.mp4", null), null));
        assertThrows(UsageException.class, () -> subscriber(options(List.of(), null, "-", null), null));
        assertThrows(UsageException.class, () -> subscriber(options(List.of("a"), null, "terminal", null), null));
        assertThrows(UsageException.class, () -> options(List.of("a", "a"), null, null, null));
    }

    private void run(String typed) throws Exception {
        subscriber(
                        options(List.of(), null, null, null),
                        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)))
                .run(System.nanoTime());
    }

    private Subscriber subscriber(SubscriberOptions options, @Nullable InputStream in) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Subscriber(
                options,
                new StandardStreams(in == null ? InputStream.nullInputStream() : in, print, false),
                path -> {},
                List.of());
    }

    private SubscriberOptions options(
            List<String> ids, @Nullable Duration duration, @Nullable String output, @Nullable String stats) {
        return new SubscriberOptions(
                ClientOptions.to("127.0.0.1:9").withState(state),
                ids,
                output,
                Duration.ofMillis(200),
                duration,
                true,
                100,
                ColorMode.NONE,
                stats,
                null,
                state);
    }

    private List<String> printed() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
