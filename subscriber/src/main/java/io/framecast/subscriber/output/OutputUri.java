package io.framecast.subscriber.output;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.subscriber.mux.Container;
import io.framecast.subscriber.terminal.TerminalCanvas;
import io.framecast.subscriber.terminal.TerminalScreen;
import io.framecast.subscriber.window.WindowScreen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The value of {@code --output}. Every mistake in it is a {@link UsageException} of one line. */
public final class OutputUri {
    private static final String ACCEPTED =
            "terminal, window, frames:DIR, file:NAME.mp4|.ts|.mkv, - , udp://HOST:PORT or null";

    private OutputUri() {}

    /** Says whether it is well-formed and fits the number of ids, before anything is opened. */
    public static void check(String uri, int ids) {
        switch (kind(uri)) {
            case FRAMES, FILE -> {
                if (ids > 1 && !uri.contains("{id}")) {
                    throw new UsageException("--output " + uri + ": with several ids the path needs {id}");
                }
            }
            case STDOUT, UDP -> {
                if (ids > 1) {
                    throw new UsageException("--output " + uri + " takes one id, not " + ids
                            + "; use file: or frames: with {id} in the path");
                }
            }
            case TERMINAL, WINDOW, NULL -> {}
        }
    }

    /** Whether it occupies standard output, so that nothing else may be printed there. */
    public static boolean usesStandardOutput(String uri) {
        return kind(uri) == Kind.STDOUT;
    }

    /** Whether pictures are shown in the terminal. */
    public static boolean isTerminal(String uri) {
        return kind(uri) == Kind.TERMINAL;
    }

    /**
     * Opens the output for one id. It still needs a thread: see {@link OutputThread}.
     *
     * @param canvas where {@code terminal} draws; null where there is no terminal
     */
    public static FrameOutput open(
            String uri, String producerId, OutputOptions options, OutputEvents events, @Nullable TerminalCanvas canvas)
            throws RunException {
        String path = uri.substring(uri.indexOf(':') + 1).replace("{id}", fileSafe(producerId));
        return switch (kind(uri)) {
            case NULL -> new NullOutput();
            case FRAMES -> frames(path, events);
            case FILE -> new MuxOutput(recording(path), events);
            case STDOUT -> new MuxOutput(new Destination.Piped(new FileOutputStream(FileDescriptor.out)), events);
            case UDP -> new MuxOutput(datagrams(uri), events);
            case TERMINAL -> new PlayedOutput(producerId, new TerminalScreen(needed(canvas)), options, events);
            case WINDOW -> {
                WindowScreen window = WindowScreen.open(producerId, events::ended);
                yield new PlayedOutput(producerId, window, options, events);
            }
        };
    }

    /** An id as part of a file name: ids contain slashes and dots, never a tilde. */
    public static String fileSafe(String producerId) {
        String flat = producerId.replace('/', '~');
        return flat.startsWith(".") ? "~" + flat : flat;
    }

    private static TerminalCanvas needed(@Nullable TerminalCanvas canvas) {
        if (canvas == null) {
            throw new UsageException("--output terminal: this is not a terminal; use file:, frames: or -");
        }
        return canvas;
    }

    private static FrameOutput frames(String path, OutputEvents events) {
        Path folder = path("frames:", path);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("--output frames:" + path + ": that is a file, not a folder");
        }
        try {
            return new FramesOutput(folder, events);
        } catch (IOException e) {
            throw new UsageException("--output frames:" + path + ": cannot make the folder (" + Problem.of(e) + ")");
        }
    }

    private static Destination recording(String path) {
        Path file = path("file:", path);
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || parent == null) {
            throw new UsageException("--output file:" + path + ": that is a folder; name a file in it");
        }
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw new UsageException("--output file:" + path + ": cannot make its folder (" + Problem.of(e) + ")");
        }
        if (!Files.isWritable(parent)) {
            throw new UsageException("--output file:" + path + ": its folder cannot be written to");
        }
        return new Destination.Recordings(file, container(path));
    }

    private static Container container(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".mp4")) {
            return Container.MP4;
        }
        if (lower.endsWith(".mkv")) {
            return Container.MATROSKA;
        }
        if (lower.endsWith(".ts")) {
            return Container.MPEG_TS;
        }
        throw new UsageException("--output file:" + path + ": the name must end in .mp4, .ts or .mkv");
    }

    private static Destination.Datagrams datagrams(String uri) {
        String address = uri.substring("udp://".length());
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (!host.isEmpty() && port >= 1 && port <= 65_535) {
                return new Destination.Datagrams(host, port);
            }
        } catch (NumberFormatException e) {
            // The message below covers it.
        }
        throw new UsageException("--output " + uri + " is not udp://HOST:PORT with a port in 1..65535");
    }

    private static Path path(String scheme, String path) {
        if (path.isBlank()) {
            throw new UsageException("--output " + scheme + " needs a path");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new UsageException("--output " + scheme + path + ": not a path (" + e.getReason() + ")");
        }
    }

    private enum Kind {
        TERMINAL,
        WINDOW,
        FRAMES,
        FILE,
        STDOUT,
        UDP,
        NULL
    }

    private static Kind kind(String uri) {
        switch (uri) {
            case "terminal" -> {
                return Kind.TERMINAL;
            }
            case "window" -> {
                return Kind.WINDOW;
            }
            case "null" -> {
                return Kind.NULL;
            }
            case "-" -> {
                return Kind.STDOUT;
            }
            default -> {}
        }
        if (uri.startsWith("frames:")) {
            path("frames:", uri.substring(7));
            return Kind.FRAMES;
        }
        if (uri.startsWith("file:")) {
            container(uri.substring(5));
            return Kind.FILE;
        }
        if (uri.startsWith("udp://")) {
            datagrams(uri);
            return Kind.UDP;
        }
        throw new UsageException("--output " + uri + " is not known; one of " + ACCEPTED);
    }
}
