package io.framecast.bench.measure;

import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where and of what something was measured. {@code commit} is empty outside a checkout, and ends in + where files were changed. */
public record Machine(String processor, int cores, String kernel, String java, String commit) {

    public static Machine here() {
        return new Machine(
                readProcessor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                readCommit());
    }

    @Override
    public String toString() {
        return processor + ", " + cores + " cores; " + kernel + "; " + java
                + (commit.isEmpty() ? "" : "; commit " + commit);
    }

    private static String readProcessor() {
        try {
            return modelName(Files.readAllLines(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    static String modelName(List<String> cpuinfo) {
        return cpuinfo.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String readCommit() {
        try {
            String changed = Command.run("git", "status", "--porcelain", "--untracked-files=no");
            return Command.run("git", "rev-parse", "--short=12", "HEAD") + (changed.isEmpty() ? "" : "+");
        } catch (RunException e) {
            return "";
        }
    }
}
