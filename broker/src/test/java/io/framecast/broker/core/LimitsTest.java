package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final InetSocketAddress HOME = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress AWAY = VirtualNetwork.address(10, 0, 0, 2, 4000);
    private static final Authorizer ANYBODY = (from, proof, hash, token, at) -> TestBroker.EVERYTHING;

    private static ErrorCode refusal(Answer answer) {
        return assertInstanceOf(Refused.class, answer).code();
    }

    @Test
    void oneSubscriptionTooManyInASessionIsRefused() {
        try (TestBroker broker = new TestBroker(BrokerLimits.DEFAULTS.withSubscriptions(2, 10), ANYBODY)) {
            TestPeer peer = new TestPeer(broker, HOME).open();
            peer.subscribe("a");
            peer.subscribe("b");
            assertEquals(ErrorCode.LIMIT_SUBSCRIPTIONS, refusal(peer.ask(new Subscribe(8, "c", 0, 0))));
            peer.subscribe("b");
            assertEquals(1, broker.count(BrokerCounter.LIMIT_SUBSCRIPTIONS));
        }
    }

    @Test
    void oneSubscriberTooManyOfAnIdIsRefused() {
        try (TestBroker broker = new TestBroker(BrokerLimits.DEFAULTS.withSubscriptions(2, 1), ANYBODY)) {
            new TestPeer(broker, HOME).open().subscribe("a");
            Answer answer = new TestPeer(broker, AWAY).open().ask(new Subscribe(8, "a", 0, 0));
            assertEquals(ErrorCode.LIMIT_SUBSCRIBERS, refusal(answer));
            assertEquals(1, broker.count(BrokerCounter.LIMIT_SUBSCRIBERS));
        }
    }

    @Test
    void oneStreamTooManyIsRefused() {
        try (TestBroker broker = new TestBroker(BrokerLimits.DEFAULTS.withStreams(1), ANYBODY)) {
            TestPeer peer = new TestPeer(broker, HOME).open();
            peer.announce("a");
            assertEquals(ErrorCode.LIMIT_STREAMS, refusal(peer.ask(TestPeer.announcement(8, "b", 1, 0, 8))));
            peer.announce("a");
            assertEquals(1, broker.core.snapshot(broker.now).streams().size());
        }
    }

    @Test
    void rightsDecideWhatMayBePublishedSubscribedAndListed() {
        Authorizer narrow = (from, proof, hash, token, at) ->
                new Grant.Allowed(new Scope(List.of("cam")), new Scope(List.of("cam/1")), false, Long.MAX_VALUE);
        try (TestBroker broker = new TestBroker(BrokerLimits.DEFAULTS, narrow)) {
            TestPeer peer = new TestPeer(broker, HOME).open();
            peer.announce("cam/1");
            peer.announce("cam/2");
            peer.subscribe("cam/1");
            assertEquals(ErrorCode.NOT_ALLOWED, refusal(peer.ask(TestPeer.announcement(8, "camera", 1, 0, 8))));
            assertEquals(ErrorCode.NOT_ALLOWED, refusal(peer.ask(new Subscribe(9, "cam/2", 0, 0))));
            ListOk list = (ListOk) peer.ask(new ListStreams(10, "", ""));
            assertEquals(
                    List.of("cam/1"),
                    list.streams().stream().map(StreamEntry::producerId).toList());
        }
    }

    @Test
    void aLongListComesInPagesInOrder() {
        try (TestBroker broker = new TestBroker()) {
            TestPeer peer = new TestPeer(broker, HOME).open();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                expected.add("list/%02d".formatted(i));
                peer.announce("list/%02d".formatted(i));
            }
            peer.announce("lisp");
            peer.announce("other");
            List<String> listed = new ArrayList<>();
            int pages = 0;
            ListOk page;
            do {
                String after = listed.isEmpty() ? "" : listed.getLast();
                page = (ListOk) peer.ask(new ListStreams(1000 + pages++, "list/", after));
                page.streams().forEach(entry -> listed.add(entry.producerId()));
            } while (page.more());

            assertEquals(expected, listed);
            assertTrue(pages > 1 && pages < 10, pages + " pages");
            ListOk inHello = (ListOk) new TestPeer(broker, AWAY).open(new ListStreams(1, "", ""));
            assertEquals("lisp", inHello.streams().getFirst().producerId());
            assertTrue(inHello.more());
        }
    }

    @Test
    void aFloodOfListsIsNotAnswered() {
        try (TestBroker broker = new TestBroker()) {
            TestPeer peer = new TestPeer(broker, HOME).open();
            for (int i = 0; i < 100; i++) {
                peer.send(new ListStreams(i, "", ""));
            }
            assertEquals(19, peer.receive(ListOk.class).size());
            assertEquals(81, broker.count(BrokerCounter.REQUESTS_LIMITED));
        }
    }

    @Test
    void aMachineThatThrowsCostsItsSessionOnly() {
        Authorizer moody = (from, proof, hash, token, at) -> {
            if (token.equals("boom")) {
                throw new IllegalStateException("a bug");
            }
            return TestBroker.EVERYTHING;
        };
        try (TestBroker broker = new TestBroker(BrokerLimits.DEFAULTS, moody)) {
            TestPeer peer = new TestPeer(broker, HOME).open();
            TestPeer other = new TestPeer(broker, AWAY).open();
            peer.send(new Update(5, "boom"));

            assertEquals(1, broker.core.snapshot(broker.now).sessions());
            assertEquals(
                    peer.sessionId,
                    broker.events(BrokerAction.SessionFailed.class).getFirst().sessionId());
            other.subscribe("still-works");
        }
    }

    @Test
    void aMachineThatThrowsWhenItsTimeHasComeKeepsNobodyWaiting() {
        Authorizer moody = (from, proof, hash, token, at) -> {
            if (token.equals("boom")) {
                throw new IllegalStateException("a bug");
            }
            return TestBroker.EVERYTHING;
        };
        try (TestBroker broker = new TestBroker(BrokerLimits.DEFAULTS, moody)) {
            int many = 60;
            for (int i = 0; i < many; i++) {
                TestPeer peer = new TestPeer(broker, VirtualNetwork.address(203, 0, i, 1, 4000));
                String token = i == 40 ? "boom" : "";
                peer.secondHello(peer.hello(), new ListStreams(1, "", ""), token, new byte[0]);
            }
            assertEquals(0, broker.count(BrokerCounter.SESSIONS_FAILED), "it still waits");
            broker.advance(TestBroker.SECONDS);

            assertEquals(1, broker.count(BrokerCounter.SESSIONS_FAILED));
            assertEquals(many - 1, broker.core.snapshot(broker.now).sessions());
        }
    }
}
