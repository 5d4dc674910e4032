package io.framecast.bench.start;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.MarkdownTable;
import io.framecast.bench.measure.Spread;
import io.framecast.bench.measure.Target;
import java.util.List;
import java.util.function.Predicate;

/** Starts with the cache beside those without it. */
record StartReport(List<JsonObject> rows) {

    private static final double KIB_IN_MIB = 1024;

    String text(int rounds) {
        MarkdownTable table = new MarkdownTable(
                "start",
                "with the cache, ms",
                "without, ms",
                "ratio",
                "CPU s with / without",
                "RSS MiB with / without");
        row(table, "broker", "broker, until it answers");
        row(table, "producer", "producer of `test:640x360@30`, until it is live");
        row(table, "demo", "demo, until its first picture is in the terminal");
        return "Fresh processes of `bin/framecast`, " + rounds
                + " turns of each with the start-up cache and without, all else the same; wall time from the start of the script. CPU"
                + " time is that until then, resident memory that of a second later, with those pages of the cache that are in it.\n\n"
                + table;
    }

    List<Target> targets() {
        return List.of(
                new Target("broker ready with the start-up cache, against without", 0.6, null, ratio("broker"), ""));
    }

    private void row(MarkdownTable table, String program, String described) {
        if (values(program, true, "ready_ms").isEmpty()) {
            return;
        }
        table.row(
                described,
                Spread.of(values(program, true, "ready_ms")).toString(),
                Spread.of(values(program, false, "ready_ms")).toString(),
                ratio(program).toString(),
                pair(program, "ready_cpu_ms", 1000),
                pair(program, "rss_kib", KIB_IN_MIB));
    }

    private Spread ratio(String program) {
        return Spread.ofRatios(values(program, true, "ready_ms"), values(program, false, "ready_ms"));
    }

    /** Medians; empty where it was not measured. */
    private String pair(String program, String name, double unit) {
        List<Double> with = values(program, true, name);
        List<Double> without = values(program, false, name);
        return with.isEmpty() ? "" : median(with, unit) + " / " + median(without, unit);
    }

    private static String median(List<Double> values, double unit) {
        return Spread.digits(Spread.of(values).median() / unit);
    }

    private List<Double> values(String program, boolean cache, String name) {
        Predicate<JsonObject> wanted = row -> row.get("program").getAsString().equals(program)
                && row.get("cache").getAsBoolean() == cache
                && row.has(name);
        return rows.stream()
                .filter(wanted)
                .map(row -> row.get(name).getAsDouble())
                .toList();
    }
}
