package io.framecast.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A small text file that is read again and again, on a thread of its own, so that what it says can change while a program runs.
 * A new text counts once it has been there twice in a row, {@link #EVERY} apart: who writes slowly is not caught half-way.
 */
public final class WatchedFile implements AutoCloseable {
    /** How often it is read. */
    public static final Duration EVERY = Duration.ofMillis(500);

    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final Consumer<String> taken;
    private final Consumer<String> trouble;
    private final Thread thread;
    private String current;
    private String candidate;
    /** Why the file cannot be read; empty: it can. */
    private String said = "";

    /** Not begun: {@link #watch} does. */
    WatchedFile(Path file, String text, Consumer<String> taken, Consumer<String> trouble) {
        this.file = file;
        this.taken = taken;
        this.trouble = trouble;
        this.current = text;
        this.candidate = text;
        this.thread = Thread.ofVirtual().name("framecast-watch").unstarted(this::run);
    }

    /** What {@code file} says now, in UTF-8. */
    public static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it is larger than 1 MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * Watches it until it is closed. What is no regular file, a pipe for instance, says what it has to say only once.
     *
     * @param text what it said when it was read last
     * @param taken gets each new text, on the watching thread; throws an {@link IllegalArgumentException} with one line if it is no use
     * @param trouble gets one line for each text that is no use, and one for each reason why the file can no longer be read
     */
    public static WatchedFile watch(Path file, String text, Consumer<String> taken, Consumer<String> trouble) {
        WatchedFile watched = new WatchedFile(file, text, taken, trouble);
        if (Files.isRegularFile(file)) {
            watched.thread.start();
        }
        return watched;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** One reading. */
    void look() {
        String text;
        try {
            text = read(file);
        } catch (IOException e) {
            String reason = reason(e);
            if (!reason.equals(said) && !Thread.currentThread().isInterrupted()) {
                said = reason;
                trouble.accept(reason);
            }
            return;
        }
        said = "";
        if (text.equals(candidate) && !text.equals(current)) {
            current = text;
            try {
                taken.accept(text);
            } catch (IllegalArgumentException useless) {
                trouble.accept(String.valueOf(useless.getMessage()));
            }
        }
        candidate = text;
    }

    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException gone -> "the file is gone";
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
