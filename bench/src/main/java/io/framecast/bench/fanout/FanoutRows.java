package io.framecast.bench.fanout;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.MarkdownTable;
import io.framecast.bench.measure.Saturation;
import io.framecast.bench.measure.Spread;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Raw rows of fan-outs: by technique, against each other, and as a table. */
record FanoutRows(List<JsonObject> all) {

    FanoutRows {
        all = List.copyOf(all);
    }

    FanoutRows where(String variant, int segments, int subscribers) {
        return new FanoutRows(all.stream()
                .filter(row -> row.get("variant").getAsString().equals(variant)
                        && row.get("segments").getAsInt() == segments
                        && row.get("subscribers").getAsInt() == subscribers)
                .toList());
    }

    FanoutRows of(String technique) {
        return new FanoutRows(all.stream()
                .filter(row -> row.get("technique").getAsString().equals(technique))
                .toList());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** In the order in which they took their turns. */
    List<String> techniques() {
        Set<String> names = new LinkedHashSet<>();
        all.forEach(row -> names.add(row.get("technique").getAsString()));
        return List.copyOf(names);
    }

    /** CPU seconds for a million datagrams, round by round; of the sending thread, or of all of the process. */
    List<Double> cost(boolean process) {
        String cpu = process ? "process_cpu_s" : "cpu_s";
        return all.stream()
                .map(row ->
                        row.get(cpu).getAsDouble() * 1e6 / row.get("datagrams").getAsDouble())
                .toList();
    }

    /** Millions of datagrams in a second of the clock, round by round. */
    List<Double> rate() {
        return all.stream()
                .map(row -> row.get("datagrams").getAsDouble()
                        / 1e6
                        / row.get("wall_s").getAsDouble())
                .toList();
    }

    /** Cores that the process had, round by round. */
    List<Double> cores() {
        return all.stream()
                .map(row -> row.get("process_cpu_s").getAsDouble()
                        / row.get("wall_s").getAsDouble())
                .toList();
    }

    /** Bytes that the sending thread allocated for a datagram, round by round. */
    List<Double> allocated() {
        return all.stream()
                .map(row -> row.get("allocated_bytes").getAsDouble()
                        / row.get("datagrams").getAsDouble())
                .toList();
    }

    /** What the sending thread's datagrams cost against those of {@code other} in the same round; empty where one of them is not there. */
    Optional<Spread> against(FanoutRows other) {
        return isEmpty() || other.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.ofRatios(cost(false), other.cost(false)));
    }

    MarkdownTable table() {
        MarkdownTable table = new MarkdownTable(
                "technique",
                "CPU s / million",
                "ratio to C",
                "all threads",
                "datagrams a kernel message",
                "bytes allocated a datagram");
        FanoutRows limit = of(Technique.LIMIT);
        for (String name : techniques()) {
            FanoutRows rows = of(name);
            table.row(
                    name.equals(Technique.LIMIT)
                            ? Technique.C.label()
                            : Technique.named(name).label(),
                    Spread.of(rows.cost(false)).toString(),
                    rows.against(limit).map(Spread::toString).orElse(""),
                    Spread.digits(Spread.of(rows.cost(true)).median()),
                    Spread.digits(rows.datagramsAMessage()),
                    Spread.digits(Spread.of(rows.allocated()).median()));
        }
        return table;
    }

    /** By what the kernel counted: what was dropped behind a full queue is not among what it sent. */
    double datagramsAMessage() {
        double messages = all.stream()
                .mapToLong(row -> row.get("kernel_out").getAsLong()
                        + row.get("kernel_send_overflows").getAsLong())
                .sum();
        return all.stream().mapToLong(row -> row.get("datagrams").getAsLong()).sum() / messages;
    }

    /** What says that these figures should not be trusted. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        for (String name : techniques()) {
            List<Double> shares = of(name).all.stream()
                    .map(row ->
                            row.get("cpu_s").getAsDouble() / row.get("wall_s").getAsDouble())
                    .toList();
            Saturation.disturbed(name, Spread.of(shares).median()).ifPresent(remarks::add);
        }
        return remarks;
    }
}
