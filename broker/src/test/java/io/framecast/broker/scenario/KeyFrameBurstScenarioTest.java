package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.sim.Link;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenario 11: key frames of up to 150 datagrams to receivers with the default buffer of Linux, which holds 92. */
class KeyFrameBurstScenarioTest {

    private static final int DEFAULT_BUFFER_BYTES = 212_992;
    private static final long READ_NANOS = 10 * MILLIS;
    /** Frames have between half of it and half as much again, in fragments of 1152 bytes of payload. */
    private static final int KEY_BYTES = 115_200;

    @ParameterizedTest
    @MethodSource("io.framecast.broker.scenario.Seeds#seeds")
    void scenario11KeyFramesOf150DatagramsFitIntoTheDefaultBuffer(long seed) {
        assertNothingIsLost(seed, 0);
    }

    @ParameterizedTest
    @MethodSource("io.framecast.broker.scenario.Seeds#seeds")
    void scenario11HoldsWhereTheyReachTheBrokerInOneBurst(long seed) {
        assertNothingIsLost(seed, 30 * MILLIS);
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
                assertEquals(
                        0,
                        broadcast
                                .net
                                .traffic(Broadcast.BROKER, viewer.node.address())
                                .datagramsLost(),
                        what);
            }
        }
    }
}
