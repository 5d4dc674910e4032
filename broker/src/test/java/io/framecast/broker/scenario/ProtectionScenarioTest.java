package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.StreamStats;
import io.framecast.sim.EventLog.Published;
import io.framecast.sim.Link;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Paths that are too long to ask for what is lost: REPAIR instead, for those who need it. */
class ProtectionScenarioTest {

    /** Share of the pictures published in [from, to) that were not delivered within {@code withinNanos}. */
    private static double lateRatio(
            Broadcast broadcast, String viewer, String publisher, long from, long to, long withinNanos) {
        Map<Integer, Published> wanted = broadcast.log.published(publisher, Producer.VIDEO).stream()
                .filter(frame -> frame.atNanos() >= from && frame.atNanos() < to)
                .collect(Collectors.toMap(Published::number, Function.identity()));
        long inTime = broadcast.log.delivered(viewer, publisher, Producer.VIDEO).stream()
                .filter(event -> {
                    Published frame = wanted.get((int) event.number());
                    return frame != null && event.atNanos() - frame.atNanos() <= withinNanos;
                })
                .count();
        assertTrue(wanted.size() > 100, "too few frames, seed " + broadcast.net.seed());
        return 1 - (double) inTime / wanted.size();
    }

    private static long recovered(Viewer viewer) {
        StreamStats stats = viewer.session.stats("cam", viewer.now());
        return stats == null ? -1 : stats.repairedFec();
    }

    @EachSeed
    void aViewerWhoHasNoTimeToAskSeesNextToNothingOfTheLoss(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(1));
            Link far = Link.ofMillis(100).withLoss(0.05, 1);
            broadcast.net.links(Broadcast.host(1), Broadcast.BROKER, far);
            broadcast.net.links(Broadcast.host(2), Broadcast.BROKER, far);
            Producer camera = broadcast.producer("camera", 0, Producer.Plan.of("cam"));
            camera.start();
            Viewer with = broadcast.viewer("with", 1);
            Viewer without = broadcast.viewer("without", 2).deafToRepair();
            Viewer near = broadcast.viewer("near", 3);
            for (Viewer viewer : List.of(with, without, near)) {
                viewer.subscribe("cam", 200);
            }
            broadcast.runUntil(
                    60 * SECONDS,
                    () -> with.repairDatagrams() > 0 && without.repairDatagrams() > 0 && near.lastMediaNanos() > 0);
            broadcast.run(5 * SECONDS);
            long from = broadcast.net.nowNanos();
            broadcast.run(20 * SECONDS);
            long to = broadcast.net.nowNanos() - SECONDS;

            double protectedLate = lateRatio(broadcast, "with", "camera", from, to, 200 * MILLIS);
            double plainLate = lateRatio(broadcast, "without", "camera", from, to, 200 * MILLIS);
            System.out.printf(
                    "RTT 200 ms, budget 200 ms, loss 5 %%, seed %d: late or broken %.2f %% with REPAIR, %.2f %% without%n",
                    seed, 100 * protectedLate, 100 * plainLate);
            assertTrue(plainLate > 0.15, "the path was to be bad, seed " + seed);
            assertTrue(protectedLate < plainLate / 2, protectedLate + " and " + plainLate + ", seed " + seed);
            assertEquals(0, near.repairDatagrams(), "nobody near needs any, seed " + seed);
            assertTrue(recovered(with) > 50, recovered(with) + " recovered, seed " + seed);
            assertEquals(0, recovered(without), "seed " + seed);
        }
    }

    @EachSeed
    void aProducerFarAwayProtectsWhatItSendsAndNobodyElseSeesItsRepair(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(1));
            Link far = Link.ofMillis(100).withLoss(0.05, 1);
            broadcast.net.links(Broadcast.host(0), Broadcast.BROKER, far);
            broadcast.net.links(Broadcast.host(1), Broadcast.BROKER, far);
            Producer with = broadcast.producer("with", 0, Producer.Plan.of("a"));
            Producer without =
                    broadcast.producer("without", 1, Producer.Plan.of("b")).withoutRepair();
            with.start();
            without.start();
            Viewer viewer = broadcast.viewer("viewer", 2);
            viewer.subscribe("a", 250);
            viewer.subscribe("b", 250);
            broadcast.runUntil(
                    60 * SECONDS,
                    () -> with.repairDatagrams() > 0
                            && without.repairDatagrams() > 0
                            && viewer.said(ClientAction.Deliver.class).size() > 100);
            broadcast.run(5 * SECONDS);
            long from = broadcast.net.nowNanos();
            broadcast.run(20 * SECONDS);
            long to = broadcast.net.nowNanos() - SECONDS;

            double protectedLate = lateRatio(broadcast, "viewer", "with", from, to, 150 * MILLIS);
            double plainLate = lateRatio(broadcast, "viewer", "without", from, to, 150 * MILLIS);
            System.out.printf(
                    "producer at RTT 200 ms, loss 5 %%, seed %d: later than 150 ms %.2f %% with REPAIR, %.2f %% without%n",
                    seed, 100 * protectedLate, 100 * plainLate);
            assertTrue(plainLate > 0.15, "the path was to be bad, seed " + seed);
            assertTrue(protectedLate < plainLate / 2, protectedLate + " and " + plainLate + ", seed " + seed);
            assertTrue(broadcast.count(BrokerCounter.RECOVERED_FROM_PRODUCER) > 50, "seed " + seed);
            assertEquals(0, broadcast.count(BrokerCounter.REPAIR_REFUSED), "seed " + seed);
            assertEquals(0, viewer.repairDatagrams(), "seed " + seed);
        }
    }

    @EachSeed
    void aPathThatTakesTooLittleGetsItsKeyFramesAndRepairForThemAndStaysWithinItsRate(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(1));
            Link far = Link.ofMillis(100).withLoss(0.03, 1);
            broadcast.net.links(Broadcast.host(1), Broadcast.BROKER, far);
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam", 200);
            broadcast.run(5 * SECONDS);
            long bytesPerSecond = 120_000;
            broadcast.net.link(Broadcast.BROKER, Broadcast.host(1), far.withRate(bytesPerSecond, 64 * 1024));
            broadcast.run(20 * SECONDS);
            assertTrue(broadcast.count(BrokerCounter.MEDIA_APART_SENT) > 0, "capped, seed " + seed);
            long repairs = viewer.repairDatagrams();
            long sent =
                    broadcast.net.traffic(Broadcast.BROKER, Broadcast.host(1)).bytesSent();
            long from = broadcast.net.nowNanos();
            broadcast.run(20 * SECONDS);

            long pictures = viewer.said.stream()
                    .filter(said -> said.atNanos() >= from
                            && said.action() instanceof ClientAction.Deliver deliver
                            && deliver.frame().track() == Producer.VIDEO)
                    .count();
            assertTrue(pictures >= 15, pictures + " pictures of 20 key frames, seed " + seed);
            assertTrue(viewer.repairDatagrams() > repairs, "seed " + seed);
            sent = broadcast.net.traffic(Broadcast.BROKER, Broadcast.host(1)).bytesSent() - sent;
            assertTrue(sent < 20 * bytesPerSecond * 1.1, sent + " bytes, seed " + seed);
        }
    }
}
