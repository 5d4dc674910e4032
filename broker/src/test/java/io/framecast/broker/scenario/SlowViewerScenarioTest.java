package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerAction;
import io.framecast.broker.core.BrokerCounter;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.sim.Link;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scenario 10: a viewer whose path takes a tenth of the rate hurts nobody, loses in good order, and comes back. */
class SlowViewerScenarioTest {

    /** Pictures of 4 KB at 30 a second with a key frame of 30 KB in each second, and sound: about 170 KB/s on the wire. */
    private static final long TENTH_BYTES_PER_SECOND = 17_000;

    private static final Link FAST = Link.ofMillis(10);

    private static List<Level> levels(Viewer viewer) {
        return viewer.said(ClientAction.LevelChanged.class).stream()
                .map(ClientAction.LevelChanged::level)
                .toList();
    }

    @EachSeed
    void aViewerAtATenthOfTheRateEndsAtALowerLevelAndComesBackWhenItsPathDoes(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(FAST);
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            Viewer viewer = broadcast.viewer("slow", 1);
            viewer.subscribe("cam");
            broadcast.run(5 * SECONDS);
            assertEquals(List.of(), levels(viewer), "seed " + seed);
            broadcast.net.link(Broadcast.BROKER, Broadcast.host(1), FAST.withRate(TENTH_BYTES_PER_SECOND, 64 * 1024));
            broadcast.run(30 * SECONDS);
            assertFalse(levels(viewer).isEmpty(), "seed " + seed);
            assertTrue(levels(viewer).getLast().compareTo(Level.KEY_FRAMES) >= 0, levels(viewer) + ", seed " + seed);
            broadcast.net.link(Broadcast.BROKER, Broadcast.host(1), FAST);
            broadcast.runUntil(120 * SECONDS, () -> levels(viewer).getLast() == Level.ALL);
            broadcast.run(20 * SECONDS);
            long from = broadcast.net.nowNanos();
            broadcast.run(5 * SECONDS);

            assertEquals(
                    0,
                    broadcast.log.missingRatio("slow", "camera", Producer.VIDEO, from, from + 4 * SECONDS),
                    "seed " + seed);
            assertTrue(
                    broadcast.events.stream().anyMatch(BrokerAction.FramesLeftOut.class::isInstance), "seed " + seed);
        }
    }

    @EachSeed
    void randomLossOfATenthIsRepairedAndStarvesNobody(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(FAST);
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            double[][] paths = {{5, 1}, {5, 4}, {50, 1}, {50, 4}, {100, 1}, {100, 4}};
            for (int i = 0; i < paths.length; i++) {
                Viewer viewer = broadcast.viewer("viewer " + i, i + 1);
                broadcast.net.link(
                        Broadcast.BROKER,
                        Broadcast.host(i + 1),
                        Link.ofMillis(paths[i][0]).withLoss(0.1, paths[i][1]));
                broadcast.net.link(Broadcast.host(i + 1), Broadcast.BROKER, Link.ofMillis(paths[i][0]));
                viewer.subscribe("cam", 500);
            }
            broadcast.run(60 * SECONDS);

            assertEquals(0, broadcast.count(BrokerCounter.LEVELS_CHANGED), "seed " + seed);
            assertEquals(0, broadcast.count(BrokerCounter.FRAMES_LEFT_OUT_BACKLOG), "seed " + seed);
        }
    }

    @EachSeed
    void scenario10TheOthersScheduleIsTheSameToTheNanosecond(long seed) {
        assertUndisturbed(seed, 10, 8 * SECONDS);
    }

    @Test
    void scenario10HoldsForAThousand() {
        assertUndisturbed(10, 1000, 4 * SECONDS);
    }

    /** What each viewer but the slow one got, and when, is what it would have got without it. */
    private static void assertUndisturbed(long seed, int viewers, long nanos) {
        List<List<Viewer.Arrival>> calm = schedules(seed, viewers, nanos, false);
        List<List<Viewer.Arrival>> slow = schedules(seed, viewers, nanos, true);
        for (int i = 0; i < calm.size(); i++) {
            for (int j = 0; j < Math.min(calm.get(i).size(), slow.get(i).size()); j++) {
                assertEquals(calm.get(i).get(j), slow.get(i).get(j), "datagram " + j + " of " + i + ", seed " + seed);
            }
            assertEquals(calm.get(i).size(), slow.get(i).size(), "datagrams of " + i + ", seed " + seed);
        }
    }

    private static List<List<Viewer.Arrival>> schedules(long seed, int viewers, long nanos, boolean oneIsSlow) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(FAST);
            Producer camera = broadcast.producer("camera", 0, Producer.Plan.of("cam"));
            camera.cannotMakeKeyFrames();
            camera.start();
            List<Viewer> all = new ArrayList<>();
            for (int i = 1; i <= viewers; i++) {
                Viewer viewer = broadcast.viewer("viewer " + i, i).inACrowd();
                viewer.subscribe("cam");
                all.add(viewer);
                broadcast.run(MILLIS);
            }
            broadcast.run(SECONDS);
            if (oneIsSlow) {
                broadcast.net.link(
                        Broadcast.BROKER, Broadcast.host(1), FAST.withRate(TENTH_BYTES_PER_SECOND, 16 * 1024));
            }
            broadcast.run(nanos);
            assertEquals(oneIsSlow, broadcast.count(BrokerCounter.LEVELS_CHANGED) > 0, "seed " + seed);
            return all.stream().skip(1).map(Viewer::schedule).toList();
        }
    }
}
