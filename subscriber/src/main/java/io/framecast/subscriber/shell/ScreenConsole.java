package io.framecast.subscriber.shell;

import io.framecast.subscriber.terminal.Region;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A real terminal: lines are edited, with history and completion, and a picture can be drawn above the prompt. The terminal's bottom rows
 * are its scroll region while there is a picture, so that typing and answers never touch it.
 */
public final class ScreenConsole implements ShellConsole {

    private static final String PROMPT = "framecast> ";
    private static final String CLEAR_SCREEN = "\033[0m\033[2J";
    private static final String WHOLE_SCREEN_SCROLLS = "\033[r";

    private static final long GREETING_NANOS = 1_000_000_000L;

    private final Terminal terminal;
    private final ScreenReader reader;
    private final Runnable interrupted;
    private final String greeting;
    private final Rows picture = new Rows();
    private volatile @Nullable Runnable repaintPicture;
    private long greetedNanos;
    private volatile boolean closed;

    private ScreenConsole(
            Terminal terminal,
            @Nullable Path history,
            Supplier<List<String>> ids,
            String greeting,
            Runnable interrupted) {
        this.terminal = terminal;
        this.greeting = greeting;
        this.interrupted = interrupted;
        Map<String, Object> variables = new java.util.HashMap<>();
        if (history != null) {
            variables.put(LineReader.HISTORY_FILE, history);
            variables.put(LineReader.HISTORY_FILE_SIZE, 500);
        }
        this.reader = new ScreenReader(terminal, variables, this::repaint);
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(new char[0]);
        parser.setQuoteChars(new char[0]);
        reader.setParser(parser);
        reader.setCompleter((_, line, candidates) -> complete(line, ids, candidates));
        terminal.handle(Terminal.Signal.INT, _ -> interrupted.run());
        terminal.handle(Terminal.Signal.WINCH, _ -> repaint());
    }

    /**
     * Takes the process's terminal.
     *
     * @param history where typed lines are kept, null for nowhere
     * @param ids what completion offers behind subscribe, unsubscribe and view
     * @param greeting one line for somebody who attaches to a terminal that nobody was attached to at the start
     * @param interrupted runs on Ctrl-C on an empty line
     */
    public static ScreenConsole open(
            @Nullable Path history, Supplier<List<String>> ids, String greeting, Runnable interrupted)
            throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                // Half blocks need it, and what a locale of C announces is rarely what the terminal can do.
                .encoding(StandardCharsets.UTF_8)
                .dumb(false)
                .nativeSignals(true)
                .graphemeCluster(false)
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .build();
        Size size = terminal.getSize();
        boolean unattended = size.getRows() == 0 || size.getColumns() == 0;
        if (unattended) {
            // A container's terminal that nobody is attached to; whoever attaches sets the real size.
            ScreenLayout usual = ScreenLayout.of(0, 0);
            terminal.setSize(Size.of(usual.columns(), usual.rows()));
        }
        return new ScreenConsole(terminal, history, ids, unattended ? greeting : "", interrupted);
    }

    /** The same on a terminal of the caller's. */
    static ScreenConsole on(Terminal terminal, Supplier<List<String>> ids, String greeting, Runnable interrupted) {
        return new ScreenConsole(terminal, null, ids, greeting, interrupted);
    }

    @Override
    public @Nullable String readLine() {
        while (true) {
            try {
                return reader.readLine(PROMPT);
            } catch (UserInterruptException e) {
                if (e.getPartialLine() == null || e.getPartialLine().isEmpty()) {
                    interrupted.run();
                }
            } catch (EndOfFileException e) {
                return null;
            }
        }
    }

    @Override
    public void say(String line) {
        reader.printAbove(line);
    }

    @Override
    public PictureRegion picture() {
        return picture;
    }

    /** Ends the console: picture rows are given back, and the terminal is as it was found. */
    @Override
    public void close() {
        picture.close();
        reader.whole(() -> closed = true);
        try {
            reader.getHistory().save();
            terminal.close();
        } catch (IOException e) {
            // The terminal is gone: there is nothing left to put back.
            closed = true;
        }
    }

    /** After a resize, and when somebody attached: what is on the screen is not known, so everything is written again. */
    private void repaint() {
        Runnable repaint = repaintPicture;
        reader.whole(() -> {
            if (closed) {
                return;
            }
            if (repaintPicture == null) {
                terminal.writer().append("\r\033[J");
                greet();
                reader.redraw(layout());
            } else {
                divide();
            }
        });
        if (repaint != null) {
            repaint.run();
        }
    }

    /** Whoever attaches is greeted once: attaching resizes the terminal twice in a row. */
    private void greet() {
        long now = System.nanoTime();
        if (!greeting.isEmpty() && (greetedNanos == 0 || now - greetedNanos > GREETING_NANOS)) {
            greetedNanos = now;
            terminal.writer().append(greeting).append("\r\n");
        }
    }

    private void divide() {
        ScreenLayout layout = layout();
        terminal.writer()
                .append(WHOLE_SCREEN_SCROLLS)
                .append(CLEAR_SCREEN)
                .append("\033[" + layout.shellTop() + ";" + layout.rows() + "r")
                .append("\033[" + layout.shellTop() + ";1H");
        reader.redraw(layout);
    }

    private ScreenLayout layout() {
        Size size = terminal.getSize();
        return ScreenLayout.of(size.getRows(), size.getColumns());
    }

    private static void complete(ParsedLine line, Supplier<List<String>> ids, List<Candidate> candidates) {
        List<String> words = line.words();
        List<String> offered = line.wordIndex() == 0
                ? ShellLine.COMMANDS
                : switch (words.getFirst()) {
                    case "subscribe", "unsubscribe", "view", "list" -> ids.get();
                    default -> List.of();
                };
        for (String word : offered) {
            candidates.add(new Candidate(word));
        }
    }

    /** What a picture sees of the console. */
    private final class Rows implements PictureRegion {
        private final Writer writer = new PictureWriter(drawing -> reader.whole(() -> {
            if (repaintPicture != null && !closed) {
                terminal.writer().append(drawing);
            }
        }));

        @Override
        public void open(Runnable repaint) {
            reader.whole(() -> {
                boolean fresh = repaintPicture == null;
                repaintPicture = repaint;
                if (fresh && !closed) {
                    divide();
                }
            });
        }

        @Override
        public Region region() {
            return repaintPicture == null ? new Region(1, 0, 0) : layout().picture();
        }

        @Override
        public Writer writer() {
            return writer;
        }

        @Override
        public void close() {
            reader.whole(() -> {
                if (repaintPicture == null) {
                    return;
                }
                repaintPicture = null;
                if (!closed) {
                    terminal.writer().append(WHOLE_SCREEN_SCROLLS + CLEAR_SCREEN + "\033[1;1H");
                    reader.redraw(layout());
                }
            });
        }
    }
}
