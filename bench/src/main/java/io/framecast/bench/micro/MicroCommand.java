package io.framecast.bench.micro;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.MarkdownTable;
import io.framecast.bench.measure.Measurement;
import io.framecast.bench.measure.Section;
import io.framecast.bench.measure.Spread;
import io.framecast.client.RunException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** JMH over single steps. */
@Command(
        name = "micro",
        sortOptions = false,
        description =
                "Single steps with JMH: headers, control packets, sealing, the ring, assembling, Reed-Solomon, tables; time and"
                        + " bytes allocated.")
public final class MicroCommand extends Measurement {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Option(names = "--millis", paramLabel = "MS", defaultValue = "400", description = "Of an iteration, 10..60000.")
    int millis;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "6", description = "Measured ones, 1..1000.")
    int iterations;

    @Override
    public Section measure() throws RunException {
        check("--millis", millis, 10, 60_000);
        check("--iterations", iterations, 1, 1000);
        List<JsonObject> rows = new ArrayList<>();
        MarkdownTable table = new MarkdownTable("step", "ns", "bytes allocated");
        for (RunResult result : run()) {
            var time = result.getPrimaryResult();
            var allocated = result.getSecondaryResults().get(ALLOCATED);
            String step = result.getParams().getBenchmark();
            JsonObject row = new JsonObject();
            row.addProperty("step", step);
            row.addProperty("ns", time.getScore());
            row.addProperty("ns_error_99_9", time.getScoreError());
            row.addProperty("bytes", allocated == null ? -1 : allocated.getScore());
            rows.add(row);
            table.row(
                    words(step.substring(step.lastIndexOf('.') + 1)),
                    Spread.digits(time.getScore()) + " ± " + Spread.digits(time.getScoreError()),
                    allocated == null ? "" : String.format(Locale.ROOT, "%.1f", allocated.getScore()));
        }
        String text = "JMH, one fork, " + iterations + " iterations of " + millis
                + " ms after half as many to warm up; mean ± 99.9 %. Of one"
                + " datagram of 1200 bytes; Reed-Solomon of a block of 40 with 8 rows; a row of a table of 10 000 leaves and joins.\n\n"
                + table;
        String command = "framecast bench micro --millis " + millis + " --iterations " + iterations;
        return new Section("micro", command, Machine.here(), text, List.of(), rows);
    }

    private Collection<RunResult> run() throws RunException {
        try {
            return new Runner(new OptionsBuilder()
                            .include(Pattern.quote(MicroCommand.class.getPackageName()) + "\\..*")
                            .forks(1)
                            .warmupIterations(Math.max(1, iterations / 2))
                            .warmupTime(TimeValue.milliseconds(millis))
                            .measurementIterations(iterations)
                            .measurementTime(TimeValue.milliseconds(millis))
                            .jvmArgsAppend(
                                    "-XX:+UseSerialGC",
                                    "-Dio.netty.leakDetection.level=disabled",
                                    "--sun-misc-unsafe-memory-access=allow",
                                    "--enable-native-access=ALL-UNNAMED")
                            .addProfiler(GCProfiler.class)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new RunException("JMH: " + e.getMessage(), e);
        }
    }

    /** {@code sealADatagram}: seal a datagram. */
    static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
