package io.framecast.launcher.process;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.OS;

/** A process of the built distribution, and what it has written so far. Closing kills it. */
public final class Framecast implements AutoCloseable {

    public static final Path DISTRIBUTION = Path.of("target/framecast").toAbsolutePath();

    private final Process process;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private Framecast(Process process) {
        this.process = process;
        readers.add(read(process.getInputStream(), out));
        readers.add(read(process.getErrorStream(), err));
    }

    /** Starts {@code framecast} with these arguments, its own state folder, and a standard input that stays open. */
    public static Framecast start(Path state, String... arguments) throws IOException {
        return start(Map.of("FRAMECAST_STATE", state.toString()), arguments);
    }

    public static Framecast start(Map<String, String> environment, String... arguments) throws IOException {
        return start(List.of(), environment, arguments);
    }

    /** The same behind another command that becomes the program, such as {@code ip netns exec NAME}. */
    public static Framecast start(List<String> within, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(within);
        if (OS.LINUX.isCurrentOs()) {
            // A build that was started in the background ignores Ctrl-C, and so would everything that it starts.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.add(DISTRIBUTION.resolve("bin/framecast").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("FRAMECAST_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new Framecast(builder.start());
    }

    public void type(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    public void endOfInput() throws IOException {
        process.getOutputStream().close();
    }

    /** SIGKILL. */
    public void kill() {
        var _ = process.destroyForcibly().onExit().join();
    }

    /** {@code INT}, {@code TERM}, {@code STOP} or {@code CONT}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    public int exitCode(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            fail("still running after " + limit + "\n" + all());
        }
        for (Thread reader : readers) {
            reader.join(limit);
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    public List<String> out() {
        return copy(out);
    }

    public List<String> err() {
        return copy(err);
    }

    /** The first line on standard error that has {@code text}. */
    public String awaitLog(String text, Duration limit) throws InterruptedException {
        return await(err, 0, line -> line.contains(text), text, limit);
    }

    /** The same behind the first {@code from} lines. */
    public String awaitLog(int from, String text, Duration limit) throws InterruptedException {
        return await(err, from, line -> line.contains(text), text, limit);
    }

    public String awaitOut(String text, Duration limit) throws InterruptedException {
        return await(out, 0, line -> line.contains(text), text, limit);
    }

    /** Everything that was written, for the message of a failed test. */
    public String all() {
        return "standard output: " + out() + "\nstandard error: " + String.join("\n", err());
    }

    @Override
    public void close() {
        kill();
    }

    private String await(List<String> lines, int from, Predicate<String> wanted, String text, Duration limit)
            throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (true) {
                @Nullable
                String found =
                        lines.stream().skip(from).filter(wanted).findFirst().orElse(null);
                if (found != null) {
                    return found;
                }
                assertTrue(nanos > 0, () -> "'" + text + "' was not written within " + limit + "\n" + all());
                nanos = written.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<String> copy(List<String> lines) {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    private Thread read(InputStream stream, List<String> lines) {
        return Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lock.lock();
                    try {
                        lines.add(line);
                        written.signalAll();
                    } finally {
                        lock.unlock();
                    }
                }
            } catch (IOException e) {
                // The process is gone, and with it what it had to say.
            }
        });
    }
}
