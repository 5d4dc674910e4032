package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.framecast.protocol.wire.ControlPacket.AnnounceOk;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.protocol.wire.ControlPacket.UpdateOk;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one session may ask for, at each limit and one past it. */
class RequestLimitsTest {

    private static final InetSocketAddress HOME = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress AWAY = VirtualNetwork.address(10, 0, 0, 2, 4000);
    private static final int BURST = 2 * BrokerLimits.DEFAULTS.subscriptionsPerSession();

    private final TestBroker broker = new TestBroker();
    private final TestPeer peer = new TestPeer(broker, HOME).open();

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    private long limited() {
        return broker.count(BrokerCounter.REQUESTS_LIMITED);
    }

    @Test
    void asManySubscriptionsAndTheirEndsAsAReconnectTakesAreAnsweredAtOnceAndNotOneMore() {
        for (int i = 0; i < BURST; i++) {
            peer.send(new Unsubscribe(1000 + i, "a"));
        }
        assertEquals(BURST, peer.receive(End.class).size());
        peer.send(new Unsubscribe(2000, "a"));
        assertEquals(0, peer.receive(End.class).size());
        assertEquals(1, limited());

        broker.advance(SECONDS / Session.REQUESTS_PER_SECOND);
        assertInstanceOf(SubscribeOk.class, peer.subscribe("a"), "asked again later");
    }

    @Test
    void aFewTokensAreCheckedAtOnceAndNotOneMore() {
        // The LIST that opened the session was one of them.
        int burst = 2 * Session.ASKS_PER_SECOND - 1;
        for (int i = 0; i <= burst; i++) {
            peer.send(new Update(1000 + i, "token"));
        }
        assertEquals(burst, peer.receive(UpdateOk.class).size());
        assertEquals(1, limited());
    }

    @Test
    void aFewKeyFramesAreAskedForAtOnceAndNotOneMore() {
        TestPeer camera = new TestPeer(broker, AWAY).open();
        long alias = camera.announce("cam");
        peer.subscribe("cam");
        int burst = 2 * Session.ASKS_PER_SECOND - 1;
        for (int i = 0; i < burst; i++) {
            peer.send(new KeyRequest(alias, 1));
        }
        assertEquals(0, limited());
        peer.send(new KeyRequest(alias, 1));
        assertEquals(1, limited());
        assertEquals(1, camera.receive(KeyRequest.class).size(), "the producer hears of one in two seconds");
    }

    @Test
    void asManyStreamsAsASessionMayHaveAreAnnouncedAtOnceAndNotOneMore() {
        int most = BrokerLimits.DEFAULTS.streamsPerSession();
        for (int i = 0; i < most; i++) {
            peer.announce("a" + i);
        }
        peer.send(TestPeer.announcement(1000, "b", 1, 0, 8));
        assertEquals(1, limited());

        broker.advance(SECONDS / Session.ANNOUNCEMENTS_PER_SECOND);
        Refused refused = assertInstanceOf(Refused.class, peer.ask(TestPeer.announcement(1001, "b", 1, 0, 8)));
        assertEquals(ErrorCode.LIMIT_STREAMS, refused.code());
        assertEquals(1, broker.count(BrokerCounter.LIMIT_STREAMS));
    }

    @Test
    void aStreamHasSixteenLanesAndNotOneMore() {
        int most = BrokerLimits.DEFAULTS.lanesPerStream();
        int[] lanes = IntStream.range(0, most + 1).map(lane -> lane << 3).toArray();
        Refused refused = assertInstanceOf(Refused.class, peer.ask(TestPeer.announcement(1, "a", 1, lanes)));
        assertEquals(ErrorCode.BAD_REQUEST, refused.code());
        assertEquals(1, broker.count(BrokerCounter.REQUESTS_REFUSED));
        int[] fewer = IntStream.range(0, most).map(lane -> lane << 3).toArray();
        assertInstanceOf(AnnounceOk.class, peer.ask(TestPeer.announcement(2, "a", 1, fewer)));
    }

    @Test
    void streamsThatHaveJustEndedCountUntilTheirTailIsForgotten() {
        broker.close();
        BrokerLimits two = BrokerLimits.DEFAULTS.withStreams(2);
        try (TestBroker small = new TestBroker(two, (from, proof, hash, token, at) -> TestBroker.EVERYTHING)) {
            TestPeer flapping = new TestPeer(small, HOME).open();
            for (int i = 0; i < 4; i++) {
                long alias = flapping.announce("a");
                flapping.ask(new End(flapping.requestId(), alias, EndReason.ENDED));
            }
            Refused refused = assertInstanceOf(Refused.class, flapping.ask(TestPeer.announcement(1, "a", 1, 0)));
            assertEquals(ErrorCode.LIMIT_STREAMS, refused.code());
            small.advance(3 * SECONDS);
            flapping.announce("a");
        }
    }

