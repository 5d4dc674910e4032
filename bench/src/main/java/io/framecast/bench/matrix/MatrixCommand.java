package io.framecast.bench.matrix;

import io.framecast.broker.scenario.Conditions;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the reliability matrix; fails where a cell is worse than allowed. */
@Command(
        name = "matrix",
        sortOptions = false,
        description =
                "Broken frames over loss, its pattern, round trip and latency budget, beside what an ideal receiver would"
                        + " leave. In virtual time: the same seed gives the same table on every machine.")
public final class MatrixCommand implements Callable<Integer> {

    private static final int MOST_FRAMES = 100_000_000;
    private static final int MOST_THREADS = 1024;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "100000", description = "Frames a cell, at least.")
    int frames;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Where all luck comes from.")
    long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Cells that run at the same time. Default: as many as there are processors.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the whole document into a file as well.")
    @Nullable
    Path out;

    @Mixin
    CellChoice choice;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, RunException {
        check("--frames", frames, MOST_FRAMES);
        check("--threads", threads, MOST_THREADS);
        List<Conditions> cells = choice.of(Matrix.CELLS);
        PrintWriter console = spec.commandLine().getOut();
        Matrix matrix = new Matrix(frames, seed);
        MatrixReport report = new MatrixReport(matrix, choice.asOptions());
        report.tableHead().forEach(console::println);
        console.flush();
        List<MatrixRow> rows = matrix.run(cells, threads, row -> {
            console.println(report.line(row));
            console.flush();
        });
        console.println();
        report.verdict(rows).forEach(console::println);
        console.flush();
        if (out != null) {
            try {
                Files.writeString(out, report.document(rows));
            } catch (IOException e) {
                throw new RunException("cannot write " + out + ": " + e.getMessage());
            }
        }
        return rows.stream().allMatch(MatrixRow::holds) ? 0 : 1;
    }

    private static void check(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new UsageException(option + ": " + value + " is not in 1.." + most);
        }
    }
}
