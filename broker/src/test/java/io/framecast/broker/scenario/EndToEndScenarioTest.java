package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.EndToEndMode;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.sim.Link;
import java.util.List;

/** Streams whose key comes from a passphrase: who has it sees all of them, who has another one or none is told so. */
class EndToEndScenarioTest {

    static final Passphrase RIGHT = new Passphrase("correct horse battery staple");
    private static final Passphrase WRONG = new Passphrase("correct horse battery stable");

    private static void assertComplete(Broadcast broadcast, String viewer, String publisher, long from, long to) {
        for (int track : new int[] {Producer.VIDEO, Producer.AUDIO}) {
            assertEquals(
                    0,
                    broadcast.log.missingRatio(viewer, publisher, track, from, to),
                    "frames of track " + track + " that " + viewer + " missed, seed " + broadcast.net.seed());
        }
    }

    @EachSeed
    void keysChangeAndTheProducerIsRestartedWithoutALostFrame(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(5));
            broadcast.clientPassphrase = RIGHT;
            Producer.Plan plan = Producer.Plan.of("cam").withEpochs(3 * SECONDS);
            Producer first = broadcast.producer("first", 0, plan);
            first.start();
            broadcast.run(SECONDS);
            broadcast.viewer("early", 1).subscribe("cam");
            broadcast.run(10 * SECONDS);
            assertComplete(broadcast, "early", "first", 2 * SECONDS, 10 * SECONDS);
            broadcast.viewer("late", 2).subscribe("cam");
            broadcast.run(10 * SECONDS);
            assertComplete(broadcast, "late", "first", 12 * SECONDS, 20 * SECONDS);
            assertComplete(broadcast, "early", "first", 10 * SECONDS, 20 * SECONDS);

