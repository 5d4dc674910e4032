package io.framecast.bench.crowd;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.Measurement;
import io.framecast.bench.measure.Section;
import io.framecast.client.RunException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many subscribers of one stream. */
@Command(
        name = "subscribers",
        sortOptions = false,
        description =
                "A 720p stream of 30 frames and 2.5 Mbit a second to many real sessions of one process: what is lost, and who"
                        + " is full.",
        footer = {"", "The broker has the first core, the load generator the second (Linux, taskset)."})
public final class SubscribersCommand extends Measurement {

    private static final int TRACED = 100;

    /** For both JVMs to compile what they do. */
    private static final int SETTLE_SECONDS = 12;

    /** How many of the members decrypt what they get. */
    enum Open {
        none(0),
        sample(50),
        all(1);

        final int every;

        Open(int every) {
            this.every = every;
        }
    }

    @Option(
            names = "--subscribers",
            paramLabel = "N,...",
            split = ",",
            defaultValue = "1000",
            description = "Sessions, one run for each number, 1..10000.")
    List<Integer> subscribers = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long a run is watched, 1..3600.")
    int seconds;

    @Option(
            names = "--open",
            paramLabel = "none|sample|all,...",
            split = ",",
            defaultValue = "none,sample",
            description =
                    "Who decrypts, one run for each: nobody, every 50th, everybody. Who does not counts datagrams by their"
                            + " headers.")
    List<Open> open = List.of();

    @Option(
            names = "--strace",
            paramLabel = "S",
            defaultValue = "10",
            description = "Count system calls at 100 subscribers for so long, 0..60; 0: do not.")
    int strace;

    @Override
    public Section measure() throws RunException {
        check("--seconds", seconds, 1, 3600);
        check("--strace", strace, 0, 60);
        subscribers.forEach(count -> check("--subscribers", count, 1, 10_000));
        List<JsonObject> rows = new ArrayList<>();
        for (int count : subscribers) {
            for (Open who : open) {
                rows.add(watched(count, who));
            }
        }
        List<JsonObject> traced = strace > 0 && SystemCalls.available() ? List.of(traced()) : List.of();
        SubscribersReport report = new SubscribersReport(rows, traced, seconds);
        List<JsonObject> all = new ArrayList<>(rows);
        all.addAll(traced);
        String command = "framecast bench subscribers --seconds " + seconds;
        return new Section("subscribers", command, Machine.here(), report.text(), report.targets(), all);
    }

    private JsonObject watched(int count, Open who) throws RunException {
        try (Stage stage = stage(count, who)) {
            JsonObject row = stage.watch(seconds);
            row.addProperty("open", who.name());
            return row;
        }
    }

    private JsonObject traced() throws RunException {
        try (Stage stage = stage(TRACED, Open.none)) {
            JsonObject[] row = new JsonObject[1];
            RunException[] failed = new RunException[1];
            var calls = SystemCalls.count(stage.broker.pid(), () -> {
                try {
                    row[0] = stage.watch(strace);
                } catch (RunException e) {
                    failed[0] = e;
                }
            });
            if (failed[0] != null) {
                throw failed[0];
            }
            calls.forEach((name, count) -> row[0].addProperty("calls_" + name, count));
            return row[0];
        }
    }

    private Stage stage(int count, Open who) throws RunException {
        Stage stage = new Stage();
        try {
            stage.ask("publish bench picture");
            stage.ask("join " + count + " bench " + who.every);
            stage.ask("play on");
            Stage.pause(SETTLE_SECONDS);
            return stage;
        } catch (RunException e) {
            stage.close();
            throw e;
        }
    }
}
