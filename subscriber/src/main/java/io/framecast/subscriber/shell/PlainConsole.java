package io.framecast.subscriber.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Piped input, or a terminal that knows no escape codes: lines in, lines out, nothing else. */
public final class PlainConsole implements ShellConsole {

    private final BufferedReader in;
    private final PrintStream out;
    private final ReentrantLock lock = new ReentrantLock();

    public PlainConsole(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    @Override
    public @Nullable String readLine() {
        try {
            return in.readLine();
        } catch (IOException e) {
            // Standard input that cannot be read has ended.
            return null;
        }
    }

    @Override
    public void say(String line) {
        lock.lock();
        try {
            out.println(line);
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable PictureRegion picture() {
        return null;
    }

    @Override
    public void close() {
        out.flush();
    }
}
