package io.framecast.subscriber.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScreenConsoleTest {

    /** Held, since a logger that nobody holds forgets its level: the end of a terminal in a test is not worth a warning. */
    private static final Logger JLINE = Logger.getLogger("org.jline");

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final Keyboard keyboard = new Keyboard();
    private final AtomicInteger interrupts = new AtomicInteger();
    private Terminal terminal;
    private ScreenConsole console;

    @BeforeEach
    void open() throws IOException {
        JLINE.setLevel(Level.OFF);
        terminal = TerminalBuilder.builder()
                .system(false)
                .streams(keyboard, screen)
                .type("xterm")
                .encoding(StandardCharsets.UTF_8)
                .size(Size.of(80, 24))
                .graphemeCluster(false)
                .build();
        console = ScreenConsole.on(terminal, () -> List.of("1AAA99", "2BBB88"), "Hello.", interrupts::incrementAndGet);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void completesCommandsAndIds() {
        typeAtPrompt(1, "unsu\t2B\t\r");
        assertEquals("unsubscribe 2BBB88", String.valueOf(console.readLine()).strip());
    }

    @Test
    void ctrlCClearsAStartedLineAndTellsOfAnEmptyOne() {
        typeAtPrompt(1, "half a li\003");
        typeAtPrompt(2, "\003");
        typeAtPrompt(3, "quit\r");
        assertEquals("quit", console.readLine());
        assertEquals(1, interrupts.get());
    }

    @Test
    void endsAtTheEndOfInput() {
        typeAtPrompt(1, "\004");
        assertNull(console.readLine());
    }

    @Test
    void theShellScrollsBelowThePictureOnly() {
        console.picture().open(() -> {});
        awaitShown("\033[21;24r", 1);
        assertEquals(20, console.picture().region().rows());
        console.picture().close();
        awaitShown("\033[r", 2);
        assertEquals(0, console.picture().region().rows());
    }

    @Test
    void drawsNothingWhileThereIsNoPicture() throws IOException {
        console.picture().writer().write("too early");
        console.picture().open(() -> {});
        console.picture().writer().write("drawing");
        awaitShown("drawing", 1);
        assertFalse(shown().contains("too early"));
    }

    @Test
    void greetsWhoeverAttachesOnce() {
        terminal.raise(Terminal.Signal.WINCH);
        terminal.raise(Terminal.Signal.WINCH);
        console.say("then");
        awaitShown("then", 1);
        assertEquals(1, shown().split("Hello", -1).length - 1, shown());
    }

    @Test
    void drawsEverythingAnewWhenSomebodyAttaches() {
        AtomicInteger repaints = new AtomicInteger();
        console.picture().open(repaints::incrementAndGet);
        terminal.raise(Terminal.Signal.WINCH);
        assertEquals(1, repaints.get());
        awaitShown("\033[21;24r", 2);
    }

    /** Types when the prompt is there for the n-th time: before that, the terminal itself would take Ctrl-C. */
    private void typeAtPrompt(int times, String keys) {
        Thread.ofVirtual().start(() -> {
            awaitShown("framecast> ", times);
            keyboard.type(keys);
        });
    }

    /** The terminal writes on a thread of its own. */
    private void awaitShown(String text, int times) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (shown().split(Pattern.quote(text), -1).length - 1 < times) {
            assertTrue(System.nanoTime() - deadline < 0, () -> text.substring(1) + " is not shown: " + shown());
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    /** What is typed, byte by byte; blocks while nothing is. */
    private static final class Keyboard extends InputStream {
        private static final int END = -1;
        private final BlockingQueue<Integer> bytes = new LinkedBlockingQueue<>();

        void type(String keys) {
            for (byte b : keys.getBytes(StandardCharsets.UTF_8)) {
                bytes.add(b & 0xFF);
            }
        }

        @Override
        public int read() throws IOException {
            try {
                return bytes.take();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int first = read();
            if (first == END) {
                return END;
            }
            target[offset] = (byte) first;
            return 1;
        }

        @Override
        public void close() {
            bytes.add(END);
        }
    }
}
