package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.launcher.process.Framecast;
import io.framecast.launcher.process.Ports;
import io.framecast.sim.Link;
import io.framecast.sim.UdpProxy;
import io.framecast.sim.UdpProxy.Direction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three producers and twenty subscribers of each over a bad network, everybody's port changing every 10 s. {@code -Dframecast.soak=600} is the full run. */
@Timeout(1200)
class SoakIT {

    private static final int SECONDS = Integer.getInteger("framecast.soak", 12);
    private static final int SUBSCRIBERS = 20;
    private static final Duration REBIND_EVERY = Duration.ofSeconds(10);
    private static final List<String> IDS = List.of("a", "b", "c");
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void noSessionIsLostNoBufferLeakedAndTheHeapStaysFlat() throws Exception {
        long seed = new Random().nextInt(1_000_000);
        System.out.println("seed " + seed);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetSocketAddress broker = new InetSocketAddress(loopback, Ports.freeUdp());
        int admin = Ports.freeUdp();
        Link bad = Link.ofMillis(5).withJitterMillis(2).withLoss(0.02, 1).withReorder(0.01, 10);
        try (UdpProxy proxy = new UdpProxy(new InetSocketAddress(loopback, 0), broker, bad, bad, seed);
                Programs programs = new Programs(folder)) {
            Framecast program = programs.broker(
                    Programs.HERE,
                    "127.0.0.1:" + broker.getPort(),
                    "127.0.0.1:" + admin,
                    "-Dio.netty.leakDetection.level=paranoid");
            String address = "127.0.0.1:" + proxy.address().getPort();
            for (String id : IDS) {
                programs.producer(Programs.HERE, address, id, "test:320x180@15");
            }
            CrowdProcess crowd = programs.crowd(Programs.HERE, address, IDS, SUBSCRIBERS, 1 << 20);
            crowd.await(
                    "all get frames",
                    90 * SECOND,
                    stats -> stats.get("viewers").getAsInt() == IDS.size() * SUBSCRIBERS
                            && stats.get("frames_of_the_worst").getAsLong() > 0);
            proxy.rebindEvery(REBIND_EVERY);
            Programs.runFor(Duration.ofSeconds(SECONDS / 4));
            long heapEarly = Programs.heapKib(program.pid());
            long rssEarly = Programs.residentKib(program.pid());
            Programs.runFor(Duration.ofSeconds(SECONDS - SECONDS / 4));
            long heapLate = Programs.heapKib(program.pid());
            long rssLate = Programs.residentKib(program.pid());
            proxy.rebindEvery(Duration.ZERO);
            JsonObject stats = crowd.stats();
            Map<String, Double> metrics = Programs.metrics(Programs.HERE, admin);
            System.out.printf(
                    "%d s, %d rebindings: heap %d -> %d KiB, resident %d -> %d KiB%n%s%n%s%nup: %d of %d datagrams lost, down: %d of %d%n",
                    SECONDS,
                    proxy.rebindings(),
                    heapEarly,
                    heapLate,
                    rssEarly,
                    rssLate,
                    stats,
                    metrics,
                    proxy.traffic(Direction.UP).datagramsLost(),
                    proxy.traffic(Direction.UP).datagramsSent(),
                    proxy.traffic(Direction.DOWN).datagramsLost(),
                    proxy.traffic(Direction.DOWN).datagramsSent());
            List<String> leaks =
                    program.err().stream().filter(line -> line.contains("LEAK")).toList();
            double sessions = IDS.size() * (SUBSCRIBERS + 1);
            String all = "seed " + seed + ": " + stats + "\n" + metrics;
            assertAll(
                    () -> assertEquals(List.of(), leaks),
                    () -> assertEquals(sessions, Programs.figure(metrics, "sessions"), all),
                    () -> assertEquals(0, Programs.figure(metrics, "sessions_closed_total"), all),
                    () -> assertEquals(0, Programs.figure(metrics, "sessions_failed_total"), all),
                    () -> assertEquals(0, Programs.figure(metrics, "streams_down_total"), all),
                    () -> assertEquals(0, stats.get("disconnects").getAsLong(), all),
                    () -> assertTrue(
                            proxy.rebindings() > 0 && Programs.figure(metrics, "sessions_moved_total") > 0, all),
                    () -> assertTrue(
                            heapLate <= heapEarly + heapEarly / 4 + 4096, heapEarly + " KiB, then " + heapLate));
        }
    }
}
