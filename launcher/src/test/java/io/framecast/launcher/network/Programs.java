package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.framecast.launcher.process.Framecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs of one test, in namespaces or outside; closing kills what still runs. */
final class Programs implements AutoCloseable {

    /** In front of a command that runs where the test does. */
    static final List<String> HERE = List.of();

    static final int ADMIN_PORT = 9100;

    /** Starts and ends of processes on a machine that has other things to do. */
    static final Duration SOON = Duration.ofSeconds(30);

    private static final String METRICS = "framecast_broker_";
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private final Path folder;
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private int states;

    /** {@code folder} takes the state folders. */
    Programs(Path folder) {
        this.folder = folder;
    }

    /** A broker that listens; {@code javaOptions} as in FRAMECAST_JAVA_OPTS. */
    Framecast broker(List<String> within, String bind, String admin, String javaOptions) throws Exception {
        Framecast broker = start(within, javaOptions, "broker", "--bind", bind, "--admin", admin);
        broker.awaitLog("listens on", SOON);
        return broker;
    }

    Framecast producer(List<String> within, String broker, String id, String source, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("producer", "--broker", broker, "--id", id, "--source", source));
        arguments.addAll(List.of(more));
        return start(within, "", arguments.toArray(String[]::new));
    }

    /** A subscriber with statistics in JSON at its end. */
    Framecast subscriber(List<String> within, String broker, String id, String output, String... more)
            throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("subscriber", "--broker", broker, "--subscribe", id, "--output", output, "--stats", "json"));
        arguments.addAll(List.of(more));
        return start(within, "", arguments.toArray(String[]::new));
    }

    /** Many subscribers in one process. */
    CrowdProcess crowd(List<String> within, String broker, List<String> ids, int each, int receiveBufferBytes)
            throws Exception {
        CrowdProcess crowd = new CrowdProcess(within, broker, ids, each, receiveBufferBytes);
        closings.push(crowd::close);
        return crowd;
    }

    /** Closes it at the end, too. */
    AttackerProcess closing(AttackerProcess attacker) {
        closings.push(attacker::close);
        return attacker;
    }

    /** The statistics of a subscriber that ends by itself or after TERM. */
    static JsonObject statistics(Framecast subscriber) throws Exception {
        subscriber.exitCode(SOON);
        List<String> out = subscriber.out();
        assertFalse(out.isEmpty(), subscriber::all);
        return JsonParser.parseString(out.getLast()).getAsJsonObject();
    }

    /** How long something is watched: nothing is waited for here. */
    static void runFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** The figures of a broker that runs {@code within}, its admin address on loopback; labels stay part of the name. */
    static Map<String, Double> metrics(List<String> within, int port) throws IOException {
        String request = "exec 3<>/dev/tcp/127.0.0.1/" + port
                + "; printf 'GET /metrics HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3";
        List<String> command = new ArrayList<>(within);
        command.addAll(List.of("bash", "-c", request));
        Map<String, Double> figures = new TreeMap<>();
        Command.run(command)
                .lines()
                .filter(line -> line.startsWith(METRICS))
                .map(line -> line.strip().split(" "))
                .forEach(parts -> figures.put(parts[0].substring(METRICS.length()), Double.parseDouble(parts[1])));
        return figures;
    }

    /** One of {@link #metrics}; fails where there is none. */
    static double figure(Map<String, Double> metrics, String name) {
        Double value = metrics.get(name);
        assertNotNull(value, () -> "no figure " + name + " in " + metrics);
        return value;
    }

    /** What is reachable in the heap, in KiB: counted while the program stands still, so without what it has dropped since a collection. */
    static long heapKib(long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Matcher total = TOTAL.matcher(Command.run(jcmd, String.valueOf(pid), "GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("GC.class_histogram has no total");
        }
        return Long.parseLong(total.group(1)) / 1024;
    }

    /** Resident memory of a process in KiB. */
    static long residentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private Framecast start(List<String> within, String javaOptions, String... arguments) throws IOException {
        Path state = folder.resolve("state-" + states++);
        Framecast program = Framecast.start(
                within, Map.of("FRAMECAST_STATE", state.toString(), "FRAMECAST_JAVA_OPTS", javaOptions), arguments);
        closings.push(program::close);
        return program;
    }

    @Override
    public void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
