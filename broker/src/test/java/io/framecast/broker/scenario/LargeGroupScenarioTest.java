package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.broker.core.BrokerLimits;
import io.framecast.protocol.session.StreamStats;
import io.framecast.sim.EventLog.Delivered;
import io.framecast.sim.Link;
import java.util.List;

/** A group of pictures that is larger than what the broker keeps: a joiner has its key frame as a still, then the next one. */
class LargeGroupScenarioTest {

    private static final int GOP = 200;
    private static final long GOP_NANOS = GOP * 33_333_333L;
    /** About two seconds of the stream. */
    private static final long RING_BYTES = 300_000;

    private static final int VIDEO_LANE = Producer.VIDEO << 3;

    private static BrokerLimits smallRing() {
        return BrokerLimits.DEFAULTS.withRingBytes(BrokerLimits.DEFAULTS.ringBytes(), RING_BYTES);
    }

    private static List<Viewer.Arrival> pictures(Viewer viewer) {
        return viewer.schedule().stream()
                .filter(arrival -> arrival.lane() == VIDEO_LANE)
                .toList();
    }

    @EachSeed
    void whoJoinsGetsTheKeyFrameAndNothingThatNeedsWhatIsGone(long seed) {
        try (Broadcast broadcast = new Broadcast(seed, 0, smallRing())) {
            broadcast.net.defaultLink(Link.ofMillis(10));
            Producer camera =
                    broadcast.producer("camera", 0, Producer.Plan.of("cam").withGop(GOP));
            camera.cannotMakeKeyFrames();
            camera.start();
            long begun = broadcast.net.nowNanos();
            broadcast.run(4 * SECONDS + broadcast.random.nextLong(SECONDS));
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam");
            broadcast.run(1500 * MILLIS);

            List<Delivered> still = broadcast.log.delivered("viewer", "camera", Producer.VIDEO);
            assertEquals(1, still.size(), "seed " + seed);
            assertTrue(still.getFirst().frame().key(), "seed " + seed);
            int fragments = Math.ceilDiv(still.getFirst().frame().bytes(), 1152);
            assertEquals(fragments, pictures(viewer).size(), "seed " + seed);

            broadcast.run(begun + GOP_NANOS + SECONDS - broadcast.net.nowNanos());
            List<Delivered> after = broadcast.log.delivered("viewer", "camera", Producer.VIDEO);
            assertEquals(still.getFirst().number() + GOP, after.get(1).number(), "seed " + seed);
            assertTrue(after.get(1).frame().key(), "seed " + seed);
            assertTrue(after.size() > 20, "seed " + seed);
            for (int i = 2; i < after.size(); i++) {
                assertEquals(after.get(1).number() + i - 1, after.get(i).number(), "seed " + seed);
            }
            assertEquals(0, broadcast.count(BrokerCounter.NACKS_RECEIVED), "it was told of the gap, seed " + seed);
            StreamStats stats = viewer.session.stats("cam", viewer.now());
            assertNotNull(stats);
            assertEquals(0, stats.framesBroken(), "seed " + seed);
            assertEquals(0, stats.lost(), "seed " + seed);
        }
    }
}
