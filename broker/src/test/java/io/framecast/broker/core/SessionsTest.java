package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.Close;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Pong;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.protocol.wire.ControlPacket.UpdateOk;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress VIEWER = VirtualNetwork.address(10, 0, 0, 2, 4000);

    private TestBroker broker = new TestBroker();

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    @Test
    void silenceStopsMediaAfterFiveSecondsSubscriptionsAfterFifteenAndTheSessionAfterSixty() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        int sequence = 1000;
        for (int frame = 0; frame < 62; frame++) {
            camera.report();
            sequence = camera.frame(alias, sequence, frame, 2, frame == 0);
            int before = broker.mediaTo(VIEWER).size();
            broker.advance(SECONDS);
            int subscriptions = broker.core.snapshot(broker.now).subscriptions();
            long seconds = broker.now / SECONDS;
            if (seconds > 6) {
                assertEquals(before, broker.mediaTo(VIEWER).size(), "media after " + seconds + " s");
            }
            assertEquals(seconds < 15 ? 1 : 0, subscriptions, "subscriptions after " + seconds + " s");
        }

        assertEquals(10, broker.mediaTo(VIEWER).size());
        assertEquals(1, broker.core.snapshot(broker.now).sessions());
        assertEquals(
                BrokerAction.SessionEnd.SILENT,
                broker.events(BrokerAction.SessionClosed.class).getFirst().end());
    }

    @Test
    void aReportWithAStaleNonceRenewsNothingButIsAnsweredWithAFreshOne() {
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        byte[] stale = viewer.nonce();
        broker.advance(12 * SECONDS);
        viewer.send(new Report(1, stale, 0, 0, List.of(), List.of(), List.of(), List.of(), List.of()));
        assertEquals(1, broker.count(BrokerCounter.NONCES_REFUSED));
        assertEquals(1, viewer.receive(ReportAck.class).size());

        broker.advance(47 * SECONDS);
        assertEquals(1, broker.core.snapshot(broker.now).sessions());
        viewer.report();
        broker.advance(2 * SECONDS);
        assertEquals(0, broker.core.snapshot(broker.now).sessions(), "the fresh nonce was stale by then");
    }

    @Test
    void whoComesBackAndFallsSilentAgainGetsNoMoreThanAtFirst() {
        for (int silent : List.of(7, 20)) {
            TestPeer camera = new TestPeer(broker, CAMERA).open();
            long alias = camera.announce("cam");
            TestPeer viewer = new TestPeer(broker, VIEWER).open();
            camera.reportFor(silent * SECONDS);
            viewer.report();
            viewer.report();
            viewer.subscribe("cam");
            camera.reportFor(5 * SECONDS);
            broker.advance(100 * MILLIS);
            int before = broker.media.size();
            camera.frame(alias, 1000, 0, 2, true);
            broker.advance(100 * MILLIS);
            assertEquals(before, broker.media.size(), "after " + silent + " s of silence, and 5 more");
        }
    }

    @Test
    void aSubscriptionWithoutProofOfReceiptGetsMediaOnlyOnceThereIsOne() {
        for (int silent : List.of(7, 20)) {
            TestPeer camera = new TestPeer(broker, CAMERA).open();
            long alias = camera.announce("cam");
            TestPeer viewer = new TestPeer(broker, VIEWER).open();
            camera.reportFor(silent * SECONDS);
            int sequence = camera.frame(alias, 1000, 0, 2, true);
            viewer.subscribe("cam");
            broker.advance(SECONDS);
            camera.frame(alias, sequence, 1, 2, false);
            broker.advance(SECONDS);
            assertEquals(List.of(), broker.mediaTo(VIEWER), "after " + silent + " s of silence");

            viewer.report();
            viewer.report();
            broker.advance(100 * MILLIS);
            assertEquals(4, broker.mediaTo(VIEWER).size(), "after " + silent + " s of silence");
            broker.media.clear();
        }
    }

    @Test
    void reportsThatProveReceiptKeepEverything() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        for (int i = 0; i < 120; i++) {
            camera.reportFor(SECONDS);
            viewer.report();
        }

        assertEquals(2, broker.core.snapshot(broker.now).sessions());
        assertEquals(1, broker.core.snapshot(broker.now).subscriptions());
        assertEquals(0, broker.count(BrokerCounter.LEASES_PAUSED));
    }

    @Test
    void aSubscriberThatComesBackGoesOnAtTheNewestKeyFrame() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        int sequence = 1000;
        for (int frame = 0; frame < 8; frame++) {
            camera.report();
            sequence = camera.frame(alias, sequence, frame, 2, frame == 0 || frame == 7);
            broker.advance(SECONDS);
        }
        broker.media.clear();
        viewer.report();
        viewer.receive();
        viewer.report();
        broker.advance(100 * MILLIS);

        assertEquals(
                List.of(1014, 1015),
                broker.mediaTo(VIEWER).stream()
                        .map(TestBroker.MediaSent::sequence)
                        .toList());
        camera.frame(alias, sequence, 8, 2, false);
        assertEquals(4, broker.mediaTo(VIEWER).size());
    }

    @Test
    void aNoticeIsRepeatedUntilAReportHasSeenIt() {
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        camera.announce("cam");
        camera.report();
        Notice first = viewer.receive(Notice.class).getFirst();
        assertInstanceOf(NoticeBody.Up.class, first.body());
        broker.advance(600 * MILLIS);
        assertEquals(
                List.of(first.number()),
                viewer.receive(Notice.class).stream().map(Notice::number).toList());
        viewer.report();
        broker.advance(2 * SECONDS);
        assertEquals(List.of(), viewer.receive(Notice.class));
    }

    @Test
    void aPacketFromANewAddressGetsAChallengeThereAndNothingElse() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        InetSocketAddress moved = VirtualNetwork.address(10, 0, 0, 3, 4001);
        byte[] packet = viewer.seal(new Ping(5));
        broker.sent.clear();
        broker.receive(moved, packet);
        camera.frame(alias, 1000, 0, 3, true);
        broker.advance(900 * MILLIS);

        List<TestBroker.Sent> there =
                broker.sent.stream().filter(sent -> sent.to().equals(moved)).toList();
        assertFalse(there.isEmpty());
        assertEquals(moved, broker.sent.getFirst().to(), "the challenge is the first packet on the new path");
        assertTrue(there.stream().mapToInt(sent -> sent.bytes().length).sum() <= packet.length);
        assertEquals(List.of(), broker.mediaTo(moved));
        assertEquals(3, broker.mediaTo(VIEWER).size());
    }

    @Test
    void anAddressThatLeavesThreeChallengesUnansweredGetsNoMore() {
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.address = VirtualNetwork.address(10, 0, 0, 3, 4001);
        for (int i = 0; i < 10; i++) {
            viewer.send(new Ping(i));
        }
        broker.advance(59 * SECONDS);

        assertEquals(3, broker.count(BrokerCounter.CHALLENGES_SENT));
        assertEquals(0, broker.count(BrokerCounter.SESSIONS_MOVED));
    }

    @Test
    void aResponseFromTheNewAddressMovesTheSessionWithAllItsMedia() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        viewer.receive();
        InetSocketAddress moved = VirtualNetwork.address(10, 0, 0, 3, 4001);
        viewer.address = moved;
        viewer.send(new Ping(5));
        viewer.respondToChallenge(moved);
        camera.frame(alias, 1000, 0, 3, true);

        assertEquals(3, broker.mediaTo(moved).size());
        assertEquals(List.of(), broker.mediaTo(VIEWER));
        assertEquals(1, broker.events(BrokerAction.SessionMoved.class).size());
    }

    @Test
    void aResponseFromTheOldAddressCancelsTheMove() {
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        InetSocketAddress attacker = VirtualNetwork.address(10, 0, 0, 66, 4001);
        viewer.address = attacker;
        viewer.send(new Ping(5));
        viewer.address = VIEWER;
        viewer.respondToChallenge(attacker);
        broker.advance(2 * SECONDS);

        assertEquals(0, broker.count(BrokerCounter.SESSIONS_MOVED));
        assertEquals(1, broker.count(BrokerCounter.CHALLENGES_SENT));
    }

    @Test
    void aReplayedPacketMovesNothing() {
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        byte[] first = viewer.seal(new Ping(1));
        byte[] second = viewer.seal(new Ping(2));
        broker.receive(VIEWER, second);
        InetSocketAddress attacker = VirtualNetwork.address(10, 0, 0, 66, 4001);
        broker.receive(attacker, second);
        broker.receive(attacker, first);
        broker.advance(SECONDS);

        assertEquals(1, broker.count(BrokerCounter.REPLAYED));
        assertEquals(0, broker.count(BrokerCounter.CHALLENGES_SENT), "neither a replay nor an older packet");
    }

    @Test
    void aRightByAddressDoesNotMoveToAnAddressThatHasNone() {
        broker.close();
        broker = new TestBroker(
                BrokerLimits.DEFAULTS,
                (from, proof, hash, token, at) -> from.getAddress().isSiteLocalAddress()
                        ? new Grant.Allowed(Scope.ALL, Scope.ALL, true, Long.MAX_VALUE)
                        : new Grant.Denied(ErrorCode.NOT_ALLOWED, "no"));
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        InetSocketAddress outside = VirtualNetwork.address(203, 0, 113, 3, 4001);
        viewer.address = outside;
        viewer.send(new Ping(5));
        viewer.respondToChallenge(outside);

        assertEquals(0, broker.count(BrokerCounter.SESSIONS_MOVED));
    }

    @Test
    void rightsThatExpireEndTheSessionAndANewTokenProlongsIt() {
        broker.close();
        broker = new TestBroker(
                BrokerLimits.DEFAULTS,
                (from, proof, hash, token, at) -> token.equals("bad")
                        ? new Grant.Denied(ErrorCode.TOKEN_INVALID, "no")
                        : new Grant.Allowed(Scope.ALL, Scope.ALL, false, at + 10 * SECONDS));
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.reportFor(8 * SECONDS);
        assertEquals(new UpdateOk(7), viewer.ask(new Update(7, "good")));
        assertEquals(
                ErrorCode.TOKEN_INVALID,
                assertInstanceOf(Refused.class, viewer.ask(new Update(8, "bad")))
                        .code());
        viewer.reportFor(9 * SECONDS);
        assertEquals(1, broker.core.snapshot(broker.now).sessions());
        viewer.report();
        viewer.receive();
        broker.advance(2 * SECONDS);

        assertEquals(List.of(new Close(CloseReason.TOKEN_EXPIRED)), viewer.receive(Close.class));
        assertEquals(0, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void aReportNamesSubscriptionsThatTheBrokerDoesNotKnow() {
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("known");
        viewer.report(List.of(), List.of("known", "unknown"));

        assertEquals(
                List.of("unknown"), viewer.receive(ReportAck.class).getFirst().unknown());
    }

    @Test
    void aPingIsAnsweredAndARoundTripMeasured() {
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.send(new Ping(77));
        assertEquals(List.of(new Pong(77)), viewer.receive(Pong.class));
        viewer.report();
        assertEquals(1, viewer.receive(Ping.class).size());
    }

    @Test
    void stoppingTellsEverybodyTwiceAndEndsEverything() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        camera.receive();
        viewer.receive();
        broker.core.stop(2000, broker.now, broker.out());
        assertFalse(broker.core.stopped());
        broker.advance(100 * MILLIS);

        assertTrue(broker.core.stopped());
        List<Notice> notices = viewer.receive(Notice.class);
        assertEquals(
                2,
                notices.stream()
                        .filter(notice -> notice.body().equals(new NoticeBody.GoAway(2000)))
                        .count());
        assertEquals(List.of(new Close(CloseReason.GOING_AWAY)), camera.receive(Close.class));
        assertEquals(0, broker.core.snapshot(broker.now).sessions());
        assertEquals(
                EndReason.BROKER_STOPPING,
                broker.events(BrokerAction.StreamDown.class).getFirst().reason());
        int before = broker.sent.size();
        new TestPeer(broker, VIEWER).sendHello();
        assertEquals(before, broker.sent.size(), "nobody is let in any more");
    }

    @Test
    void aPeerThatClosesIsGoneAtOnce() {
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        viewer.send(new Close(CloseReason.DONE));

        assertEquals(0, broker.core.snapshot(broker.now).sessions());
        assertEquals(0, broker.core.snapshot(broker.now).subscriptions());
        assertEquals(List.of(), viewer.receive(Close.class));
    }
}
