package io.framecast.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.framecast.client.StateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: standard error, or a file while a terminal belongs to a picture and a prompt. One per process; any thread logs,
 * lines stay whole.
 */
public final class LogOutput extends AppenderBase<ILoggingEvent> {

    /** A log file that is longer at the start of a run is kept once as {@code .old} and begun again. */
    private static final long FILE_BYTES = 4L << 20;

    private static final LogOutput NONE = new LogOutput(System.err, LogLine.TEXT, false);
    private static volatile LogOutput current = NONE;

    private final ReentrantLock lock = new ReentrantLock();
    private final PrintStream standardError;
    private final LogLine look;
    private final boolean verbose;
    private @Nullable OutputStream file;
    private @Nullable ByteArrayOutputStream held;

    private LogOutput(PrintStream standardError, LogLine look, boolean verbose) {
        this.standardError = standardError;
        this.look = look;
        this.verbose = verbose;
    }

    /** Begins logging to {@code standardError}; what was begun before ends. */
    public static void start(PrintStream standardError, boolean json, boolean verbose, boolean quiet) {
        LogOutput output = new LogOutput(standardError, json ? LogLine.JSON : LogLine.TEXT, verbose);
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        output.setContext(context);
        output.setName("framecast");
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(quiet ? Level.WARN : Level.INFO);
        context.getLogger("io.framecast").setLevel(quiet ? Level.WARN : verbose ? Level.DEBUG : Level.INFO);
        context.getLogger("io.netty").setLevel(Level.WARN);
        output.start();
        root.addAppender(output);
        current = output;
    }

    public static LogOutput current() {
        return current;
    }

    /** From now on lines go to this file, which is created with its folders. */
    public void toFile(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            new StateFiles(folder).create();
        }
        if (Files.exists(path) && Files.size(path) > FILE_BYTES) {
            Files.move(
                    path,
                    path.resolveSibling(path.getFileName() + ".old"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        OutputStream opened = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lock.lock();
        try {
            closeFile();
            file = opened;
            release();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps lines back until it is known where they go. */
    public void hold() {
        lock.lock();
        try {
            held = new ByteArrayOutputStream();
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #hold}: what was kept goes where lines go now. */
    public void release() {
        lock.lock();
        try {
            ByteArrayOutputStream kept = held;
            held = null;
            if (kept != null) {
                write(kept.toByteArray());
            }
        } finally {
            lock.unlock();
        }
    }

    public void flush() {
        standardError.flush();
    }

    @Override
    protected void append(ILoggingEvent event) {
        byte[] line = look.of(event, verbose).getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            write(line);
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] line) {
        try {
            if (held != null) {
                held.write(line);
            } else if (file != null) {
                file.write(line);
            } else {
                standardError.write(line);
                standardError.flush();
            }
        } catch (IOException e) {
            closeFile();
            standardError.println("framecast: the log file cannot be written any more: " + e.getMessage());
        }
    }

    private void closeFile() {
        OutputStream open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                standardError.println("framecast: the log file could not be closed: " + e.getMessage());
            }
        }
    }
}
