package io.framecast.bench.measure;

import com.google.gson.JsonObject;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands have in common that measure something of this machine: they print a section, and keep it as a file if asked to. */
@Command
public abstract class Measurement implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--json",
            arity = "0..1",
            paramLabel = "FILE",
            fallbackValue = STANDARD_OUTPUT,
            description = "Keep raw rows, tables and machine in a file as well; without a file, print only that.")
    @Nullable
    String json;

    @Spec
    CommandSpec spec;

    /**
     * Measures; takes a minute or two.
     *
     * @throws UsageException if an option is out of range
     * @throws RunException where this machine lacks something that it takes
     */
    public abstract Section measure() throws RunException;

    /** What the JSON says before all else, after {@link #measure}. */
    public JsonObject figures() {
        return new JsonObject();
    }

    @Override
    public final Integer call() throws RunException {
        Section section = measure();
        PrintWriter console = spec.commandLine().getOut();
        if (STANDARD_OUTPUT.equals(json)) {
            console.print(section.json(figures()));
            console.flush();
            return 0;
        }
        console.println(section.machine());
        console.println();
        console.println(section.text());
        MarkdownTable targets = Section.targetTable();
        section.targets().forEach(target -> targets.row(target.cells()));
        if (!section.targets().isEmpty()) {
            console.println();
            console.println(targets);
        }
        console.flush();
        if (json != null) {
            section.write(Path.of(json), figures());
        }
        return 0;
    }

    /** @throws UsageException unless the value is in range */
    protected static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new UsageException(option + ": " + value + " is not in " + least + ".." + most);
        }
    }
}
