package io.framecast.launcher.network;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A {@link Crowd} in a process of its own, perhaps in a namespace. */
final class CrowdProcess implements AutoCloseable {

    private static final String LATENCY_MILLIS = "200";

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    CrowdProcess(List<String> within, String broker, List<String> ids, int each, int receiveBufferBytes)
            throws IOException {
        List<String> command = new ArrayList<>(within);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-Dio.netty.leakDetection.level=disabled", "-Dio.netty.jfr.enabled=false", "-Xss512k"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Crowd.class.getName()));
        command.addAll(List.of(broker, String.join(",", ids), String.valueOf(each)));
        command.addAll(List.of(String.valueOf(receiveBufferBytes), LATENCY_MILLIS));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Latencies are counted from now on. */
    void reset() throws IOException {
        tell("reset");
    }

    /** All viewers' figures in sum, latencies since the last {@link #reset}. */
    JsonObject stats() throws IOException {
        return answer("stats");
    }

    /** How long one more subscriber of {@code id} takes from its first datagram to its first frame, in milliseconds. */
    long join(String id) throws IOException {
        return answer("join " + id).get("join_ms").getAsLong();
    }

    private JsonObject answer(String command) throws IOException {
        tell(command);
        // The logger writes to standard output, too, where there is no configuration.
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("{")) {
                return JsonParser.parseString(line).getAsJsonObject();
            }
        }
        throw new IOException("the crowd has ended");
    }

    /** Asks again and again until it is so; fails with the last figures after {@code limitNanos}. */
    JsonObject await(String what, long limitNanos, Predicate<JsonObject> wanted) throws IOException {
        long deadline = System.nanoTime() + limitNanos;
        while (true) {
            JsonObject now = stats();
            if (wanted.test(now)) {
                return now;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(what + ": " + now);
            }
            LockSupport.parkNanos(50_000_000L);
        }
    }

    private void tell(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    @Override
    public void close() {
        var _ = process.destroyForcibly().onExit().join();
    }
}
