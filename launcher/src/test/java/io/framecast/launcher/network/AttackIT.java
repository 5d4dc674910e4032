package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.broker.core.BrokerCounter;
import io.framecast.launcher.process.Framecast;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks on the built broker by raw sockets, with source addresses that are not the attacker's. The full run is
 * {@code -Dframecast.attack=1000000 -Dframecast.attack.rate=20000}: so many changed datagrams in each state, and how many a second.
 */
@Timeout(900)
class AttackIT {

    private static final int DATAGRAMS = Integer.getInteger("framecast.attack", 20_000);
    /** What the broker reads without a loss while everybody else wants the machine, too. */
    private static final int PER_SECOND = Integer.getInteger("framecast.attack.rate", 5_000);

    private static final int VIEWERS = 8;
    private static final String SOURCE = "test:320x180@15";

    @TempDir
    Path folder;

    @Test
    void changedDatagramsInAnyStateCostNobodyASessionOrAFrameAndAreAllCounted() throws Exception {
        long seed = new Random().nextInt(1_000_000);
        System.out.println("seed " + seed);
        try (Network network = Network.open();
                Programs programs = new Programs(folder)) {
            AttackStage stage = new AttackStage(network, programs, List.of("a"), VIEWERS, SOURCE);
            stage.producer("b", SOURCE);
            Framecast subscriber = stage.subscriber("b");
            subscriber.awaitLog("is live", Programs.SOON);
            System.out.println("heard: " + stage.attacker.obey("hear", 2500));
            long heapBefore = stage.heapKib();
            List<JsonObject> attacks = new ArrayList<>();
            for (Attacker.State state : Attacker.State.values()) {
                JsonObject attack = stage.attacker.obey("mutate", state, DATAGRAMS, PER_SECOND, seed);
                System.out.println(state + ": " + attack + ", heap " + stage.heapKib()
                        + " KiB, dropped by the kernel so far " + stage.dropped());
                attacks.add(attack);
            }
            long heapAfter = stage.heapKib();
            JsonObject stats = stage.crowd.stats();
            Map<String, Double> during = stage.metrics();
            subscriber.signal("TERM");
            JsonObject viewed = Programs.statistics(subscriber);
            Map<String, Double> after = stage.silence();
            double fates = 0;
            for (BrokerCounter fate : BrokerCounter.FATES) {
                fates += Programs.figure(after, fate.metricName());
            }
            double received = Programs.figure(after, "datagrams_received_total");
            double read = received + Programs.figure(after, "socket_empty_total");
            double handed = stage.center.udp("InDatagrams");
            long sent = attacks.stream()
                    .mapToLong(one -> one.get("sent").getAsLong())
                    .sum();
            String all = "seed " + seed + ": " + stats + "\n" + viewed + "\n" + after;
            System.out.printf(
                    "%d sent, %.0f received, %.0f of them under a reason, %d dropped by the kernel; heap %d KiB before, %d KiB after%n%s%n",
                    sent, received, fates, stage.dropped(), heapBefore, heapAfter, all);
            double counted = fates;
            double sessions = stage.clients() + 2.0;
            assertAll(
                    () -> AttackStage.assertUnhurt(stats, all),
                    () -> assertEquals(0, viewed.get("frames_broken").getAsLong(), all),
                    () -> assertEquals(sessions, Programs.figure(during, "sessions"), all),
                    () -> assertEquals(sessions, Programs.figure(during, "sessions_opened_total"), all),
                    () -> assertEquals(0, Programs.figure(during, "streams_down_total"), all),
                    () -> assertEquals(0, Programs.figure(after, "sessions_failed_total"), all),
                    () -> assertEquals(0, Programs.figure(after, "handler_errors_total"), all),
                    () -> assertEquals(List.of(), traces(stage.broker)),
                    () -> assertEquals(received, counted, all),
                    () -> assertEquals(handed, read, all),
                    () -> assertTrue(read + stage.dropped() >= sent, all),
                    () -> assertTrue(
                            heapAfter <= heapBefore + heapBefore / 4 + 4096, heapBefore + " KiB, then " + heapAfter));
            for (JsonObject attack : attacks) {
                assertEquals(0, attack.get("exceeded").getAsLong(), attack::toString);
                assertEquals(0, attack.get("missed").getAsLong(), attack::toString);
                assertTrue(attack.get("sent").getAsLong() >= DATAGRAMS, attack::toString);
            }
        }
    }

    @Test
    void aWholeSessionThatIsReplayedFromAnywhereAndAtAnyTimeDoesNothing() throws Exception {
        try (Network network = Network.open();
                Programs programs = new Programs(folder)) {
            AttackStage stage = new AttackStage(network, programs, List.of("a"), VIEWERS, SOURCE);
            stage.attacker.begin("hear", 8000);
            Framecast producer = stage.producer("b", SOURCE);
            producer.awaitLog("is live", Programs.SOON);
            Framecast subscriber = stage.subscriber("b");
            subscriber.awaitLog("is live", Programs.SOON);
            System.out.println("heard: " + stage.attacker.result());
            Map<String, Double> before = stage.metrics();
            JsonObject other = stage.attacker.obey("replay", "other", 5_000);
            JsonObject own = stage.attacker.obey("replay", "own", 5_000);
            Map<String, Double> alive = stage.metrics();
            subscriber.signal("TERM");
            JsonObject viewed = Programs.statistics(subscriber);
            producer.signal("TERM");
            producer.exitCode(Programs.SOON);
            JsonObject otherLater = stage.attacker.obey("replay", "other", 5_000);
            JsonObject ownLater = stage.attacker.obey("replay", "own", 5_000);
            Map<String, Double> later = stage.metrics();
            JsonObject stats = stage.crowd.stats();
            String all = "from another address: " + other + "\nfrom its own: " + own + "\nafter its end: " + otherLater
                    + "\n" + ownLater + "\n" + viewed + "\n" + stats + "\n" + before + "\n" + alive + "\n" + later;
            System.out.println(all);
            assertAll(
                    () -> AttackStage.assertUnhurt(stats, all),
                    () -> assertEquals(0, viewed.get("frames_broken").getAsLong(), all),
                    () -> assertEquals(stage.clients() + 2.0, Programs.figure(alive, "sessions"), all),
                    () -> assertEquals((double) stage.clients(), Programs.figure(later, "sessions"), all),
                    () -> assertEquals(stage.clients() + 2.0, Programs.figure(later, "sessions_opened_total"), all),
                    () -> assertEquals(2, Programs.figure(later, "streams_up_total"), all),
                    () -> assertEquals(0, Programs.figure(later, "sessions_moved_total"), all),
                    () -> assertEquals(0, Programs.figure(later, "path_challenges_sent_total"), all),
                    () -> assertTrue(Programs.figure(alive, "replayed_total") > 0, all),
                    () -> assertTrue(Programs.figure(alive, "media_not_authentic_total") > 0, all),
                    () -> assertTrue(Programs.figure(later, "session_unknown_total") > 0, all),
                    () -> assertTrue(Programs.figure(later, "media_unknown_alias_total") > 0, all));
            for (JsonObject replay : List.of(other, own, otherLater, ownLater)) {
                assertEquals(0, replay.get("exceeded").getAsLong(), all);
            }
        }
    }

    private static List<String> traces(Framecast program) {
        return program.err().stream()
                .filter(line -> line.contains("Exception") || line.contains("Error") || line.startsWith("\tat "))
                .toList();
    }
}
