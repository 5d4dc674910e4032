package io.framecast.bench.matrix;

import io.framecast.broker.scenario.Conditions;
import io.framecast.client.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cells of the matrix are run: all, or those that have what was asked for. Each cell's luck is its own, so its figures stay the same. */
final class CellChoice {

    @Option(names = "--loss", paramLabel = "PERCENT", description = "Only the cells with this loss.")
    @Nullable
    Integer lossPercent;

    @Option(
            names = "--burst",
            paramLabel = "PACKETS",
            description = "Only the cells with losses in such bursts; 1: none.")
    @Nullable
    Integer burst;

    @Option(names = "--rtt", paramLabel = "MS", description = "Only the cells with this round trip.")
    @Nullable
    Integer roundTripMillis;

    @Option(names = "--budget", paramLabel = "MS", description = "Only the cells with this latency budget.")
    @Nullable
    Integer budgetMillis;

    List<Conditions> of(List<Conditions> cells) {
        List<Conditions> chosen = cells.stream().filter(this::includes).toList();
        if (chosen.isEmpty()) {
            throw new UsageException("no cell has" + asOptions() + "; there are --loss 0, 1, 2, 5, 10, --burst 1, 4,"
                    + " --rtt 10, 20, 50, 100, 200, --budget 100, 200, 500");
        }
        return chosen;
    }

    private boolean includes(Conditions cell) {
        return (lossPercent == null || Math.round(100 * cell.lossRatio()) == lossPercent)
                && (burst == null || cell.burst() == burst)
                && (roundTripMillis == null || cell.roundTripMillis() == roundTripMillis)
                && (budgetMillis == null || cell.budgetMillis() == budgetMillis);
    }

    /** As it was asked for, each with a space before it; empty where all are run. */
    String asOptions() {
        return option("--loss", lossPercent)
                + option("--burst", burst)
                + option("--rtt", roundTripMillis)
                + option("--budget", budgetMillis);
    }

    private static String option(String name, @Nullable Integer value) {
        return value == null ? "" : " " + name + " " + value;
    }
}
