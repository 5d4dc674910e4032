package io.framecast.subscriber;

import io.framecast.client.RunException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statistics that a run ends with: a JSON line per subscribed id, on standard output or in a file. */
final class FinalStats {

    private final @Nullable String target;
    private final PrintStream out;

    /** {@code target}: {@code json} or a file name; null: nothing is printed. */
    FinalStats(@Nullable String target, PrintStream out) {
        this.target = target;
        this.out = out;
    }

    void print(List<Watches.Figures> all) throws RunException {
        if (target == null) {
            return;
        }
        List<String> lines = all.stream()
                .map(figures -> StatsJson.line(
                        figures.watch().id(), figures.stats(), figures.skippedPictures(), figures.reading()))
                .toList();
        if (target.equals("json")) {
            lines.forEach(out::println);
            out.flush();
            return;
        }
        try {
            Files.write(Path.of(target), lines);
        } catch (IOException e) {
            throw new RunException("--stats " + target + " cannot be written: " + e.getMessage(), e);
        }
    }
}