    @Test
    void allSessionsTogetherHaveSoManySubscriptionsAndNotOneMore() {
        BrokerLimits three = BrokerLimits.DEFAULTS.withSubscriptions(3);
        try (TestBroker small = new TestBroker(three, (from, proof, hash, token, at) -> TestBroker.EVERYTHING)) {
            TestPeer one = new TestPeer(small, HOME).open();
            TestPeer other = new TestPeer(small, AWAY).open();
            one.subscribe("a");
            one.subscribe("b");
            other.subscribe("a");
            Refused refused = assertInstanceOf(Refused.class, other.ask(new Subscribe(8, "b", 0, 0)));
            assertEquals(ErrorCode.LIMIT_SUBSCRIPTIONS, refused.code());
            assertEquals(1, small.count(BrokerCounter.LIMIT_SUBSCRIPTIONS_IN_ALL));
            one.ask(new Unsubscribe(one.requestId(), "b"));
            other.subscribe("b");
        }
    }

    @Test
    void aThousandNacksASecondAreLookedAtAndNotOneMore() {
        TestPeer camera = new TestPeer(broker, AWAY).open();
        long alias = camera.announce("cam");
        peer.subscribe("cam");
        camera.frame(alias, 1000, 0, 4, true);
        broker.advance(100 * MILLIS);
        for (int i = 0; i < Session.NACKS_PER_SECOND; i++) {
            peer.nack(alias, 8, 1001, 1);
        }
        assertEquals(0, broker.count(BrokerCounter.LIMIT_NACKS));
        peer.nack(alias, 8, 1001, 1);
        assertEquals(1, broker.count(BrokerCounter.LIMIT_NACKS));
    }

    @Test
    void oneNackIsAboutSoManyDatagramsAndAnsweredBySoManyDrops() {
        TestPeer camera = new TestPeer(broker, AWAY).open();
        long alias = camera.announce("cam");
        peer.subscribe("cam");
        camera.frame(alias, 1000, 0, 4, true);
        broker.advance(100 * MILLIS);
        peer.receive();
        peer.nack(alias, 8, 1000 - 2 * Repairs.MOST_PER_NACK, Repairs.MOST_PER_NACK + 1);
        assertEquals(
                List.of(Repairs.MOST_PER_NACK),
                peer.receive(Drop.class).stream()
                        .map(drop -> drop.gone().count())
                        .toList());
        List<SequenceRange> apart = IntStream.rangeClosed(0, Repairs.DROPS_PER_NACK)
                .mapToObj(i -> new SequenceRange(900 + 2 * i, 1))
                .toList();
        peer.send(new Nack(alias, 8, apart));
        assertEquals(Repairs.DROPS_PER_NACK, peer.receive(Drop.class).size());
    }

    @Test
    void whoAcknowledgesNoNoticeIsClosedBeyondAThousand() {
        for (int i = 0; i < 64; i++) {
            peer.subscribe("a" + i);
        }
        int told = 0;
        for (int producer = 0; told < Sessions.MOST_NOTICES; producer++) {
            TestPeer camera = new TestPeer(broker, VirtualNetwork.address(10, 0, 1, producer, 4000)).open();
            for (int i = 0; i < 64 && told < Sessions.MOST_NOTICES; i++) {
                camera.announce("a" + i);
                // Up, and from the second producer on the end of the one before.
                told += producer == 0 ? 1 : 2;
            }
        }
        assertEquals(Sessions.MOST_NOTICES, told);
        reportWithoutAcknowledging();
        broker.advance(SECONDS);
        assertEquals(0, broker.count(BrokerCounter.LIMIT_NOTICES));
        new TestPeer(broker, AWAY).open().announce("a0");
        broker.advance(5 * SECONDS);
        assertEquals(1, broker.count(BrokerCounter.LIMIT_NOTICES));
        assertEquals(
                peer.sessionId,
                broker.events(BrokerAction.SessionClosed.class).getFirst().sessionId());
    }

    private void reportWithoutAcknowledging() {
        peer.send(new Report(broker.now, peer.nonce(), 0, 0, List.of(), List.of(), List.of(), List.of(), List.of()));
    }
}
