package io.framecast.protocol.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.sim.Checker;
import io.framecast.sim.EventLog;
import io.framecast.sim.Link;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One lane over a bad path, with the machines of both ends: 30 frames a second, 13 packets each, key frames of 130 every 2 s. */
class RepairOverNetworkTest {

    private static final long MILLI = 1_000_000L;

    @Test
    void everythingArrivesOverAPathThatOnlyReordersAndDuplicates() {
        for (long seed = 1; seed <= 3; seed++) {
            RepairedLane lane = new RepairedLane(
                    seed,
                    Link.ofMillis(25).withReorder(0.05, 10).withDuplicates(0.05),
                    200 * MILLI,
                    seed * 1_000 - 2_000);
            EventLog log = lane.run(20);
            Checker.assertHolds(log, seed);
            assertEquals(0, log.missingRatio("v", "s", 1, lane.startNanos(), lane.endNanos()), "seed " + seed);
            double needless = (double) lane.repairsSent(2) / lane.sent();
            assertTrue(needless <= 0.005, needless + " needless retransmissions, seed " + seed);
        }
    }

    @Test
    void almostEverythingArrivesAtTwoPercentLossInBurstsOfThree() {
        for (long seed = 11; seed <= 13; seed++) {
            RepairedLane lane =
                    new RepairedLane(seed, Link.ofMillis(25).withLoss(0.02, 3), 200 * MILLI, Integer.MAX_VALUE - 900L);
            EventLog log = lane.run(40);
            Checker.assertHolds(log, seed);
            double missing = log.missingRatio("v", "s", 1, lane.startNanos(), lane.endNanos());
            // Each break costs the rest of its group of pictures, so this is a few broken frames in 1200 at the most.
            assertTrue(lane.broken() <= 4, lane.broken() + " broken frames of 1200, seed " + seed);
            assertTrue(missing <= 0.1, missing + " missing, seed " + seed);
            double extra = (double) lane.repairsSent(0) / lane.sent();
            assertTrue(extra <= 0.05, extra + " extra packets, seed " + seed);
        }
    }

    @Test
    void corruptPacketsNeverReachADecoder() {
        long seed = 21;
        RepairedLane lane = new RepairedLane(seed, Link.ofMillis(10).withCorruption(0.02), 200 * MILLI, -300);
        EventLog log = lane.run(30);
        Checker.assertHolds(log, seed);
        assertTrue(lane.broken() <= 2, lane.broken() + " broken frames");
        assertTrue(lane.notAuthentic() > 100, lane.notAuthentic() + " were corrupt");
    }

    @Test
    void aFrameIsNoLaterThanTheBudgetAllows() {
        long seed = 31;
        RepairedLane lane = new RepairedLane(seed, Link.ofMillis(25).withLoss(0.05, 4), 200 * MILLI, 0);
        EventLog log = lane.run(30);
        Checker.assertHolds(log, seed);
        long[] delays = log.delaysNanos("v", "s", 1);
        assertTrue(delays[delays.length - 1] <= (25 + 200 + 40) * MILLI, delays[delays.length - 1] + " ns");
    }

    @Test
    void theSameSeedDeliversTheSameFramesAtTheSameTimes() {
        Link link = Link.ofMillis(25).withLoss(0.05, 3).withJitterMillis(5);
        List<EventLog.Delivered> first =
                new RepairedLane(5, link, 100 * MILLI, 9).run(10).delivered();
        List<EventLog.Delivered> second =
                new RepairedLane(5, link, 100 * MILLI, 9).run(10).delivered();
        assertEquals(first, second);
        assertTrue(first.size() > 100);
    }

    @Test
    void afterABlackholeTheStreamGoesOnAtAKeyFrame() {
        long seed = 41;
        RepairedLane lane = new RepairedLane(seed, Link.ofMillis(20), 200 * MILLI, -5_000);
        lane.blackhole(5_000 * MILLI, 9_000 * MILLI);
        EventLog log = lane.run(20);
        Checker.assertHolds(log, seed);
        long firstAfter = log.delivered("v", "s", 1).stream()
                .mapToLong(event -> event.atNanos() - lane.startNanos())
                .filter(at -> at > 9_000 * MILLI)
                .min()
                .orElseThrow();
        assertTrue(firstAfter < (9_000 + 2_000 + 300) * MILLI, "first frame " + firstAfter + " ns");
        assertEquals(0, log.missingRatio("v", "s", 1, lane.startNanos() + 12_000 * MILLI, lane.endNanos()));
    }
}
