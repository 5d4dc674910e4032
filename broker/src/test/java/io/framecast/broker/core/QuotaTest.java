package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a token lets the streams take that are published with it: {@code subs/bps} is this test's token. */
class QuotaTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);

    private final TestBroker broker =
            new TestBroker(BrokerLimits.DEFAULTS.withSubscriptions(64, 5), (from, proof, hash, token, at) -> {
                if (token.isEmpty()) {
                    return TestBroker.EVERYTHING;
                }
                int slash = token.indexOf('/');
                Grant.Quota quota = new Grant.Quota(
                        Integer.parseInt(token.substring(0, slash)), Long.parseLong(token.substring(slash + 1)));
                return new Grant.Allowed(Scope.ALL, Scope.ALL, false, Long.MAX_VALUE, quota, "");
            });

    private final TestPeer camera = new TestPeer(broker, CAMERA).open();

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    private void holds(int subscribers, long bitsPerSecond) {
        camera.ask(new Update(camera.requestId(), subscribers + "/" + bitsPerSecond));
    }

    private TestPeer viewer(int number) {
        return new TestPeer(broker, VirtualNetwork.address(10, 0, 1, number, 4000)).open();
    }

    private static Answer subscribe(TestPeer viewer) {
        return viewer.ask(new Subscribe(viewer.requestId(), "cam", 200, 0));
    }

    @Test
    void oneSubscriberMoreThanTheTokenSaysIsRefusedUntilAnotherLeaves() {
        holds(2, 1_000_000);
        camera.announce("cam");
        TestPeer first = viewer(1);
        assertInstanceOf(SubscribeOk.class, subscribe(first));
        assertInstanceOf(SubscribeOk.class, subscribe(viewer(2)));
        TestPeer third = viewer(3);
        Refused refused = assertInstanceOf(Refused.class, subscribe(third));
        assertEquals(ErrorCode.LIMIT_SUBSCRIBERS, refused.code());
        assertEquals("cam has 2 subscribers, which is the limit", refused.detail());
        assertInstanceOf(SubscribeOk.class, subscribe(first), "it is subscribed");
        first.ask(new Unsubscribe(first.requestId(), "cam"));
        assertInstanceOf(SubscribeOk.class, subscribe(third));
    }

    @Test
    void theBrokersOwnLimitHoldsWhereTheTokenSaysMore() {
        holds(100, 1_000_000);
        camera.announce("cam");
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(SubscribeOk.class, subscribe(viewer(i)));
        }
        assertInstanceOf(Refused.class, subscribe(viewer(6)));
    }

    @Test
    void ofThoseWhoWaitedTheLastHaveToAskAgainWhenTheStreamTakesFewer() {
        List<TestPeer> viewers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            viewers.add(viewer(i));
            assertInstanceOf(SubscribeOk.class, subscribe(viewers.get(i)));
        }
        holds(3, 1_000_000);
        camera.announce("cam");

        assertEquals(3, broker.core.snapshot(broker.now).streams().getFirst().subscribers());
        TestPeer last = viewers.getLast();
        last.report(List.of(), List.of("cam"));
        assertEquals(List.of("cam"), last.receive(ReportAck.class).getFirst().unknown());
        assertEquals(
                ErrorCode.LIMIT_SUBSCRIBERS,
                assertInstanceOf(Refused.class, subscribe(last)).code());
    }

    @Test
    void whatIsSentBeyondTheTokensRateIsDroppedAndCounted() {
        holds(10, 1_000_000);
        long alias = camera.announce("cam");
        long bytes = publishForTenSeconds(alias);
        long most = 11 * 1_000_000 / 8;
        assertTrue(bytes <= most && bytes > most / 2, bytes + " bytes were let in");
        assertTrue(broker.count(BrokerCounter.LIMIT_BITRATE) > 0);
    }

    @Test
    void howeverSmallTheRateTheFirstDatagramComesThrough() {
        holds(10, 1);
        long alias = camera.announce("cam");
        camera.frame(alias, 1000, 0, 3, true);
        assertEquals(1, broker.count(BrokerCounter.MEDIA_RECEIVED));
        assertEquals(2, broker.count(BrokerCounter.LIMIT_BITRATE));
    }

    @Test
    void aNewTokensRateHoldsAtOnce() {
        holds(10, 1_000_000);
        long alias = camera.announce("cam");
        holds(10, 100_000_000);
        broker.advance(SECONDS);
        publishForTenSeconds(alias);
        assertEquals(0, broker.count(BrokerCounter.LIMIT_BITRATE));
    }

    /** Ten frames of 20 fragments a second: 1.2 Mbit/s, and a burst of as much as that at the start. */
    private long publishForTenSeconds(long alias) {
        int sequence = 1000;
        for (int frame = 0; frame < 100; frame++) {
            sequence = camera.frame(alias, sequence, frame, frame == 0 ? 250 : 25, frame % 10 == 0);
            broker.advance(SECONDS / 10);
            if (frame % 10 == 0) {
                camera.report();
            }
        }
        return broker.count(BrokerCounter.MEDIA_BYTES_RECEIVED);
    }
}
