package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.protocol.session.ClientAction;
import io.framecast.sim.Link;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Scenarios 2, 3, 6, 7 and 13 of the table: how sessions come up, survive, move and end. */
class SessionScenariosTest {

    @EachSeed
    void scenario2AllOfFiftySessionsComeUpThroughHeavyLoss(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(15).withLoss(0.3, 3));
            List<Viewer> viewers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Viewer viewer = broadcast.viewer("viewer " + i, i);
                viewer.subscribe("cam");
                viewers.add(viewer);
            }
            broadcast.run(60 * SECONDS);

            long up = viewers.stream()
                    .filter(viewer -> !viewer.said(ClientAction.Waiting.class).isEmpty())
                    .count();
            assertEquals(50, up, "subscriptions that were answered, seed " + seed);
        }
    }

    @EachSeed
    void scenario3AViewerJoinsOverALongDelay(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.links(Broadcast.host(1), Broadcast.BROKER, Link.ofMillis(750));
            Producer camera = broadcast.producer("camera", 0, Producer.Plan.of("cam"));
            camera.start();
            broadcast.run(3 * SECONDS);
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam", 3000);
            broadcast.run(10 * SECONDS);

            assertEquals(1, viewer.said(ClientAction.SubscribedLive.class).size(), "seed " + seed);
            assertEquals(
                    0,
                    broadcast.log.missingRatio("viewer", "camera", Producer.VIDEO, 7 * SECONDS, 11 * SECONDS),
                    "seed " + seed);
            assertEquals(1, broadcast.snapshot().subscriptions(), "seed " + seed);
        }
    }

    @EachSeed
    void scenario6AViewerGoesOnAfterEachBlackhole(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.links(Broadcast.host(1), Broadcast.BROKER, Link.ofMillis(20));
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam");
            broadcast.run(3 * SECONDS);
            for (int i = 0; i < 5; i++) {
                broadcast.net.blackhole(Broadcast.host(1), true);
                broadcast.run(2 * SECONDS + broadcast.random.nextLong(500 * MILLIS));
                broadcast.net.blackhole(Broadcast.host(1), false);
                long open = broadcast.net.nowNanos();
                broadcast.run(5 * SECONDS);
                long first = firstDeliveryAfter(viewer, open);
                assertTrue(first - open <= 340 * MILLIS, (first - open) / MILLIS + " ms, seed " + seed);
            }
            assertEquals(1, viewer.said(ClientAction.SessionUp.class).size(), "the same session, seed " + seed);
        }
    }

    private static long firstDeliveryAfter(Viewer viewer, long nanos) {
        for (Client.Said said : viewer.said) {
            if (said.action() instanceof ClientAction.Deliver && said.atNanos() >= nanos) {
                return said.atNanos();
            }
        }
        return Long.MAX_VALUE / 2;
    }

    @EachSeed
    void scenario7ASessionFollowsItsClientToEachNewAddress(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(20));
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam");
            broadcast.run(SECONDS);
            for (int i = 0; i < 5; i++) {
                InetSocketAddress moved = VirtualNetwork.address(10, 9, i, 1, 40_000 + i);
                viewer.node.rebind(moved);
                long at = broadcast.net.nowNanos();
                broadcast.run(5 * SECONDS);
                long back = firstDeliveryAfter(viewer, at + 40 * MILLIS);
                assertTrue(back - at <= 1080 * MILLIS, (back - at) / MILLIS + " ms, seed " + seed);
            }
            assertEquals(5, broadcast.count(BrokerCounter.SESSIONS_MOVED), "seed " + seed);
            assertEquals(1, viewer.said(ClientAction.SessionUp.class).size(), "seed " + seed);
        }
    }

    @EachSeed
    void scenario13MediaStopsSoonAfterTheLastReport(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam");
            broadcast.run(3 * SECONDS + broadcast.random.nextLong(SECONDS));
            broadcast.net.blackhole(Broadcast.host(1), Broadcast.BROKER, true);
            long silent = broadcast.net.nowNanos();
            broadcast.run(5_200 * MILLIS);
            long datagrams = viewer.mediaDatagrams();
            broadcast.run(9 * SECONDS);

            assertNotEquals(0, datagrams);
            assertTrue(viewer.lastMediaNanos() - silent <= 5_200 * MILLIS, "seed " + seed);
            assertEquals(datagrams, viewer.mediaDatagrams(), "media after 5.2 s, seed " + seed);
            broadcast.run(SECONDS);
            assertEquals(0, broadcast.snapshot().subscriptions(), "after 15.2 s, seed " + seed);
            broadcast.net.blackhole(Broadcast.host(1), Broadcast.BROKER, false);
            broadcast.run(5 * SECONDS);
            assertTrue(
                    broadcast.net.nowNanos() - viewer.lastDeliveredNanos() < 100 * MILLIS,
                    "the viewer has its picture again, seed " + seed);
        }
    }
}
