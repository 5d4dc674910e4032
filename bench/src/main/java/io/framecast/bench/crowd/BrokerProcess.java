package io.framecast.bench.crowd;

import io.framecast.bench.measure.Child;
import io.framecast.bench.measure.Command;
import io.framecast.bench.measure.ProcessFigures;
import io.framecast.client.RunException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** The program {@code framecast broker} of this distribution in a process of its own, on free ports of loopback. */
public final class BrokerProcess implements AutoCloseable {
    /** A JVM option: {@link #liveKib} can be asked. */
    public static final String TRACKED = "-XX:NativeMemoryTracking=summary";

    private static final String LOOPBACK = "127.0.0.1";
    private static final String PREFIX = "framecast_broker_";
    /** Instances and bytes of all classes. */
    private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");
    /** What the serial collector leaves in place of small holes: not alive. */
    private static final Pattern FILLER =
            Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +\\S*jdk\\.internal\\.vm\\.Filler\\S*");
    /** What was asked of the OS by Java code: direct buffers and native tables. */
    private static final Pattern NATIVE = Pattern.compile("Other \\(reserved=\\d+, committed=(\\d+)\\)");

    private static final long READY_NANOS = 20_000_000_000L;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path state;
    private final Child process;
    private final int port;
    private final int admin;

    /**
     * Starts it by the distribution's own start script, so with what that gives to the JVM, and waits until it answers.
     *
     * @param within in front of the command, empty for none
     * @param options for the JVM, beside the script's
     */
    public BrokerProcess(List<String> within, String... options) throws RunException {
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = udp.getLocalPort();
            admin = tcp.getLocalPort();
            state = Files.createTempDirectory("framecast-bench-broker");
        } catch (IOException e) {
            throw new RunException("no free ports: " + e.getMessage(), e);
        }
        List<String> command = new ArrayList<>(within);
        command.add("env");
        command.add("FRAMECAST_JAVA_OPTS=" + String.join(" ", options));
        command.addAll(List.of(script(), "broker", "--quiet", "--state", state.toString()));
        command.addAll(List.of("--bind", LOOPBACK + ":" + port, "--admin", LOOPBACK + ":" + admin));
        process = new Child("broker", command);
        long deadline = System.nanoTime() + READY_NANOS;
        while (!ready()) {
            if (!process.alive() || System.nanoTime() - deadline > 0) {
                close();
                throw new RunException("the broker does not come up");
            }
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private static String script() throws RunException {
        String home = System.getProperty("framecast.home");
        if (home == null) {
            throw new RunException(
                    "the broker is started as its users start it: this needs bin/framecast of a distribution");
        }
        return Path.of(home, "bin", "framecast").toString();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public ProcessFigures figures() throws RunException {
        try {
            return ProcessFigures.of(pid());
        } catch (IOException e) {
            throw new RunException("the broker has gone: " + e.getMessage(), e);
        }
    }

    /** What is alive on the heap, and what Java code has of native memory, in KiB. Needs {@link #TRACKED}. */
    public long liveKib() throws RunException {
        String classes = ask("GC.class_histogram");
        String memory = ask("VM.native_memory", "summary", "scale=B");
        return (sum(LIVE, classes) - sum(FILLER, classes) + sum(NATIVE, memory)) / 1024;
    }

    private String ask(String... question) throws RunException {
        List<String> jcmd = new ArrayList<>();
        jcmd.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        jcmd.add(String.valueOf(pid()));
        jcmd.addAll(List.of(question));
        return Command.run(jcmd);
    }

    private static long sum(Pattern figure, String text) {
        return figure.matcher(text)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    /** Its figures without their common beginning; labels are part of the name. */
    public Map<String, Double> metrics() throws RunException {
        Map<String, Double> figures = new TreeMap<>();
        get("/metrics")
                .lines()
                .filter(line -> line.startsWith(PREFIX))
                .map(line -> line.strip().split(" "))
                .forEach(parts -> figures.put(parts[0].substring(PREFIX.length()), Double.parseDouble(parts[1])));
        return figures;
    }

    private boolean ready() {
        try {
            return !get("/health/ready").isEmpty();
        } catch (RunException e) {
            return false;
        }
    }

    private String get(String path) throws RunException {
        try {
            var response = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + admin + path))
                            .build(),
                    BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new RunException(path + ": status " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new RunException(path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.end();
        http.close();
        try (var files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(state);
        } catch (IOException e) {
            System.err.println("left behind: " + state);
        }
    }
}
