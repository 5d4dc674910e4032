package io.framecast.bench.fanout;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Command;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.Measurement;
import io.framecast.bench.measure.Section;
import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Fan-out by all techniques side by side. */
@CommandLine.Command(
        name = "fanout",
        sortOptions = false,
        description =
                "What a datagram costs the sender, by every technique in turn, beside a C program that does nothing but send.",
        footer = {
            "",
            "send-only: in a network namespace of its own whose loopback drops all behind a full queue (Linux, root, ip, tc)."
                    + " delivered: to sockets that fill up."
        })
public final class FanoutCommand extends Measurement {

    @Option(
            names = "--segments",
            paramLabel = "N,...",
            split = ",",
            defaultValue = "8,40",
            description = "Datagrams of a frame, 1..54 each.")
    List<Integer> segments = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "11",
            description = "Turns of each technique, 1..1000.")
    int rounds;

    @Option(
            names = "--millis",
            paramLabel = "MS",
            defaultValue = "200",
            description = "How long a turn takes, 10..60000.")
    int millis;

    @Option(
            names = "--subscribers",
            paramLabel = "N",
            defaultValue = "100",
            description = "Who get each datagram, 1..10000.")
    int subscribers;

    @Option(
            names = "--only",
            paramLabel = "NAME,...",
            split = ",",
            description = "These techniques beside the C program. Default: all.")
    List<String> only = List.of();

    @Option(
            names = "--variants",
            paramLabel = "NAME,...",
            split = ",",
            defaultValue = "send-only,delivered,scale,threads",
            description =
                    "Of send-only, delivered, scale (10 000 subscribers against 100) and threads (two against one, 1000 subscribers).")
    List<String> variants = List.of();

    private JsonObject figures = new JsonObject();

    @Override
    public Section measure() throws RunException {
        check("--rounds", rounds, 1, 1000);
        check("--millis", millis, 10, 60_000);
        check("--subscribers", subscribers, 1, Fanout.MANY);
        segments.forEach(count -> check("--segments", count, 1, 54));
        List<String> names = Technique.java().stream().map(Technique::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new UsageException("--only: " + name + " is none of " + String.join(", ", names));
            }
        }
        for (String variant : variants) {
            if (!List.of(Fanout.SEND_ONLY, Fanout.DELIVERED, "scale", "threads").contains(variant)) {
                throw new UsageException("--variants: " + variant + " is none of send-only, delivered, scale, threads");
            }
        }
        boolean namespaces = namespaces();
        if (!namespaces && !variants.contains(Fanout.DELIVERED) && !variants.contains("threads")) {
            throw new UsageException("--variants: send-only and scale need Linux, root, and the programs ip and tc");
        }
        List<Technique> techniques = Technique.java().stream()
                .filter(technique -> only.isEmpty() || only.contains(technique.name()))
                .toList();
        List<JsonObject> rows = new ArrayList<>();
        List<JsonObject> scaled = new ArrayList<>();
        List<JsonObject> threads = new ArrayList<>();
        boolean hasLimit;
        try (Fanout fanout = new Fanout(rounds, millis, subscribers, techniques)) {
            hasLimit = fanout.hasLimit();
            for (int count : segments) {
                if (namespaces && variants.contains(Fanout.SEND_ONLY)) {
                    rows.addAll(fanout.sendOnly(count));
                }
                if (namespaces && variants.contains("scale")) {
                    scaled.addAll(fanout.scale(count, techniques.getFirst()));
                }
                if (variants.contains(Fanout.DELIVERED)) {
                    rows.addAll(fanout.delivered(count));
                }
                if (variants.contains("threads") && ThreadRows.possible()) {
                    threads.addAll(fanout.threads(count, namespaces));
                }
            }
        }
        FanoutReport report = new FanoutReport(
                new FanoutRows(rows), new FanoutRows(scaled), segments, techniques, subscribers, hasLimit, namespaces);
        figures = report.figures();
        List<JsonObject> all = new ArrayList<>(rows);
        all.addAll(scaled);
        all.addAll(threads);
        String command = "framecast bench fanout --rounds " + rounds + " --millis " + millis
                + (subscribers == Fanout.FEW ? "" : " --subscribers " + subscribers);
        String text = report.text(rounds, millis)
                + (variants.contains("threads") ? "\n\n" + new ThreadRows(new FanoutRows(threads)).text() : "");
        return new Section("fanout", command, Machine.here(), text, report.targets(), all);
    }

    @Override
    public JsonObject figures() {
        return figures;
    }

    private static boolean namespaces() {
        try {
            Command.run("tc", "-V");
            return Command.run("id", "-u").equals("0")
                    && !Command.run("ip", "-V").isEmpty();
        } catch (RunException e) {
            return false;
        }
    }
}
