package io.framecast.bench.report;

import io.framecast.bench.measure.Measurement;
import io.framecast.bench.measure.Section;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the measurements of this machine, each with its defaults, and writes the document. */
@Command(
        name = "all",
        sortOptions = false,
        description =
                "Run the measurements, each with its defaults, keep their raw rows beside FILE, and write FILE from all that is kept.",
        footer = {"", "Takes about twenty minutes on a machine that has nothing else to do."})
public final class AllCommand implements Callable<Integer> {

    private static final String NONE = "none";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The document, such as docs/PERFORMANCE.md.")
    Path out;

    @Option(
            names = "--only",
            paramLabel = "NAME,...",
            split = ",",
            description = "Run only these, and take the others as they are kept; none: only write the document.")
    List<String> only = List.of();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws RunException {
        Map<String, CommandLine> measurements =
                new LinkedHashMap<>(spec.parent().subcommands());
        measurements.values().removeIf(line -> !(line.getCommand() instanceof Measurement));
        List<String> names = List.copyOf(measurements.keySet());
        for (String name : only) {
            if (!names.contains(name) && !name.equals(NONE)) {
                throw new UsageException("--only: " + name + " is none of " + NONE + ", " + String.join(", ", names));
            }
        }
        Document document = new Document(out);
        PrintWriter console = spec.commandLine().getOut();
        for (Map.Entry<String, CommandLine> entry : measurements.entrySet()) {
            if (only.isEmpty() || only.contains(entry.getKey())) {
                console.println(entry.getKey());
                console.flush();
                entry.getValue().parseArgs();
                Measurement measurement = entry.getValue().getCommand();
                Section section = measurement.measure();
                section.write(document.fileOf(entry.getKey()), measurement.figures());
            }
        }
        document.write(names);
        console.println(out);
        return 0;
    }
}
