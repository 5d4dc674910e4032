package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.NoiseInitiator;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.Handshake.NoSession;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.Versions;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakesTest {

    private static final ListStreams LIST = new ListStreams(1, "", "");
    private final InetSocketAddress home = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private TestBroker broker = new TestBroker();

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    @Test
    void aFirstHelloGetsASmallerRetryAndLeavesNothingBehind() {
        new TestPeer(broker, home).hello();

        assertTrue(broker.sent.getFirst().bytes().length < 200);
        assertEquals(0, broker.core.snapshot(broker.now).sessions());
        assertEquals(Long.MAX_VALUE, broker.core.deadlineNanos());
    }

    @Test
    void aSecondHelloOpensASessionAndCarriesTheAnswer() {
        TestPeer peer = new TestPeer(broker, home);

        assertInstanceOf(ListOk.class, peer.open(LIST));
        assertEquals(1, broker.core.snapshot(broker.now).sessions());
        assertEquals(1, broker.events(BrokerAction.SessionOpened.class).size());
        peer.send(new Ping(7));
        assertEquals(1, peer.receive().size());
    }

    @Test
    void aCookieIsOfNoUseFromAnotherAddress() {
        TestPeer peer = new TestPeer(broker, home);
        Retry retry = peer.hello();
        for (InetSocketAddress elsewhere : List.of(
                VirtualNetwork.address(10, 0, 0, 1, 4001),
                VirtualNetwork.address(10, 0, 0, 2, 4000),
                VirtualNetwork.address(11, 0, 0, 1, 4000))) {
            peer.address = elsewhere;
            assertCookieRefused(peer, retry);
        }
        assertEquals(3, broker.count(BrokerCounter.COOKIES_REFUSED));
        assertEquals(0, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void aCookieIsOfNoUseInAnotherHello() {
        Retry retry = new TestPeer(broker, home).hello();
        assertCookieRefused(new TestPeer(broker, home), retry);
        assertEquals(1, broker.count(BrokerCounter.COOKIES_REFUSED));
        assertEquals(0, broker.core.snapshot(broker.now).sessions());
    }

    private void assertCookieRefused(TestPeer peer, Retry retry) {
        peer.secondHello(retry, LIST, "", new byte[0]);
        assertInstanceOf(
                Retry.class,
                HandshakeCodec.decode(
                        Unpooled.wrappedBuffer(broker.sent.getLast().bytes())));
    }

    @Test
    void aCookieIsTooOldAfterTwelveSeconds() {
        TestPeer peer = new TestPeer(broker, home);
        Retry retry = peer.hello();
        broker.advance(12 * SECONDS);
        peer.secondHello(retry, LIST, "", new byte[0]);

        assertEquals(0, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void aRepeatedHelloGetsTheSameWelcomeAndNoSecondSession() {
        TestPeer peer = new TestPeer(broker, home);
        peer.open(LIST);
        byte[] welcome = broker.sent.getLast().bytes();
        broker.advance(3 * SECONDS);
        broker.receive(home, peer.lastHello);

        assertArrayEquals(welcome, broker.sent.getLast().bytes());
        assertEquals(1, broker.core.snapshot(broker.now).sessions());
        assertEquals(1, broker.count(BrokerCounter.WELCOMES_REPEATED));
    }

    @Test
    void aHelloThatIsReplayedAsLongAsItsCookieLivesReplacesNoSession() {
        for (int tenths = 0; tenths < 10; tenths++) {
            TestPeer peer = new TestPeer(broker, VirtualNetwork.address(10, 0, 1 + tenths, 1, 4000));
            peer.open(LIST);
            for (int i = 0; i < 150; i++) {
                broker.advance(SECONDS / 10);
                broker.receive(peer.address, peer.lastHello);
            }
            broker.advance(SECONDS / 10);
        }
        assertEquals(10, broker.count(BrokerCounter.SESSIONS_OPENED));
        assertEquals(10, broker.events(BrokerAction.SessionOpened.class).size());
    }

    @Test
    void aRefusedPeerGetsTheReasonAndNoState() {
        broker.close();
        broker = new TestBroker(
                BrokerLimits.DEFAULTS, (from, proof, hash, token, at) -> new Grant.Denied(ErrorCode.NOT_ALLOWED, "no"));
        TestPeer peer = new TestPeer(broker, home);
        Answer answer = peer.open(LIST);

        assertEquals(new Refused(1, ErrorCode.NOT_ALLOWED, "no"), answer);
        assertEquals(0, peer.sessionId);
        assertEquals(0, broker.core.snapshot(broker.now).sessions());
        assertEquals(Long.MAX_VALUE, broker.core.deadlineNanos());
    }

    @Test
    void oneSessionTooManyIsRefused() {
        broker.close();
        broker = new TestBroker(
                BrokerLimits.DEFAULTS.withSessions(1), (from, proof, hash, token, at) -> TestBroker.EVERYTHING);
        new TestPeer(broker, home).open();
        Answer answer = new TestPeer(broker, VirtualNetwork.address(10, 0, 0, 2, 4000)).open(LIST);

        assertEquals(
                ErrorCode.LIMIT_SESSIONS,
                assertInstanceOf(Refused.class, answer).code());
        assertEquals(1, broker.count(BrokerCounter.LIMIT_SESSIONS));
    }

    @Test
    void aNewSessionFromTheSameSocketReplacesTheOldOne() {
        TestPeer first = new TestPeer(broker, home);
        first.open();
        long before = first.sessionId;
        TestPeer second = new TestPeer(broker, home);
        second.open();

        assertNotEquals(before, second.sessionId);
        assertEquals(1, broker.core.snapshot(broker.now).sessions());
        assertEquals(
                BrokerAction.SessionEnd.SUPERSEDED,
                broker.events(BrokerAction.SessionClosed.class).getFirst().end());
    }

    @Test
    void anUnknownVersionIsToldWhichOneIsSpoken() {
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(hello, List.of(2, 3), new byte[16], new byte[0], 0);
        broker.receive(home, ByteBufUtil.getBytes(hello));

        Versions versions = assertInstanceOf(
                Versions.class,
                HandshakeCodec.decode(
                        Unpooled.wrappedBuffer(broker.sent.getLast().bytes())));
        assertEquals(List.of(1), versions.versions());
    }

    @Test
    void aControlPacketOfNoSessionIsToldSoWithNoMoreBytesThanItHad() {
        TestPeer peer = new TestPeer(broker, home);
        peer.open();
        byte[] packet = peer.seal(new Ping(1));
        broker.core.kick(peer.sessionId, broker.now, broker.out());
        broker.receive(home, packet);

        byte[] reply = broker.sent.getLast().bytes();
        assertEquals(new NoSession(peer.sessionId), HandshakeCodec.decode(Unpooled.wrappedBuffer(reply)));
        assertTrue(reply.length <= packet.length);
    }

    @Test
    void twoBrokersCannotBeMadeToTalkToEachOtherForEver() {
        ByteBuf spoofed = Unpooled.buffer();
        HandshakeCodec.encode(new NoSession(7), spoofed);
        broker.receive(home, ByteBufUtil.getBytes(spoofed));
        assertEquals(List.of(), broker.sent);

        spoofed.writeByte(0);
        broker.receive(home, ByteBufUtil.getBytes(spoofed));
        byte[] reply = broker.sent.getLast().bytes();
        assertTrue(reply.length < spoofed.readableBytes());
        broker.receive(home, reply);
        assertEquals(1, broker.sent.size());
    }

    @Test
    void sourcesThatCannotBePeersAreDropped() {
        InetSocketAddress own = VirtualNetwork.address(10, 0, 0, 9, 5000);
        broker.close();
        broker = new TestBroker(
                BrokerLimits.DEFAULTS, (from, proof, hash, token, at) -> TestBroker.EVERYTHING, Set.of(own), 0);
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(hello, List.of(1), new byte[16], new byte[0], 0);
        for (InetSocketAddress source : List.of(
                own,
                VirtualNetwork.address(10, 0, 0, 1, 0),
                VirtualNetwork.address(224, 0, 0, 1, 4000),
                VirtualNetwork.address(255, 255, 255, 255, 4000),
                new InetSocketAddress(TestBroker.NETWORK_BROADCAST, 4000),
                VirtualNetwork.address(0, 0, 0, 0, 4000))) {
            broker.receive(source, ByteBufUtil.getBytes(hello));
        }

        assertEquals(List.of(), broker.sent);
        assertEquals(6, broker.count(BrokerCounter.SOURCE_DROPPED));
    }

    @Test
    void onePrefixHasItsShareOfPublicKeyWorkAndAnotherItsOwn() {
        int perSecond = BrokerLimits.DEFAULTS.handshakesPerSecondPerPrefix();
        for (int i = 0; i < 6 * perSecond; i++) {
            TestPeer peer = new TestPeer(broker, VirtualNetwork.address(203, 0, 113, 1 + i % 200, 10_000 + i));
            peer.secondHello(peer.hello(), LIST, "", new byte[0]);
        }
        TestPeer other = new TestPeer(broker, VirtualNetwork.address(198, 51, 100, 1, 4000));
        other.secondHello(other.hello(), LIST, "", new byte[0]);
        broker.advance(SECONDS);
        assertEquals(5L * perSecond + 1, broker.count(BrokerCounter.SESSIONS_OPENED));
        assertEquals(perSecond, broker.count(BrokerCounter.HANDSHAKES_LIMITED));
        new TestPeer(broker, VirtualNetwork.address(203, 0, 113, 1, 4000)).open();
    }

    @Test
    void onePrefixHasItsShareOfAnswersAndAnotherItsOwn() {
        int perSecond = BrokerLimits.DEFAULTS.repliesPerSecondPerPrefix();
        for (int i = 0; i < perSecond; i++) {
            new TestPeer(broker, VirtualNetwork.address(203, 0, 113, i % 256, 1000 + i)).sendHello();
        }
        assertEquals(perSecond, broker.count(BrokerCounter.RETRIES_SENT));
        new TestPeer(broker, VirtualNetwork.address(203, 0, 113, 7, 9)).sendHello();
        assertEquals(perSecond, broker.count(BrokerCounter.RETRIES_SENT));
        assertEquals(1, broker.count(BrokerCounter.REPLIES_LIMITED));
        new TestPeer(broker, VirtualNetwork.address(203, 0, 114, 7, 9)).hello();
    }

    private void helloFrom(int number, int port) {
        ByteBuf hello = Unpooled.buffer();
        HandshakeCodec.encodeHello(hello, List.of(1), new byte[16], new byte[0], 0);
        InetSocketAddress from = VirtualNetwork.address(10, number >> 16, number >> 8 & 255, number & 255, port);
        broker.receive(from, ByteBufUtil.getBytes(hello));
    }

    @Test
    void inAFloodOnlyWhoAsksTwiceIsAnswered() {
        int burst = FirstHellos.BURST;
        for (int i = 0; i < burst; i++) {
            helloFrom(i, 4000);
        }
        assertEquals(burst, broker.count(BrokerCounter.RETRIES_SENT));
        for (int i = 0; i < 2_000; i++) {
            helloFrom(burst + i, 4001);
        }
        TestPeer viewer = new TestPeer(broker, VirtualNetwork.address(203, 0, 113, 1, 4000));
        viewer.sendHello();
        assertEquals(burst, broker.count(BrokerCounter.RETRIES_SENT));
        assertEquals(2_001, broker.count(BrokerCounter.HELLOS_DEFERRED));
        viewer.secondHello(viewer.hello(), LIST, "", new byte[0]);

        assertEquals(burst + 1, broker.count(BrokerCounter.RETRIES_SENT));
        assertEquals(1, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void tenThousandHellosASecondAreAnsweredAtOnceWhoeverAsks() {
        for (int i = 0; i < 3 * FirstHellos.BURST; i++) {
            helloFrom(i, 4000);
            broker.now += SECONDS / FirstHellos.PER_SECOND;
        }

        assertEquals(3L * FirstHellos.BURST, broker.count(BrokerCounter.RETRIES_SENT));
    }

    @Test
    void publicKeyWorkIsDoneALittleAtATimeSoThatMediaNeedNotWaitForIt() {
        int many = 200;
        for (int i = 0; i < many; i++) {
            TestPeer peer = new TestPeer(broker, VirtualNetwork.address(203, 0, i, 1, 4000));
            peer.secondHello(peer.hello(), LIST, "", new byte[0]);
            broker.receive(peer.address, peer.lastHello);
        }
        long most = broker.count(BrokerCounter.SESSIONS_OPENED);
        assertTrue(most <= 32, most + " at once");
        while (broker.count(BrokerCounter.SESSIONS_OPENED) < many) {
            long before = broker.count(BrokerCounter.SESSIONS_OPENED);
            broker.advance(10 * MILLIS);
            long opened = broker.count(BrokerCounter.SESSIONS_OPENED) - before;
            assertTrue(opened > 0 && opened <= 5, opened + " in 10 ms");
        }
        broker.advance(SECONDS);
        assertEquals(many, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void whoFindsTheLineOfHandshakesFullIsLeftOut() {
        int room = 32 + 512;
        for (int i = 0; i <= room; i++) {
            assertEquals(0, broker.count(BrokerCounter.HANDSHAKES_LIMITED), "before number " + i);
            TestPeer peer = new TestPeer(broker, VirtualNetwork.address(203, i >> 8, i & 255, 1, 4000));
            peer.secondHello(peer.hello(), LIST, "", new byte[0]);
        }
        assertEquals(1, broker.count(BrokerCounter.HANDSHAKES_LIMITED));
        broker.advance(2 * SECONDS);
        assertEquals(room, broker.count(BrokerCounter.SESSIONS_OPENED));
    }

    @Test
    void loopbackHasNoShare() {
        for (int i = 0; i < 600; i++) {
            TestPeer peer = new TestPeer(broker, VirtualNetwork.address(127, 0, 0, 1, 10_000 + i));
            peer.open();
        }
        assertEquals(600, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void aLostNoiseMessageLeavesNothing() {
        TestPeer peer = new TestPeer(broker, home);
        Retry retry = peer.hello();
        Retry forged = new Retry(retry.random(), new byte[32], retry.pin(), retry.cookie());
        int before = broker.sent.size();
        NoiseInitiator noise = peer.secondHello(forged, LIST, "", new byte[0]);

        assertEquals(32, noise.bindingHash().length);
        assertEquals(before, broker.sent.size());
        assertEquals(1, broker.count(BrokerCounter.HANDSHAKES_REFUSED));
        broker.advance(100 * MILLIS);
        assertEquals(0, broker.core.snapshot(broker.now).sessions());
    }
}
