package io.framecast.bench.page;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.Measurement;
import io.framecast.bench.measure.ScratchFolder;
import io.framecast.bench.measure.Section;
import io.framecast.bench.measure.StartedProgram;
import io.framecast.client.RunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Broker, gateway and producers of this distribution, and a browser that watches; all figures are the page's own. */
@picocli.CommandLine.Command(
        name = "page",
        sortOptions = false,
        description = "Measure how soon a browser shows a stream, and how old the pictures are that it shows.",
        footer = {"", "Needs Chromium."})
public final class PageCommand extends Measurement {

    private static final String LOOPBACK = "127.0.0.1:";
    private static final String FREE = LOOPBACK + "0";
    private static final int LEAST_SECONDS = 4;

    /** The page's ages are those of its last ten seconds. */
    private static final int USUAL_SECONDS = 14;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Turns of each stream and way, 1..1000.")
    int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "" + USUAL_SECONDS,
            description = "How long each page is watched, " + LEAST_SECONDS + "..600.")
    int seconds;

    @Override
    public Section measure() throws RunException {
        check("--rounds", rounds, 1, 1000);
        check("--seconds", seconds, LEAST_SECONDS, 600);
        String home = System.getProperty("framecast.home");
        if (home == null) {
            throw new RunException(
                    "the programs are started as users start them: this needs bin/framecast of a distribution");
        }
        List<JsonObject> rows = new ArrayList<>();
        try (ScratchFolder folder = ScratchFolder.of("page");
                Browser browser = new Browser(folder.path().resolve("browser"))) {
            run(Path.of(home), folder.path(), browser, rows);
        }
        PageReport report = new PageReport(rows);
        String command = "framecast bench page --rounds " + rounds + " --seconds " + seconds;
        return new Section("page", command, Machine.here(), report.text(rounds, seconds), report.targets(), rows);
    }

    private void run(Path home, Path folder, Browser browser, List<JsonObject> rows) throws RunException {
        List<StartedProgram> programs = new ArrayList<>();
        try {
            String broker = LOOPBACK
                    + port(
                            started(home, folder, programs, "broker", "--bind", FREE, "--admin", "off"),
                            "broker listens on 127\\.0\\.0\\.1:(\\d+) ");
            String web = port(
                    started(home, folder, programs, "gateway", "--broker", broker, "--bind", FREE, "--admin", "off"),
                    "http://localhost:(\\d+) ");
            publish(home, folder, programs, broker, Watched.CLOCK, "file:" + home.resolve("samples/clock.mp4"));
            publish(home, folder, programs, broker, Watched.PATTERN, "test:1280x720@30");
            // The first turn only brings files into memory.
            for (int round = 0; round <= rounds; round++) {
                for (Watched watched : Watched.values()) {
                    JsonObject row =
                            turn(browser, "http://localhost:" + web, watched, round == 0 ? LEAST_SECONDS : seconds);
                    row.addProperty("round", round);
                    if (round > 0) {
                        rows.add(row);
                    }
                }
            }
        } finally {
            programs.reversed().forEach(StartedProgram::close);
        }
    }

    private static void publish(
            Path home, Path folder, List<StartedProgram> programs, String broker, Watched watched, String source)
            throws RunException {
        String id = watched.id();
        started(home, folder, programs, "producer", "--broker", broker, "--id", id, "--loop", "--source", source)
                .await(id + " is live");
    }

    private static StartedProgram started(Path home, Path folder, List<StartedProgram> programs, String... arguments)
            throws RunException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/framecast").toString()));
        command.addAll(List.of(arguments));
        String state = folder.resolve(String.valueOf(programs.size())).toString();
        StartedProgram program = new StartedProgram(command, Map.of("FRAMECAST_STATE", state));
        programs.add(program);
        return program;
    }

    private static String port(StartedProgram program, String line) throws RunException {
        Pattern wanted = Pattern.compile(line);
        Matcher found = wanted.matcher(program.seen());
        while (!found.find()) {
            program.await(" ");
            found = wanted.matcher(program.seen());
        }
        return found.group(1);
    }

    private static JsonObject turn(Browser browser, String gateway, Watched watched, int seconds) throws RunException {
        try (Browser.Page page = browser.open(gateway + watched.path())) {
            LockSupport.parkNanos(seconds * 1_000_000_000L);
            JsonObject stats = page.evaluate("framecast.stats");
            JsonObject row = new JsonObject();
            row.addProperty("watched", watched.name());
            row.add("way", page.evaluate("{path: framecast.path}").get("path"));
            row.add("first_picture_ms", stats.get("firstPictureMillis"));
            row.add("shown", stats.get("shown"));
            row.add("dropped", stats.get("dropped"));
            row.add("sound", stats.get("sound"));
            row.add("sound_ahead_ms", stats.get("skewMillis"));
            row.add("ages_p50_ms", stats.getAsJsonObject("ages").get("p50"));
            row.add("ages_p99_ms", stats.getAsJsonObject("ages").get("p99"));
            return row;
        }
    }
}