            first.kill();
            broadcast.run(SECONDS / 2);
            broadcast.producer("second", 3, plan).start();
            long restarted = broadcast.net.nowNanos();
            broadcast.run(10 * SECONDS);
            // The salt is the same: nobody has to wait for the passphrase again.
            assertComplete(broadcast, "early", "second", restarted, restarted + 9 * SECONDS);
            assertComplete(broadcast, "late", "second", restarted, restarted + 9 * SECONDS);
        }
    }

    @EachSeed
    void whoWaitedForItMissesNothingWhileItsKeyIsMade(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(5));
            broadcast.clientPassphrase = RIGHT;
            broadcast.viewer("early", 1).subscribe("cam");
            broadcast.run(SECONDS);
            Producer camera = broadcast.producer("camera", 0, Producer.Plan.of("cam"));
            camera.start();
            // Over before anybody has the key.
            broadcast.run(200 * MILLIS);
            camera.end();
            broadcast.run(3 * SECONDS);
            assertComplete(broadcast, "early", "camera", 0, 5 * SECONDS);
        }
    }

    @EachSeed
    void aLossyPathIsRepairedAsEver(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10).withLoss(0.02, 2));
            broadcast.clientPassphrase = RIGHT;
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam");
            broadcast.runUntil(60 * SECONDS, () -> viewer.hasSaid(ClientAction.Deliver.class));
            long from = broadcast.net.nowNanos() + SECONDS;
            broadcast.run(20 * SECONDS);
            double missing = broadcast.log.missingRatio("viewer", "camera", Producer.VIDEO, from, from + 18 * SECONDS);
            assertTrue(missing < 0.01, missing + " missing, seed " + seed);
        }
    }

    /** So a gateway can serve browsers that have the passphrase, without having it. */
    @EachSeed
    void whoPassesItOnWithoutAKeyGetsAllThatOthersNeedToOpenIt(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10).withLoss(0.005, 1));
            broadcast.clientMode = EndToEndMode.SEALED;
            Viewer gateway = broadcast.viewer("gateway", 1);
            gateway.subscribe("open");
            gateway.subscribe("cam");
            broadcast.run(SECONDS);
            broadcast.producer("other", 2, Producer.Plan.of("open")).start();
            broadcast.clientPassphrase = RIGHT;
            broadcast
                    .producer("camera", 0, Producer.Plan.of("cam").withEpochs(3 * SECONDS))
                    .start();
            broadcast.run(11 * SECONDS);
            for (String publisher : List.of("camera", "other")) {
                double missing =
                        broadcast.log.missingRatio("gateway", publisher, Producer.VIDEO, 2 * SECONDS, 10 * SECONDS);
                assertTrue(missing < 0.01, missing + " of " + publisher + " missing, seed " + seed);
            }
        }
    }

    @EachSeed
    void whoHasAnotherPassphraseOrNoneIsToldAndSeesNothing(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10));
            broadcast.clientPassphrase = RIGHT;
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            broadcast.clientPassphrase = WRONG;
            Viewer wrong = broadcast.viewer("wrong", 1);
            wrong.subscribe("cam");
            broadcast.clientPassphrase = null;
            Viewer none = broadcast.viewer("none", 2);
            none.subscribe("cam");
            broadcast.run(5 * SECONDS);

            assertRefused(wrong, "it is encrypted with another passphrase", seed);
            assertRefused(
                    none, "it is encrypted end to end: to watch it, give its passphrase (FRAMECAST_PASSPHRASE)", seed);
            // Nothing is sent to them any more.
            long sent = broadcast.mediaBytesOut;
            broadcast.run(5 * SECONDS);
            assertEquals(sent, broadcast.mediaBytesOut, "seed " + seed);
        }
    }

    /** Otherwise a broker could show whatever it likes to those who trust in their passphrase. */
    @EachSeed
    void whoHasAPassphraseTakesNothingThatIsNotEncryptedWithIt(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10));
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            broadcast.clientPassphrase = RIGHT;
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam");
            broadcast.run(5 * SECONDS);
            assertRefused(viewer, "it is not encrypted end to end: to watch it, give no passphrase", seed);
        }
    }

    @EachSeed
    void theStreamMayComeBackWithAnotherPassphrase(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10));
            broadcast.clientPassphrase = RIGHT;
            Producer first = broadcast.producer("first", 0, Producer.Plan.of("cam"));
            first.start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            viewer.subscribe("cam");
            broadcast.run(5 * SECONDS);
            assertTrue(viewer.hasSaid(ClientAction.Deliver.class), "seed " + seed);
            first.kill();
            broadcast.clientPassphrase = WRONG;
            broadcast.producer("second", 2, Producer.Plan.of("cam")).start();
            broadcast.run(5 * SECONDS);
            assertEquals(
                    List.of(new ClientAction.Refused(
                            ErrorCode.NOT_ALLOWED, "it is encrypted with another passphrase", "cam")),
                    viewer.said(ClientAction.Refused.class),
                    "seed " + seed);
        }
    }

    @EachSeed
    void leavingWhileTheKeyIsBeingMadeEndsIt(long seed) {
        try (Broadcast broadcast = new Broadcast(seed)) {
            broadcast.net.defaultLink(Link.ofMillis(10));
            broadcast.clientPassphrase = RIGHT;
            broadcast.producer("camera", 0, Producer.Plan.of("cam")).start();
            Viewer viewer = broadcast.viewer("viewer", 1);
            broadcast.run(SECONDS);
            viewer.subscribe("cam");
            broadcast.run(150 * MILLIS);
            viewer.unsubscribe("cam");
            broadcast.run(5 * SECONDS);
            assertFalse(viewer.hasSaid(ClientAction.Deliver.class), "seed " + seed);
            assertEquals(1, viewer.said(ClientAction.Unsubscribed.class).size(), "seed " + seed);

            viewer.subscribe("cam");
            broadcast.run(5 * SECONDS);
            assertTrue(viewer.hasSaid(ClientAction.Deliver.class), "seed " + seed);
        }
    }

    private static void assertRefused(Viewer viewer, String why, long seed) {
        assertEquals(
                List.of(new ClientAction.Refused(ErrorCode.NOT_ALLOWED, why, "cam")),
                viewer.said(ClientAction.Refused.class),
                "seed " + seed);
        assertFalse(viewer.hasSaid(ClientAction.Deliver.class), "seed " + seed);
    }
}
