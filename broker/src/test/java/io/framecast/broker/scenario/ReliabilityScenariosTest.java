package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerCounter;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.session.ClientAction;
import io.framecast.sim.Link;
import java.net.InetSocketAddress;

/** Scenarios 4, 9 and 12 of the table: what repair mends and costs, and how soon a viewer has a picture. */
class ReliabilityScenariosTest {

    @EachSeed
    void scenario4OfAThousandFramesAtMostOneIsBrokenAtTwoPercentLossInBursts(long seed) {
        DamageTrial.Outcome outcome = DamageTrial.run(new Conditions(0.02, 3, 3, 50, 200), 20, 1_000, seed, true);

        assertTrue(outcome.brokenRatio() <= 0.001, outcome + ", seed " + seed);
        assertTrue(outcome.extraRatio() <= 0.05, outcome + ", seed " + seed);
    }

    @EachSeed
    void scenario9HardlyAnythingIsSentAgainWherePacketsOnlyOvertakeEachOther(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(25).withReorder(0.05, 10).withDuplicates(0.05));
            Producer camera = broadcast.producer("camera", 0, Producer.Plan.of("cam"));
            camera.start();
            for (int i = 1; i <= 3; i++) {
                broadcast.viewer("viewer " + i, i).subscribe("cam");
            }
            broadcast.run(2 * SECONDS);
            long repairs = broadcast.count(BrokerCounter.REPAIRS_SENT);
            long sent = broadcast.count(BrokerCounter.MEDIA_SENT);
            long resent = camera.resent();
            long published = camera.sent();
            long from = broadcast.net.nowNanos();
            broadcast.run(30 * SECONDS);

            // Nothing is lost here, so every repair was needless.
            repairs = broadcast.count(BrokerCounter.REPAIRS_SENT) - repairs;
            sent = broadcast.count(BrokerCounter.MEDIA_SENT) - sent;
            resent = camera.resent() - resent;
            published = camera.sent() - published;
            assertTrue(sent > 3_000, sent + " datagrams, seed " + seed);
            assertTrue(repairs <= 0.005 * sent, repairs + " repairs of " + sent + ", seed " + seed);
            assertTrue(resent <= 0.005 * published, resent + " by the producer of " + published + ", seed " + seed);
            for (int i = 1; i <= 3; i++) {
                assertEquals(
                        0,
                        broadcast.log.missingRatio("viewer " + i, "camera", Producer.VIDEO, from, from + 29 * SECONDS),
                        "seed " + seed);
            }
        }
    }

    @EachSeed
    void scenario12AViewerThatJoinsAmidAGroupOfPicturesSoonHasAPicture(long seed) {
        long roundTrip = 50 * MILLIS;
        try (Broadcast broadcast = new Broadcast(seed)) {
            Producer.Plan plan = new Producer.Plan("cam", 1, 15_000, 150_000, 300, 0, 0, 0, 3600 * SECONDS, false);
            broadcast.producer("camera", 0, plan).start();
            broadcast.run(2 * SECONDS);
            for (int i = 1; i <= 10; i++) {
                broadcast.run(SECONDS / 2 + broadcast.random.nextLong(SECONDS));
                InetSocketAddress address = Broadcast.host(i);
                broadcast.net.links(address, Broadcast.BROKER, Link.ofMillis(roundTrip / 2.0 / MILLIS));
                Viewer viewer = broadcast.viewer("viewer " + i, i);
                long hello = broadcast.net.nowNanos();
                viewer.subscribe("cam");
                broadcast.run(SECONDS);

                Client.Said first = firstPicture(viewer, seed);
                long took = first.atNanos() - hello;
                assertTrue(took <= 2 * roundTrip + 250 * MILLIS, took / MILLIS + " ms, seed " + seed);
            }
        }
    }

    private static Client.Said firstPicture(Viewer viewer, long seed) {
        for (Client.Said said : viewer.said) {
            if (said.action() instanceof ClientAction.Deliver deliver) {
                Frame frame = deliver.frame();
                if (frame.track() == Producer.VIDEO) {
                    assertTrue(frame.key(), "seed " + seed);
                    return said;
                }
            }
        }
        throw new AssertionError("no picture for " + viewer.name + ", seed " + seed);
    }
}
