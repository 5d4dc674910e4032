package io.framecast.bench.matrix;

import io.framecast.broker.scenario.Conditions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The matrix as Markdown. The lines hold nothing of the machine or the moment. */
final class MatrixReport {

    private final Matrix matrix;
    private final String choice;

    /** {@code choice}: the options that picked the cells, each with a space before it; empty for all of them. */
    MatrixReport(Matrix matrix, String choice) {
        this.matrix = matrix;
        this.choice = choice;
    }

    List<String> tableHead() {
        return List.of(
                "| loss | pattern | round trip | budget | rounds | broken | expected | extra bytes | |",
                "|---:|---|---:|---:|---:|---:|---:|---:|---|");
    }

    String line(MatrixRow row) {
        Conditions cell = row.cell();
        return String.format(
                Locale.ROOT,
                "| %.0f %% | %s | %d ms | %d ms | %d | %.4f %% | %.4f %% | %.2f %% | %s |",
                100 * cell.lossRatio(),
                pattern(cell),
                cell.roundTripMillis(),
                cell.budgetMillis(),
                cell.rounds(),
                100 * row.outcome().brokenRatio(),
                100 * row.expected(),
                100 * row.outcome().extraRatio(),
                row.holds() ? "" : "**worse**");
    }

    private static String pattern(Conditions cell) {
        if (cell.lossRatio() == 0) {
            return "none";
        }
        return cell.burst() == 1 ? "independent" : "bursts of " + cell.burst();
    }

    /** The worst cells, and whether all are within bounds. */
    List<String> verdict(List<MatrixRow> rows) {
        List<String> lines = new ArrayList<>();
        Optional<MatrixRow> byFactor =
                rows.stream().filter(MatrixRow::judgedByFactor).max(Comparator.comparingDouble(MatrixRow::factor));
        byFactor.ifPresent(row -> lines.add(String.format(
                Locale.ROOT,
                "Worst ratio where 1.5 times the expected share decides: %.2f (%s).",
                row.factor(),
                row.cell())));
        Optional<MatrixRow> byShare =
                rows.stream().filter(row -> !row.judgedByFactor()).max(Comparator.comparingDouble(MatrixRow::excess));
        byShare.ifPresent(row -> lines.add(String.format(
                Locale.ROOT,
                "Most beyond the expected share elsewhere: %.4f percentage points (%s).",
                100 * row.excess(),
                row.cell())));
        long worse = rows.stream().filter(row -> !row.holds()).count();
        lines.add(
                worse == 0
                        ? "All " + rows.size() + " cells are within max(1.5 x expected, + 0.02 percentage points)."
                        : worse + " of " + rows.size()
                                + " cells are worse than max(1.5 x expected, + 0.02 percentage points).");
        return lines;
    }

    String document(List<MatrixRow> rows) {
        List<String> lines = new ArrayList<>();
        lines.addAll(introduction());
        lines.addAll(tableHead());
        rows.forEach(row -> lines.add(line(row)));
        lines.add("");
        lines.add(String.join(" ", verdict(rows)));
        return String.join("\n", lines) + "\n";
    }

    private List<String> introduction() {
        int frames = Math.ceilDiv(matrix.frames(), Matrix.VIEWERS) * Matrix.VIEWERS;
        return String.format(Locale.ROOT, """
                # Reliability

                What remains broken over a bad network, and what it costs. Made with

                    framecast bench matrix --frames %d --seed %d%s --out docs/RELIABILITY.md

                The machines are those of the programs: a producer's publisher, the broker's core, subscribers' sessions. The network between
                them and the time are simulated, so the figures depend on nothing but the seed: the same command writes the same bytes on every
                machine.

                - **Stream**: 30 frames a second of 13 datagrams of 1200 bytes, every 60th frame of 130. Each frame is marked as decodable by
                  itself, so that a broken one is counted once, and not again for each frame that needs it.
                - **Viewers**: %d in each cell, behind paths that lose independently of each other, %d frames in all. The producer's path loses nothing.
                - **Loss**: the share of datagrams that get lost, in both directions. Bursts (Gilbert-Elliott, mean length in packets) are bursts of
                  what is sent to the viewer; its questions are further apart than a burst is long and are lost as often, independently.
                - **Broken**: not all of the frame's own fragments are there at its display deadline: capture + one-way delay of the path + budget.
                - **Rounds**: how often a lost fragment can be asked for within the budget, floor(budget / (round trip + 10 ms)).
                - **Expected**: an ideal receiver, computed apart from the code: each round one question for all that a frame misses, question and
                  answers lost like everything else, at most four answers a fragment; with one round or none Reed-Solomon rows of 2 p + 5 %%
                  (10 to 50 %%) beside each block of at most 64 fragments.
                - **Extra bytes**: retransmissions, repair rows and padding over the bytes of the media.

                A cell may be no worse than 1.5 times the expected share or 0.02 percentage points above it, whichever is more.
                """, matrix.frames(), matrix.seed(), choice, Matrix.VIEWERS, frames)
                .lines()
                .toList();
    }
}
