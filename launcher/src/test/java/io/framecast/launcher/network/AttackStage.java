package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import io.framecast.launcher.process.Framecast;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A broker alone in its namespace; in a second one producers and many viewers who do nothing wrong; in a third one an attacker on the
 * broker's way to the rest of the world, and whoever has to send through him.
 */
final class AttackStage {

    static final long SECOND = 1_000_000_000L;
    private static final int PORT = 5000;

    final Namespace center;
    final Framecast broker;
    final CrowdProcess crowd;
    final AttackerProcess attacker;
    private final Programs programs;
    private final Namespace homes;
    private final Namespace outside;
    private final Network.Cable far;
    private final int clients;
    private final List<Framecast> producers = new ArrayList<>();

    /** Each id has a producer of {@code source} and {@code each} viewers. */
    AttackStage(Network network, Programs programs, List<String> ids, int each, String source) throws Exception {
        this.programs = programs;
        center = network.namespace("broker");
        homes = network.namespace("homes");
        outside = network.namespace("outside");
        Network.Cable near = network.join(center, homes);
        far = network.join(center, outside);
        center.run("ip", "route", "add", "default", "via", far.addressB());
        broker = programs.broker(center.within(), "0.0.0.0:" + PORT, "127.0.0.1:" + Programs.ADMIN_PORT, "");
        for (String id : ids) {
            producers.add(programs.producer(homes.within(), near.addressA() + ":" + PORT, id, source));
        }
        crowd = programs.crowd(homes.within(), near.addressA() + ":" + PORT, ids, each, 4 << 20);
        attacker = programs.closing(new AttackerProcess(outside, far.addressB(), far.addressA(), PORT));
        clients = ids.size() * (1 + each);
        crowd.await("all get frames", 60 * SECOND, stats -> SlowViewerStage.all(stats, ids.size() * each, 15));
    }

    /** Producers and viewers of {@link #crowd}. */
    int clients() {
        return clients;
    }

    /** One who sends through the attacker. */
    Framecast producer(String id, String source) throws Exception {
        Framecast producer = programs.producer(outside.within(), far.addressA() + ":" + PORT, id, source);
        producers.add(producer);
        return producer;
    }

    /** One who sends through the attacker. */
    Framecast subscriber(String id) throws Exception {
        return programs.subscriber(outside.within(), far.addressA() + ":" + PORT, id, "null");
    }

    /** What comes to the outside ends there at once, as it would if a router passed it on. */
    void passOn() throws IOException {
        outside.run("iptables", "-t", "raw", "-A", "PREROUTING", "-p", "udp", "-j", "DROP");
    }

    Map<String, Double> metrics() throws IOException {
        return Programs.metrics(center.within(), Programs.ADMIN_PORT);
    }

    /** CPU time of the broker since its start. */
    double cpuSeconds() {
        return ProcessHandle.of(broker.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    long heapKib() throws IOException {
        return Programs.heapKib(broker.pid());
    }

    /** Datagrams that found no room in the broker's socket. */
    long dropped() throws IOException {
        return center.udp("RcvbufErrors");
    }

    /** Nobody sends any more; what the broker has counted then. */
    Map<String, Double> silence() throws Exception {
        crowd.close();
        producers.forEach(Framecast::kill);
        Programs.runFor(Duration.ofMillis(500));
        return metrics();
    }

    /** What an attack must not do to those who did nothing wrong. */
    static void assertUnhurt(JsonObject stats, String all) {
        for (String harm : List.of("frames_broken", "frames_skipped", "disconnects", "downs")) {
            assertEquals(0, stats.get(harm).getAsLong(), harm + ": " + all);
        }
    }
}
