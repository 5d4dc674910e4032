package io.framecast.bench.crowd;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.Measurement;
import io.framecast.bench.measure.Section;
import io.framecast.bench.measure.Spread;
import io.framecast.bench.measure.Target;
import io.framecast.client.RunException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Many sessions that come and go. A tenth more than asked for comes before what is measured. */
@Command(
        name = "join",
        sortOptions = false,
        description =
                "Holds many sessions, of which some subscribe and leave again every second: lost requests, memory of a session.",
        footer = {"", "The broker has the first core, the sessions the second (Linux, taskset)."})
public final class JoinCommand extends Measurement {

    /** Longer than a broker keeps the answers to handshakes. */
    private static final int SETTLE_SECONDS = 12;

    @Option(names = "--sessions", paramLabel = "N", defaultValue = "10000", description = "Held at once, 100..18000.")
    int sessions;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long they come and go, 1..3600.")
    int seconds;

    @Override
    public Section measure() throws RunException {
        check("--sessions", sessions, 100, 18_000);
        check("--seconds", seconds, 1, 3600);
        JsonObject row;
        try (Stage stage = new Stage(BrokerProcess.TRACKED)) {
            row = run(stage);
        }
        double idle = bytesEach(row, "live_idle_kib", "live_before_kib");
        double active = bytesEach(row, "live_active_kib", "live_idle_again_kib");
        String text = String.format(
                Locale.ROOT,
                """
                %d sessions, each with a handshake and a subscription of its own, held by one process. A stream of ten datagrams a second;\
                 for %d s every second 1 %% subscribe to it and those of the second before leave it.

                - Requests: %d, answered %d, overtaken by the opposite %d, refused %d; sessions lost: %d. Answered within %.1f ms (p50), %.1f ms (p99).
                - They came together in %.1f s (%.0f sessions a second, both ends on this machine).
                - Heap after a collection and native memory of the broker: %.0f bytes for a session with a subscription that waits for its stream; %.0f bytes\
                 more for one that is live. Resident memory: %.0f bytes a session more than before, with what the collector had not returned.""",
                sessions,
                seconds,
                row.get("requests").getAsLong(),
                row.get("answered").getAsLong(),
                row.get("overtaken").getAsLong(),
                row.get("refused").getAsLong(),
                row.get("sessions_lost").getAsLong(),
                row.get("answer_p50_us").getAsLong() / 1000.0,
                row.get("answer_p99_us").getAsLong() / 1000.0,
                row.get("joined_s").getAsDouble(),
                sessions / row.get("joined_s").getAsDouble(),
                idle,
                active,
                bytesEach(row, "rss_idle_kib", "rss_before_kib"));
        List<Target> targets = List.of(
                new Target(
                        "requests lost of those of 1 % a second",
                        0, null, Spread.of(lost(row)), "of " + row.get("requests")),
                new Target(
                        "heap and native memory of an idle subscription with its session, KiB",
                        2,
                        null,
                        Spread.of(idle / 1024),
                        "a waiting one"),
                new Target(
                        "heap and native memory of an active subscription with its session, KiB",
                        4,
                        null,
                        Spread.of((idle + active) / 1024),
                        "two subscriptions, one of them live"));
        return new Section(
                "join",
                "framecast bench join --sessions " + sessions + " --seconds " + seconds,
                Machine.here(),
                text,
                targets,
                List.of(row));
    }

    private JsonObject run(Stage stage) throws RunException {
        stage.ask("publish live even 10 1 paced");
        stage.ask("play on");
        // What the first sessions make the broker load and compile is not theirs.
        stage.ask("join " + sessions / 10 + " warm 0");
        long liveBefore = stage.broker.liveKib();
        long residentBefore = stage.broker.figures().residentKib();
        long begin = System.nanoTime();
        stage.ask("join " + sessions + " nobody 0");
        double joined = (System.nanoTime() - begin) / 1e9;
        Stage.pause(SETTLE_SECONDS);
        long liveIdle = stage.broker.liveKib();
        long residentIdle = stage.broker.figures().residentKib();
        stage.ask("clear");
        JsonObject row = stage.ask("churn live " + seconds + " " + sessions / 100);
        long liveIdleAgain = stage.broker.liveKib();
        stage.ask("all live " + sessions);
        long liveActive = stage.broker.liveKib();
        row.addProperty("joined_s", joined);
        row.addProperty("live_before_kib", liveBefore);
        row.addProperty("live_idle_kib", liveIdle);
        row.addProperty("live_idle_again_kib", liveIdleAgain);
        row.addProperty("live_active_kib", liveActive);
        row.addProperty("rss_before_kib", residentBefore);
        row.addProperty("rss_idle_kib", residentIdle);
        row.addProperty("rss_active_kib", stage.broker.figures().residentKib());
        row.addProperty(
                "viewers_at_the_end",
                Math.round(stage.broker.metrics().getOrDefault("stream_viewers{producer=\"live\"}", 0.0)));
        return row;
    }

    private double bytesEach(JsonObject row, String after, String before) {
        return (row.get(after).getAsLong() - row.get(before).getAsLong()) * 1024.0 / sessions;
    }

    private static double lost(JsonObject row) {
        return row.get("requests").getAsDouble()
                - row.get("answered").getAsDouble()
                - row.get("overtaken").getAsDouble();
    }
}
