package io.framecast.launcher.network;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An {@link Attacker} in a process of its own, in a namespace. */
final class AttackerProcess implements AutoCloseable {

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    AttackerProcess(Namespace within, String own, String broker, int port) throws IOException {
        List<String> command = new ArrayList<>(within.within());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(
                List.of("-XX:+UseSerialGC", "-Dio.netty.leakDetection.level=disabled", "-Dio.netty.jfr.enabled=false"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Attacker.class.getName()));
        command.addAll(List.of(own, broker, String.valueOf(port)));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Does it and says how it went. */
    JsonObject obey(Object... command) throws IOException {
        begin(command);
        return result();
    }

    /** Begins to do it. */
    void begin(Object... command) throws IOException {
        commands.write(
                String.join(" ", List.of(command).stream().map(String::valueOf).toList()) + "\n");
        commands.flush();
    }

    /** How that went which was begun, when it is done. */
    JsonObject result() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("{")) {
                return JsonParser.parseString(line).getAsJsonObject();
            }
        }
        throw new IOException("the attacker has ended");
    }

    @Override
    public void close() {
        var _ = process.destroyForcibly().onExit().join();
    }
}
