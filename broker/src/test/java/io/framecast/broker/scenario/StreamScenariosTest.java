package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.broker.core.BrokerLimits;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.sim.Link;
import java.util.ArrayList;
import java.util.List;

/** Scenarios 8, 14 and 15, restarts, and who gets what: streams over bad networks and long lives. */
class StreamScenariosTest {

    private static void assertComplete(Broadcast broadcast, String viewer, String publisher, long from, long to) {
        for (int track : new int[] {Producer.VIDEO, Producer.AUDIO}) {
            assertEquals(
                    0,
                    broadcast.log.missingRatio(viewer, publisher, track, from, to),
                    "frames of track " + track + " that " + viewer + " missed, seed " + broadcast.net.seed());
        }
    }

    @EachSeed
    void scenario8NothingCorruptReachesADecoder(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10).withCorruption(0.3));
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            List<Viewer> viewers = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                Viewer viewer = broadcast.viewer("viewer " + i, i);
                viewer.subscribe("cam");
                viewers.add(viewer);
            }
            broadcast.run(20 * SECONDS);
            for (int i = 0; i <= 5; i++) {
                broadcast.net.links(
                        Broadcast.host(i), Broadcast.BROKER, Link.ofMillis(10).withCorruption(0.02));
            }
            broadcast.run(20 * SECONDS);

            for (Viewer viewer : viewers) {
                assertTrue(
                        broadcast.log.missingRatio(viewer.name, "camera", Producer.VIDEO, 30 * SECONDS, 39 * SECONDS)
                                < 0.01,
                        viewer.name + ", seed " + seed);
            }
            assertTrue(broadcast.count(BrokerCounter.MEDIA_NOT_AUTHENTIC) > 100, "seed " + seed);
        }
    }

    @EachSeed
    void scenario14CountersRunOverKeysChangeAndTheProducerIsRestarted(long seed) {
        long almostOver = (1L << 32) - 20;
        try (Broadcast broadcast = new Broadcast(seed, almostOver, BrokerLimits.DEFAULTS)) {
            broadcast.net.defaultLink(Link.ofMillis(5));
            Producer.Plan plan = Producer.Plan.of("cam").wrapping(10 * SECONDS);
            Viewer early = broadcast.viewer("early", 1, false, almostOver);
            early.subscribe("cam");
            broadcast.run(SECONDS);
            Producer first = broadcast.producer("first", 0, plan);
            first.start();
            broadcast.run(35 * SECONDS);
            assertComplete(broadcast, "early", "first", SECONDS, 35 * SECONDS);

            Viewer late = broadcast.viewer("late", 2, false, almostOver);
            late.subscribe("cam");
            broadcast.run(25 * SECONDS);
            assertComplete(broadcast, "late", "first", 38 * SECONDS, 60 * SECONDS);

            first.kill();
            broadcast.run(SECONDS / 2);
            Producer second = broadcast.producer("second", 3, plan);
            second.start();
            long restarted = broadcast.net.nowNanos();
            broadcast.run(10 * SECONDS);
            assertComplete(broadcast, "early", "second", restarted, restarted + 9 * SECONDS);
            assertComplete(broadcast, "late", "second", restarted, restarted + 9 * SECONDS);

            broadcast.producer("third", 4, plan).start();
            long takenOver = broadcast.net.nowNanos();
            broadcast.run(10 * SECONDS);
            assertEquals(
                    List.of(new ClientAction.Displaced("cam", EndReason.TAKEN_OVER)),
                    second.said(ClientAction.Displaced.class),
                    "seed " + seed);
            assertComplete(broadcast, "early", "third", takenOver, takenOver + 9 * SECONDS);
            assertEquals(1, early.said(ClientAction.SessionUp.class).size(), "seed " + seed);
        }
    }

    @EachSeed
    void scenario15GreaseClosesNothing(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10).withLoss(0.01, 2));
            Producer camera =
                    broadcast.producer("camera", 0, Producer.Plan.of("cam").greased());
            Viewer viewer = broadcast.viewer("viewer", 1, true, 0);
            viewer.subscribe("cam");
            camera.start();
            broadcast.runUntil(60 * SECONDS, () -> viewer.hasSaid(ClientAction.Deliver.class));
            long from = broadcast.net.nowNanos();
            broadcast.run(30 * SECONDS);
            viewer.unsubscribe("cam");
            broadcast.runUntil(30 * SECONDS, () -> viewer.hasSaid(ClientAction.Unsubscribed.class));
            camera.end();
            broadcast.runUntil(30 * SECONDS, () -> camera.hasSaid(ClientAction.Ended.class));

            assertEquals(1, viewer.said(ClientAction.SessionUp.class).size(), "seed " + seed);
            assertEquals(List.of(), viewer.said(ClientAction.SessionLost.class), "seed " + seed);
            assertEquals(List.of(), camera.said(ClientAction.SessionLost.class), "seed " + seed);
            assertEquals(1, camera.said(ClientAction.Ended.class).size(), "seed " + seed);
            assertEquals(2, broadcast.snapshot().sessions(), "seed " + seed);
            assertTrue(
                    broadcast.log.missingRatio("viewer", "camera", Producer.VIDEO, from, from + 29 * SECONDS) < 0.01,
                    "seed " + seed);
        }
    }

    @EachSeed
    void everyFrameOfAnEndedStreamArrivesTheLastOneIncluded(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10).withLoss(0.02, 2));
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam", 1000);
            broadcast.runUntil(60 * SECONDS, () -> viewer.hasSaid(ClientAction.Waiting.class));
            Producer camera = broadcast.producer("camera", 0, Producer.Plan.of("cam"));
            camera.start();
            broadcast.run(8 * SECONDS + broadcast.random.nextLong(SECONDS));
            camera.end();
            long ended = broadcast.net.nowNanos();
            broadcast.runUntil(30 * SECONDS, () -> viewer.hasSaid(ClientAction.Down.class));

            assertComplete(broadcast, "viewer", "camera", 0, ended);
            assertEquals(
                    List.of(new ClientAction.Down("cam", EndReason.ENDED)),
                    viewer.said(ClientAction.Down.class),
                    "seed " + seed);
            assertEquals(1, broadcast.snapshot().waiting(), "seed " + seed);
        }
    }

    @EachSeed
    void afterTheBrokerIsKilledAndBackEverybodyHasTheirPictureWithinThreeSeconds(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(5));
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam");
            broadcast.run(5 * SECONDS + broadcast.random.nextLong(SECONDS));
            broadcast.restartBroker();
            long restarted = broadcast.net.nowNanos();
            broadcast.run(3 * SECONDS);

            assertTrue(viewer.lastDeliveredNanos() > restarted + SECONDS, "no picture after 3 s, seed " + seed);
            assertTrue(broadcast.net.nowNanos() - viewer.lastDeliveredNanos() < 100 * MILLIS, "seed " + seed);
        }
    }

    @EachSeed
    void nobodyGetsWhatItIsNotSubscribedTo(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10).withJitterMillis(5).withLoss(0.02, 2));
            List<String> ids = List.of("1AAA99", "2BBB99", "3CCC99");
            for (int i = 0; i < 3; i++) {
                broadcast
                        .producer("camera " + i, i, Producer.Plan.of(ids.get(i)))
                        .start();
            }
            List<Viewer> viewers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                viewers.add(broadcast.viewer("viewer " + i, 10 + i));
            }
            for (int step = 0; step < 60; step++) {
                Viewer viewer = viewers.get(broadcast.random.nextInt(3));
                String id = ids.get(broadcast.random.nextInt(3));
                if (viewer.wants(id)) {
                    viewer.unsubscribe(id);
                } else {
                    viewer.subscribe(id);
                }
                broadcast.run(broadcast.random.nextLong(600 * MILLIS));
            }
            for (Viewer viewer : viewers) {
                assertEquals(List.of(), viewer.unwanted, "seed " + seed);
                for (String id : ids) {
                    if (!viewer.wants(id)) {
                        viewer.subscribe(id);
                    }
                }
            }
            broadcast.run(15 * SECONDS);
            long from = broadcast.net.nowNanos();
            broadcast.run(5 * SECONDS);
            for (Viewer viewer : viewers) {
                for (int i = 0; i < 3; i++) {
                    assertTrue(
                            broadcast.log.missingRatio(
                                            viewer.reader(ids.get(i)),
                                            "camera " + i,
                                            Producer.VIDEO,
                                            from,
                                            from + 4 * SECONDS)
                                    < 0.02,
                            viewer.name + " of camera " + i + ", seed " + seed);
                }
                ids.forEach(viewer::unsubscribe);
            }
            broadcast.runUntil(30 * SECONDS, () -> broadcast.snapshot().subscriptions() == 0);
            viewers.forEach(viewer -> assertEquals(List.of(), viewer.unwanted, "seed " + seed));
        }
    }
}
