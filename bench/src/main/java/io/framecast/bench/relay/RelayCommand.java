package io.framecast.bench.relay;

import com.google.gson.JsonObject;
import io.framecast.bench.crowd.Stage;
import io.framecast.bench.measure.Child;
import io.framecast.bench.measure.Cores;
import io.framecast.bench.measure.LimitPrograms;
import io.framecast.bench.measure.Machine;
import io.framecast.bench.measure.Measurement;
import io.framecast.bench.measure.Section;
import io.framecast.client.RunException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole broker against a relay in C. */
@Command(
        name = "relay",
        sortOptions = false,
        description =
                "The whole way through a broker (authenticate, ring, fan-out) beside a C program that does nothing but forward,"
                        + " in turns: CPU of a datagram, and how late frames are whole.",
        footer = {
            "",
            "Needs a C compiler (cc). Relays have the first core, source and receivers the second (Linux, taskset)."
        })
public final class RelayCommand extends Measurement {
    private static final String LOOPBACK = "127.0.0.1";
    private static final double SETTLE_SECONDS = 0.5;

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "100", description = "Of each relay, 1..1000.")
    int receivers;

    @Option(names = "--segments", paramLabel = "N", defaultValue = "40", description = "Datagrams of a frame, 1..1000.")
    int segments;

    @Option(names = "--rate", paramLabel = "FPS", defaultValue = "60", description = "Frames a second, 1..1000.")
    int rate;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "6", description = "Turns of each, 1..1000.")
    int rounds;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "4", description = "How long a turn takes, 1..600.")
    int seconds;

    @Override
    public Section measure() throws RunException {
        check("--receivers", receivers, 1, 1000);
        check("--segments", segments, 1, 1000);
        check("--rate", rate, 1, 1000);
        check("--rounds", rounds, 1, 1000);
        check("--seconds", seconds, 1, 600);
        List<JsonObject> rows = new ArrayList<>();
        try {
            Path folder = Files.createTempDirectory("framecast-bench");
            Path program = LimitPrograms.compile("relay", folder)
                    .orElseThrow(() -> new RunException("bench relay needs a C compiler (cc)"));
            try {
                run(program, rows);
            } finally {
                Files.delete(program.resolveSibling("relay.c"));
                Files.delete(program);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new RunException("no temporary folder: " + e.getMessage(), e);
        }
        RelayReport report = new RelayReport(rows);
        String command = "framecast bench relay --rounds " + rounds + " --seconds " + seconds + " --segments "
                + segments + " --rate " + rate;
        String text = report.text(receivers, segments, rate, seconds);
        return new Section("relay", command, Machine.here(), text, report.targets(), rows);
    }

    private void run(Path program, List<JsonObject> rows) throws RunException {
        try (Stage stage = new Stage()) {
            stage.ask("publish bench even " + rate + " " + segments + " unpaced");
            stage.ask("join " + receivers + " bench 0");
            int firstPort = stage.ask("raw-open " + receivers).get("first_port").getAsInt();
            int port = freePort();
            List<String> command = new ArrayList<>(Cores.only(0));
            command.addAll(List.of(
                    program.toString(),
                    LOOPBACK,
                    String.valueOf(port),
                    String.valueOf(firstPort),
                    String.valueOf(receivers)));
            try (Child relay = new Child("relay", command)) {
                relay.await("ready");
                stage.ask("raw-publish " + port + " " + rate + " " + segments);
                // The first turns only warm both up.
                for (int round = -1; round <= rounds; round++) {
                    JsonObject broker = turnOfBroker(stage);
                    JsonObject limit = turnOfLimit(stage, relay);
                    if (round > 0) {
                        rows.add(labelled("broker", round, broker));
                        rows.add(labelled("limit", round, limit));
                    }
                }
            }
        }
    }

    private JsonObject turnOfBroker(Stage stage) throws RunException {
        stage.ask("play on");
        Stage.pause(SETTLE_SECONDS);
        JsonObject row = stage.watch(seconds);
        stage.ask("play off");
        row.addProperty("cpu_s", row.get("broker_cpu_s").getAsDouble());
        return row;
    }

    private JsonObject turnOfLimit(Stage stage, Child relay) throws RunException {
        stage.ask("raw-play on");
        Stage.pause(SETTLE_SECONDS);
        double before = cpuSeconds(relay.ask(""));
        JsonObject row = stage.watch(seconds);
        row.addProperty("cpu_s", cpuSeconds(relay.ask("")) - before);
        stage.ask("raw-play off");
        return row;
    }

    private static JsonObject labelled(String relay, int round, JsonObject row) {
        row.addProperty("relay", relay);
        row.addProperty("round", round);
        return row;
    }

    private static double cpuSeconds(JsonObject answer) {
        return answer.get("user").getAsDouble() + answer.get("system").getAsDouble();
    }

    private static int freePort() throws RunException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new RunException("no free port: " + e.getMessage(), e);
        }
    }
}
