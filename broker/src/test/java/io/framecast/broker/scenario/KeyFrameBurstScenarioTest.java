package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.sim.Link;
import java.util.ArrayList;
import java.util.List;

/** Scenario 11: key frames of up to 150 datagrams to receivers with the default buffer of Linux, which holds 92. */
class KeyFrameBurstScenarioTest {

    private static final int DEFAULT_BUFFER_BYTES = 212_992;
    private static final long READ_NANOS = 10 * MILLIS;
    /** Frames have between half of it and half as much again, in fragments of 1152 bytes of payload. */
    private static final int KEY_BYTES = 115_200;

    @EachSeed
    void scenario11KeyFramesOf150DatagramsFitIntoTheDefaultBuffer(long seed) {
        assertNothingIsLost(seed, 0);
    }

    @EachSeed
    void scenario11HoldsWhereTheyReachTheBrokerInOneBurst(long seed) {
        assertNothingIsLost(seed, 30 * MILLIS);
    }

    @EachSeed
    void scenario11HoldsWhereAWholeKeyFrameIsSentAgain(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(5));
            broadcast
                    .producer("camera", 0, Producer.Plan.of("cam").withKeyBytes(KEY_BYTES))
                    .start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.node.receiveBuffer(DEFAULT_BUFFER_BYTES, READ_NANOS);
            viewer.subscribe("cam", 500);
            broadcast.run(2 * SECONDS);
            long inOutages = 0;
            for (int i = 0; i < 15; i++) {
                long before = lost(broadcast, viewer);
                broadcast.net.blackhole(Broadcast.BROKER, viewer.node.address(), true);
                broadcast.run(150 * MILLIS);
                broadcast.net.blackhole(Broadcast.BROKER, viewer.node.address(), false);
                inOutages += lost(broadcast, viewer) - before;
                broadcast.run(SECONDS + broadcast.random.nextLong(SECONDS));
            }

            String what = "seed " + seed;
            assertTrue(broadcast.count(BrokerCounter.REPAIRS_SENT) > inOutages * 3 / 4, what);
            assertEquals(inOutages, lost(broadcast, viewer), what);
        }
    }

    private static long lost(Broadcast broadcast, Viewer viewer) {
        return broadcast.net.traffic(Broadcast.BROKER, viewer.node.address()).datagramsLost();
    }

    private static void assertNothingIsLost(long seed, long brokerReadsEveryNanos) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(5));
            broadcast.brokerReadsEvery(brokerReadsEveryNanos);
            broadcast
                    .producer("camera", 0, Producer.Plan.of("cam").withKeyBytes(KEY_BYTES))
                    .start();
            List<Viewer> viewers = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                Viewer viewer = broadcast.viewer("viewer " + i, i);
                viewer.node.receiveBuffer(DEFAULT_BUFFER_BYTES, READ_NANOS);
                viewer.subscribe("cam");
                viewers.add(viewer);
                broadcast.run(broadcast.random.nextLong(2 * SECONDS));
            }
            broadcast.run(20 * SECONDS);

            for (Viewer viewer : viewers) {
                String what = viewer.name + ", seed " + seed;
                assertTrue(viewer.mediaDatagrams() > 4000, what);
                assertEquals(0, lost(broadcast, viewer), what);
            }
        }
    }
}
