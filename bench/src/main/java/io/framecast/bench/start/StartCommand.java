package io.framecast.bench.start;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Command;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.Measurement;
import io.framecast.bench.measure.ProcessFigures;
import io.framecast.bench.measure.ScratchFolder;
import io.framecast.bench.measure.Section;
import io.framecast.bench.measure.StartedProgram;
import io.framecast.client.RunException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Fresh processes of this distribution's own start script, in turns with the start-up cache and without. */
@picocli.CommandLine.Command(
        name = "start",
        sortOptions = false,
        description = "Measure how soon broker, producer and demo are there, with the start-up cache and without.",
        footer = {"", "Needs Linux, and for the demo the program script (util-linux), which makes its terminal."})
public final class StartCommand extends Measurement {

    private static final String LOOPBACK = "127.0.0.1:";
    private static final Pattern LISTENS = Pattern.compile("broker listens on " + LOOPBACK + "(\\d+)");
    private static final long SETTLE_NANOS = 1_000_000_000L;
    private static final String PICTURE = "▀";

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7", description = "Turns of each, 1..1000.")
    int rounds;

    @Override
    public Section measure() throws RunException {
        check("--rounds", rounds, 1, 1000);
        String home = System.getProperty("framecast.home");
        if (home == null || !Files.exists(Path.of(home, "framecast.aot"))) {
            throw new RunException("this distribution has no start-up cache: bin/make-cache.sh makes it");
        }
        List<JsonObject> rows = new ArrayList<>();
        try (ScratchFolder folder = ScratchFolder.of("start")) {
            run(Path.of(home), folder.path(), rows);
        }
        StartReport report = new StartReport(rows);
        String command = "framecast bench start --rounds " + rounds;
        return new Section("start", command, Machine.here(), report.text(rounds), report.targets(), rows);
    }

    private void run(Path home, Path folder, List<JsonObject> rows) throws RunException {
        String script = home.resolve("bin/framecast").toString();
        List<String> broker = List.of(script, "broker", "--bind", LOOPBACK + "0", "--admin", LOOPBACK + "0");
        List<String> producer = List.of(script, "producer", "--id", "start", "--loop", "--source", "test:640x360@30");
        boolean terminal = terminals();
        try (StartedProgram steady = started(broker, true, folder.resolve("steady"))) {
            steady.await("broker listens on ");
            steady.await(", key ");
            Matcher port = LISTENS.matcher(steady.seen());
            if (!port.find()) {
                throw new RunException("the broker says nothing of its port: " + steady.seen());
            }
            List<String> publishing = new ArrayList<>(producer);
            publishing.addAll(List.of("--broker", LOOPBACK + port.group(1)));
            // The first turns only bring files into memory.
            for (int round = 0; round <= rounds; round++) {
                for (boolean cache : new boolean[] {true, false}) {
                    List<JsonObject> turn = new ArrayList<>();
                    turn.add(turn("broker", broker, "broker listens on ", cache, folder));
                    turn.add(turn("producer", publishing, "start is live", cache, folder));
                    if (terminal) {
                        turn.add(turn("demo", inTerminal(script), PICTURE, cache, folder));
                    }
                    for (JsonObject row : turn) {
                        row.addProperty("round", round);
                    }
                    if (round > 0) {
                        rows.addAll(turn);
                    }
                }
            }
        }
    }

    private static boolean terminals() {
        try {
            Command.run("script", "--version");
            return true;
        } catch (RunException e) {
            return false;
        }
    }

    private static List<String> inTerminal(String script) {
        return List.of(
                "script", "-qec", "stty rows 24 cols 80; exec '" + script + "' demo --mute --port 0", "/dev/null");
    }

    private static StartedProgram started(List<String> command, boolean cache, Path state) throws RunException {
        return new StartedProgram(
                command,
                Map.of(
                        "FRAMECAST_CACHE",
                        cache ? "on" : "off",
                        "FRAMECAST_STATE",
                        state.toString(),
                        "TERM",
                        "xterm-256color",
                        "LC_ALL",
                        "C.UTF-8"));
    }

    /** One start, and what the program has after another second. */
    private static JsonObject turn(String program, List<String> command, String ready, boolean cache, Path folder)
            throws RunException {
        JsonObject row = new JsonObject();
        row.addProperty("program", program);
        row.addProperty("cache", cache);
        try (StartedProgram started = started(command, cache, folder.resolve(program))) {
            row.addProperty("ready_ms", started.await(ready));
            if (!program.equals("demo")) {
                row.addProperty("ready_cpu_ms", started.figures().cpuNanos() / 1e6);
                LockSupport.parkNanos(SETTLE_NANOS);
                ProcessFigures figures = started.figures();
                row.addProperty("rss_kib", figures.residentKib());
            }
        }
        return row;
    }
}
