package io.framecast.bench.measure;

import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short-lived programs of the system. */
public final class Command {
    private static final int LIMIT_SECONDS = 60;

    private Command() {}

    /**
     * Its output, both streams together.
     *
     * @throws RunException with that output if it fails, is not there, or takes longer than a minute
     */
    public static String run(List<String> command) throws RunException {
        String line = String.join(" ", command);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new RunException(line + ": still running after " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new RunException(line + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new RunException(line + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException(line + ": interrupted", e);
        }
    }

    public static String run(String... command) throws RunException {
        return run(List.of(command));
    }
}
