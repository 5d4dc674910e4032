package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * HELLOs from random addresses while three producers and twenty subscribers of each stream through the same broker, all of them just
 * begun.
 * {@code -Dframecast.flood=100000 -Dframecast.flood.seconds=10 -Dframecast.flood.join=1000} says how many a second, for how long, and how
 * many milliseconds a join may take on a machine that has nothing else to do.
 */
@Timeout(600)
class FloodIT {

    private static final int PER_SECOND = Integer.getInteger("framecast.flood", 20_000);
    private static final int SECONDS = Integer.getInteger("framecast.flood.seconds", 3);
    /** More than any socket takes. */
    private static final int WITHOUT_LIMIT = 10_000_000;

    private static final List<String> IDS = List.of("a", "b", "c");
    private static final int EACH = Integer.getInteger("framecast.viewers", 20);
    private static final String SOURCE = "test:320x180@15";
    private static final long JOIN_MILLIS = Long.getLong("framecast.flood.join", 1000);

    @TempDir
    Path folder;

    @Test
    void aFloodOfHellosFromAnywhereCostsNoFrameAndKeepsNobodyOut() throws Exception {
        try (Network network = Network.open();
                Programs programs = new Programs(folder)) {
            AttackStage stage = new AttackStage(network, programs, IDS, EACH, SOURCE);
            stage.passOn();
            long warm = stage.crowd.join("a");
            Map<String, Double> before = stage.metrics();
            long heapBefore = stage.heapKib();
            long residentBefore = Programs.residentKib(stage.broker.pid());
            stage.attacker.begin("flood", PER_SECOND, SECONDS * 1000, new Random().nextInt(1_000_000));
            Programs.runFor(Duration.ofSeconds(1));
            double cpu = stage.cpuSeconds();
            long joined = stage.crowd.join("b");
            JsonObject flood = stage.attacker.result();
            double cpuSeconds = stage.cpuSeconds() - cpu;
            JsonObject stats = stage.crowd.stats();
            long residentAfter = Programs.residentKib(stage.broker.pid());
            long heapAfter = stage.heapKib();
            Map<String, Double> after = stage.metrics();
            double hellos = Programs.figure(after, "hellos_total") - Programs.figure(before, "hellos_total");
            String all = flood + "\n" + stats + "\n" + after;
            System.out.printf(
                    "%d a second: %.0f HELLOs read, %d datagrams dropped by the kernel; the broker had %.2f s of CPU time in all but the first second; join %d ms before, %d ms during;"
                            + " heap %d -> %d KiB, resident %d -> %d KiB%n%s%n",
                    PER_SECOND,
                    hellos,
                    stage.dropped(),
                    cpuSeconds,
                    warm,
                    joined,
                    heapBefore,
                    heapAfter,
                    residentBefore,
                    residentAfter,
                    all);
            assertAll(
                    () -> AttackStage.assertUnhurt(stats, all),
                    () -> assertEquals(stage.clients() + 2.0, Programs.figure(after, "sessions"), all),
                    () -> assertTrue(joined <= JOIN_MILLIS, joined + " ms: " + all),
                    () -> assertTrue(hellos > 0, all),
                    () -> assertTrue(
                            flood.get("reply_bytes").getAsLong()
                                    < flood.get("sent_bytes").getAsLong() / 10,
                            all),
                    () -> assertTrue(
                            heapAfter <= heapBefore + heapBefore / 4 + 4096, heapBefore + " KiB, then " + heapAfter));
        }
    }

    @Test
    void aFloodBeyondWhatTheSocketTakesIsOverASecondAfterItsEnd() throws Exception {
        try (Network network = Network.open();
                Programs programs = new Programs(folder)) {
            AttackStage stage = new AttackStage(network, programs, IDS, EACH, SOURCE);
            stage.passOn();
            long warm = stage.crowd.join("a");
            JsonObject flood =
                    stage.attacker.obey("flood", WITHOUT_LIMIT, SECONDS * 1000, new Random().nextInt(1_000_000));
            long joined = stage.crowd.join("b");
            Programs.runFor(Duration.ofMillis(Math.max(0, 1000 - joined)));
            JsonObject then = stage.crowd.stats();
            Programs.runFor(Duration.ofSeconds(2));
            JsonObject later = stage.crowd.stats();
            Map<String, Double> metrics = stage.metrics();
            String all = flood + "\n" + then + "\n" + later + "\n" + metrics;
            System.out.printf(
                    "%.0f HELLOs read, %d datagrams dropped by the kernel; join %d ms before, %d ms after%n%s%n",
                    Programs.figure(metrics, "hellos_total"), stage.dropped(), warm, joined, all);
            assertAll(
                    () -> assertTrue(stage.dropped() > 0, all),
                    () -> assertTrue(joined <= 3 * JOIN_MILLIS, joined + " ms: " + all),
                    () -> assertEquals(
                            then.get("frames_broken").getAsLong(),
                            later.get("frames_broken").getAsLong(),
                            all),
                    () -> assertEquals(
                            then.get("frames_skipped").getAsLong(),
                            later.get("frames_skipped").getAsLong(),
                            all),
                    () -> assertTrue(
                            later.get("frames_of_the_worst").getAsLong()
                                    > then.get("frames_of_the_worst").getAsLong(),
                            all),
                    () -> assertEquals(stage.clients() + 2.0, Programs.figure(metrics, "sessions"), all),
                    () -> assertEquals(0, Programs.figure(metrics, "sessions_failed_total"), all));
        }
    }
}
