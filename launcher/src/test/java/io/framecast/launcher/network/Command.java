package io.framecast.launcher.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short-lived programs of the system. */
final class Command {

    /**
     * How one ended.
     *
     * @param output both streams together
     */
    record Result(int exitCode, String output) {}

    private Command() {}

    /** Its output; fails with it if the exit code is not 0. */
    static String run(List<String> command) throws IOException {
        Result result = attempt(command);
        if (result.exitCode() != 0) {
            throw new IOException(String.join(" ", command) + ": " + result.output());
        }
        return result.output();
    }

    static String run(String... command) throws IOException {
        return run(List.of(command));
    }

    /** Fails only if the program is not there or does not end within 20 s. */
    static Result attempt(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": still running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new Result(process.exitValue(), output);
    }
}
