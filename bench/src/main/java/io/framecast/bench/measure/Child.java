package io.framecast.bench.measure;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.framecast.client.RunException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that is asked by lines on its standard input and answers each with a line of JSON. What else it prints is passed over. */
public final class Child implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 2;

    private final String name;
    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    /** Starts it; {@code name} is for messages. */
    public Child(String name, List<String> command) throws RunException {
        this.name = name;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new RunException(name + ": " + e.getMessage(), e);
        }
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The command that runs a class of this class path in a JVM like this one. */
    public static List<String> java(List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dio.netty.leakDetection.level=disabled");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for a line that begins like this. */
    public String await(String beginning) throws RunException {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new RunException(name + ": " + e.getMessage(), e);
        }
        throw new RunException(name + " ended before it said " + beginning);
    }

    public JsonObject ask(String question) throws RunException {
        try {
            questions.write(question + "\n");
            questions.flush();
        } catch (IOException e) {
            throw new RunException(name + ": " + e.getMessage(), e);
        }
        return JsonParser.parseString(await("{")).getAsJsonObject();
    }

    /** Ends it: by the end of its input, and by force where that does not do within two seconds. */
    @Override
    public void close() {
        try {
            questions.close();
        } catch (IOException e) {
            System.err.println(name + " has gone: " + e.getMessage());
        }
        awaitEnd();
    }

    /** Ends one that does not listen to its input: by a signal first. */
    public void end() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = process.destroyForcibly().onExit().join();
    }
}
