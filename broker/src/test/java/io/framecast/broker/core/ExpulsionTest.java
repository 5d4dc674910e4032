package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.Close;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.protocol.wire.ControlPacket.UpdateOk;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that the operator ends, and those whose key is taken away. */
class ExpulsionTest {

    private static final InetSocketAddress CAMERA = VirtualNetwork.address(10, 0, 0, 1, 4000);
    private static final InetSocketAddress VIEWER = VirtualNetwork.address(10, 0, 0, 2, 4000);
    private static final InetSocketAddress OTHER = VirtualNetwork.address(10, 0, 0, 3, 4000);

    private final Set<String> keys = new HashSet<>(Set.of("a", "b"));
    private final TestBroker broker = new TestBroker(BrokerLimits.DEFAULTS, new Authorizer() {
        @Override
        public Grant authorize(InetSocketAddress from, byte[] proof, byte[] hash, String token, long nowNanos) {
            return new Grant.Allowed(Scope.ALL, Scope.ALL, false, Long.MAX_VALUE, Grant.Quota.NONE, token);
        }

        @Override
        public boolean upholds(Grant.Allowed grant) {
            return grant.key().isEmpty() || keys.contains(grant.key());
        }
    });

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    private TestPeer peer(InetSocketAddress address, String key) {
        TestPeer peer = new TestPeer(broker, address).open();
        assertEquals(new UpdateOk(7), peer.ask(new Update(7, key)));
        return peer;
    }

    @Test
    void aKickedSessionGetsNothingMoreAndIsToldThreeTimes() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        long alias = camera.announce("cam");
        TestPeer viewer = new TestPeer(broker, VIEWER).open();
        viewer.subscribe("cam");
        camera.frame(alias, 1000, 0, 3, true);
        assertTrue(broker.core.kick(viewer.sessionId, broker.now, broker.out()));
        broker.media.clear();
        camera.frame(alias, 1003, 1, 3, false);
        broker.advance(SECONDS);

        assertEquals(List.of(), broker.mediaTo(VIEWER));
        Close refused = new Close(CloseReason.REFUSED);
        assertEquals(List.of(refused, refused, refused), viewer.receive(Close.class));
        BrokerAction.SessionClosed closed =
                broker.events(BrokerAction.SessionClosed.class).getFirst();
        assertEquals(BrokerAction.SessionEnd.KICKED, closed.end());
        assertEquals(1, broker.core.snapshot(broker.now).sessions(), "the camera's");
        assertFalse(broker.core.kick(viewer.sessionId, broker.now, broker.out()), "there is no such session any more");
    }

    @Test
    void aKickedProducersStreamEndsForItsViewers() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        camera.announce("cam");
        broker.core.kick(camera.sessionId, broker.now, broker.out());

        assertEquals(
                EndReason.SESSION_CLOSED,
                broker.events(BrokerAction.StreamDown.class).getFirst().reason());
        assertEquals(List.of(), broker.core.snapshot(broker.now).streams());
    }

    @Test
    void sessionsOfAKeyThatWasRemovedEndAtOnceAndOthersGoOn() {
        TestPeer removed = peer(VIEWER, "a");
        peer(OTHER, "b");
        TestPeer bySecret = peer(CAMERA, "");
        keys.remove("a");
        broker.core.onRightsChanged(broker.now, broker.out());
        broker.advance(200 * MILLIS);

        assertEquals(3, removed.receive(Close.class).size());
        assertEquals(List.of(), bySecret.receive(Close.class));
        assertEquals(
                List.of(OTHER, CAMERA).stream().map(Object::toString).sorted().toList(),
                broker.core.sessions().stream()
                        .map(session -> session.peer().toString())
                        .sorted()
                        .toList());
        assertEquals(
                BrokerAction.SessionEnd.KEY_REMOVED,
                broker.events(BrokerAction.SessionClosed.class).getFirst().end());
    }

    @Test
    void aSessionThatWasRenewedWithAnotherKeyOutlivesItsFirst() {
        TestPeer viewer = peer(VIEWER, "a");
        assertEquals(new UpdateOk(8), viewer.ask(new Update(8, "b")));
        keys.remove("a");
        broker.core.onRightsChanged(broker.now, broker.out());

        assertEquals(List.of(), viewer.receive(Close.class));
        assertEquals(1, broker.core.snapshot(broker.now).sessions());
    }

    @Test
    void sessionsAreListedWithWhatTheyPublishAndWatch() {
        TestPeer camera = new TestPeer(broker, CAMERA).open();
        camera.announce("cam");
        camera.subscribe("talk");

        assertEquals(
                List.of(new SessionSnapshot(camera.sessionId, CAMERA, List.of("cam"), List.of("talk"))),
                broker.core.sessions());
    }
}
