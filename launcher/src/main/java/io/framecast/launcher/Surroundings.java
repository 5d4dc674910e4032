package io.framecast.launcher;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a run of the program has around it; a test passes its own.
 *
 * @param terminal standard input and output are a terminal that knows escape codes
 * @param startNanos when the program was started, on {@link System#nanoTime}
 */
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean terminal,
        long startNanos) {

    static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean terminal = isTerminal() && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Surroundings(
                System.in,
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                System.err,
                environment,
                terminal,
                System.nanoTime());
    }

    /** Since JDK 22 there is a console even without a terminal, and an option can bring back that there is none. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
