package io.framecast.bench.crowd;

import com.google.gson.JsonObject;
import io.framecast.bench.measure.Child;
import io.framecast.bench.measure.Cores;
import io.framecast.bench.measure.ProcessFigures;
import io.framecast.bench.measure.UdpFigures;
import io.framecast.client.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A broker on one core and a crowd on the other, and what both and the kernel say of a stretch of time. */
public final class Stage implements AutoCloseable {
    public final BrokerProcess broker;
    private final Child crowd;

    /** @param brokerOptions for its JVM, beside those that it always gets */
    public Stage(String... brokerOptions) throws RunException {
        broker = new BrokerProcess(Cores.only(0), brokerOptions);
        List<String> command = new ArrayList<>(Cores.only(1));
        command.addAll(Child.java(
                List.of("-XX:+UseSerialGC", "-Xmx1500m", "-Xss512k", "-XX:MaxDirectMemorySize=1g"),
                CrowdProcess.class.getName(),
                List.of("127.0.0.1", String.valueOf(broker.port()))));
        try {
            crowd = new Child("crowd", command);
        } catch (RunException e) {
            broker.close();
            throw e;
        }
    }

    public JsonObject ask(String question) throws RunException {
        return crowd.ask(question);
    }

    /** What happened in so many seconds: the crowd's figures, CPU of both, the kernel's drops, the broker's counters. */
    public JsonObject watch(double seconds) throws RunException {
        ask("clear");
        long framesBefore = ask("stats").get("frames_sent").getAsLong();
        Map<String, Double> countersBefore = broker.metrics();
        UdpFigures udpBefore = udp();
        ProcessFigures brokerBefore = broker.figures();
        ProcessFigures crowdBefore = crowdFigures();
        long machineBefore = machineCpuNanos();
        long begin = System.nanoTime();
        pause(seconds);
        double wall = System.nanoTime() - begin;
        ProcessFigures brokerAfter = broker.figures();
        long crowdCpu = crowdFigures().cpuNanos() - crowdBefore.cpuNanos();
        long machineCpu = machineCpuNanos() - machineBefore;
        UdpFigures during = udp().since(udpBefore);
        JsonObject row = ask("stats");
        row.addProperty("frames_sent", row.get("frames_sent").getAsLong() - framesBefore);
        row.addProperty("wall_s", wall / 1e9);
        row.addProperty("broker_cpu_s", (brokerAfter.cpuNanos() - brokerBefore.cpuNanos()) / 1e9);
        row.addProperty("crowd_cpu_s", crowdCpu / 1e9);
        long ours = brokerAfter.cpuNanos() - brokerBefore.cpuNanos() + crowdCpu;
        row.addProperty("others_cpu_s", Math.max(0, machineCpu - ours) / 1e9);
        row.addProperty("broker_rss_kib", brokerAfter.residentKib());
        row.addProperty("kernel_out", during.out());
        row.addProperty("kernel_receive_overflows", during.receiveOverflows());
        Map<String, Double> counters = broker.metrics();
        for (String name : List.of(
                "media_datagrams_sent_total",
                "control_datagrams_sent_total",
                "datagrams_received_total",
                "repairs_sent_total",
                "socket_dropped_total",
                "socket_send_errors_total")) {
            row.addProperty(
                    name, Math.round(counters.getOrDefault(name, 0.0) - countersBefore.getOrDefault(name, 0.0)));
        }
        return row;
    }

    public static void pause(double seconds) {
        long end = System.nanoTime() + Math.round(seconds * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private ProcessFigures crowdFigures() throws RunException {
        try {
            return ProcessFigures.of(crowd.pid());
        } catch (IOException e) {
            throw new RunException("the crowd has gone: " + e.getMessage(), e);
        }
    }

    private static long machineCpuNanos() throws RunException {
        try {
            return ProcessFigures.machineCpuNanos();
        } catch (IOException e) {
            throw new RunException("no figures of the machine: " + e.getMessage(), e);
        }
    }

    private static UdpFigures udp() throws RunException {
        try {
            return UdpFigures.parse(Files.readString(Path.of("/proc/net/snmp")));
        } catch (IOException e) {
            throw new RunException("no figures of the kernel: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        crowd.close();
        broker.close();
    }
}
