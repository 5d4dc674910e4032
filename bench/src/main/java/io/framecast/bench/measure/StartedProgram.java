package io.framecast.bench.measure;

import io.framecast.client.RunException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that has just been started, and how long ago. What it prints, both streams together, is read by {@link #await} only. */
public final class StartedProgram implements AutoCloseable {

    private static final int LIMIT_SECONDS = 20;
    private static final int PATIENCE_SECONDS = 5;

    private final String name;
    private final long startNanos = System.nanoTime();
    private final Process process;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    /** @param environment beside this process's own */
    public StartedProgram(List<String> command, Map<String, String> environment) throws RunException {
        name = String.join(" ", command);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new RunException(name + ": " + e.getMessage(), e);
        }
    }

    /** Milliseconds from its start until it has printed this. */
    public double await(String text) throws RunException {
        // A read that waits for what never comes ends with the process.
        CompletableFuture<Process> limit = process.onExit()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((_, e) -> {
                    if (e instanceof TimeoutException) {
                        process.destroyForcibly();
                    }
                });
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        int matched = 0;
        InputStream output = process.getInputStream();
        try {
            for (int next = output.read(); next >= 0; next = output.read()) {
                seen.write(next);
                matched = next == (wanted[matched] & 0xff) ? matched + 1 : next == (wanted[0] & 0xff) ? 1 : 0;
                if (matched == wanted.length) {
                    return (System.nanoTime() - startNanos) / 1e6;
                }
            }
        } catch (IOException e) {
            throw new RunException(name + ": " + e.getMessage(), e);
        } finally {
            limit.cancel(false);
        }
        throw new RunException(name + " ended before it said '" + text + "': " + seen());
    }

    /** Everything that {@link #await} has read. */
    public String seen() {
        return seen.toString(StandardCharsets.UTF_8);
    }

    public ProcessFigures figures() throws RunException {
        try {
            return ProcessFigures.of(process.pid());
        } catch (IOException e) {
            throw new RunException(name + " has gone: " + e.getMessage(), e);
        }
    }

    /** Ends it, and waits for that. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = process.destroyForcibly().onExit().join();
    }
}
