package io.framecast.bench.crowd;

import io.framecast.bench.measure.Child;
import io.framecast.bench.measure.Command;
import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts a process's system calls with strace, which slows it down. */
final class SystemCalls {
    private SystemCalls() {}

    static boolean available() {
        try {
            return !Command.run("strace", "--version").isEmpty();
        } catch (RunException e) {
            return false;
        }
    }

    /** Calls by name while {@code during} runs. */
    static Map<String, Long> count(long pid, Runnable during) throws RunException {
        try {
            Path file = Files.createTempFile("framecast-bench", ".strace");
            Child strace = new Child(
                    "strace", List.of("strace", "-c", "-f", "-q", "-p", String.valueOf(pid), "-o", file.toString()));
            try {
                during.run();
            } finally {
                strace.end();
            }
            Map<String, Long> calls = parse(Files.readString(file));
            Files.delete(file);
            return calls;
        } catch (IOException e) {
            throw new RunException("strace: " + e.getMessage(), e);
        }
    }

    /** @param summary what {@code strace -c} writes: columns, the fourth is calls, the last the name */
    static Map<String, Long> parse(String summary) {
        Map<String, Long> calls = new TreeMap<>();
        summary.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words ->
                        words.length >= 5 && words[0].matches("[0-9.]+") && !words[words.length - 1].equals("total"))
                .forEach(words -> calls.put(words[words.length - 1], Long.parseLong(words[3])));
        return calls;
    }
}
