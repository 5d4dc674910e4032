package io.framecast.bench.measure;

import io.framecast.client.RunException;
import java.util.List;

/** Keeps two processes out of each other's way, where the machine has two cores and the program taskset. */
public final class Cores {
    private Cores() {}

    /** In front of a command that is to run on this core only; empty where that cannot be had. */
    public static List<String> only(int core) {
        if (Runtime.getRuntime().availableProcessors() <= core) {
            return List.of();
        }
        try {
            Command.run("taskset", "--version");
            return List.of("taskset", "-c", String.valueOf(core));
        } catch (RunException e) {
            return List.of();
        }
    }
}
