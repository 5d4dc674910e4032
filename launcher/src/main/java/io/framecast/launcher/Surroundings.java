package io.framecast.launcher;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/** What a run of the program has around it; a test passes its own. */
public record Surroundings(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {

    static Surroundings ofProcess() {
        return new Surroundings(System.in, System.out, System.err, System.getenv());
    }
}
