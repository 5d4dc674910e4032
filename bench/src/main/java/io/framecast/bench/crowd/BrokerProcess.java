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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code framecast broker} of this distribution in a process of its own, on free ports of loopback. */
public final class BrokerProcess implements AutoCloseable {
    private static final String MAIN = "io.framecast.launcher.Main";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PREFIX = "framecast_broker_";
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final long READY_NANOS = 20_000_000_000L;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path state;
    private final Child process;
    private final int port;
    private final int admin;

    /**
     * Starts it, with the options that the start script gives, and waits until it answers.
     *
     * @param within in front of the command, empty for none
     * @param transport as in {@code -Dframecast.transport}; empty: what it chooses
     */
    public BrokerProcess(List<String> within, String transport) throws RunException {
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = udp.getLocalPort();
            admin = tcp.getLocalPort();
            state = Files.createTempDirectory("framecast-bench-broker");
        } catch (IOException e) {
            throw new RunException("no free ports: " + e.getMessage(), e);
        }
        List<String> options = new ArrayList<>(List.of("-Xss512k", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"));
        if (!transport.isEmpty()) {
            options.add("-Dframecast.transport=" + transport);
        }
        List<String> arguments = new ArrayList<>(List.of("broker", "--quiet", "--state", state.toString()));
        arguments.addAll(List.of("--bind", LOOPBACK + ":" + port, "--admin", LOOPBACK + ":" + admin));
        List<String> command = new ArrayList<>(within);
        command.addAll(Child.java(options, MAIN, arguments));
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

    /** Used heap in KiB, after a full collection. */
    public long heapKib() throws RunException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Command.run(jcmd, String.valueOf(pid()), "GC.run");
        String info = Command.run(jcmd, String.valueOf(pid()), "GC.heap_info");
        Matcher used = USED.matcher(info);
        if (!used.find()) {
            throw new RunException("GC.heap_info says nothing of what is used: " + info);
        }
        return Long.parseLong(used.group(1));
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
