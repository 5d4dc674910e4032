package io.framecast.broker.core;

import io.framecast.protocol.crypto.SessionKeys;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import java.net.InetSocketAddress;
import java.util.Set;

/** A broker whose every datagram, in and out, an {@link Audit} sees. */
final class AuditedBroker extends TestBroker {

    static final int REPLIES_PER_SECOND = 50;
    static final InetSocketAddress OWN = new InetSocketAddress("10.99.0.1", 5000);

    final Audit audit = new Audit(REPLIES_PER_SECOND, OWN);

    AuditedBroker(long seed) {
        super(
                new BrokerLimits(
                        50, 20, 400, 8, 20, 8, 16, 200_000_000L, 20 << 20, 1 << 20, 1 << 20, 50, REPLIES_PER_SECOND),
                (from, proof, hash, token, at) -> EVERYTHING,
                Set.of(OWN),
                0,
                seed);
    }

    private Audit.State state() {
        BrokerSnapshot snapshot = core.snapshot(now);
        return new Audit.State(
                snapshot.sessions(),
                snapshot.subscriptions(),
                snapshot.streams().size(),
                core.deadlineNanos());
    }

    private long fates() {
        return BrokerCounter.FATES.stream().mapToLong(this::count).sum();
    }

    @Override
    void receive(InetSocketAddress from, byte[] datagram) {
        // What is due anyway is not this datagram's doing.
        core.onTimeout(now, out());
        audit.before(from, datagram, state(), now);
        long fates = fates();
        super.receive(from, datagram);
        batchEnd();
        audit.after(state(), fates() - fates);
    }

    @Override
    void advance(long nanos) {
        long until = now + nanos;
        while (core.deadlineNanos() != Long.MAX_VALUE && core.deadlineNanos() - until <= 0) {
            now = Math.max(now, core.deadlineNanos());
            audit.at(now);
            core.onTimeout(now, out());
        }
        now = until;
        audit.at(now);
        core.onTimeout(now, out());
    }

    @Override
    void onSend(Sent datagram) {
        super.onSend(datagram);
        audit.onControl(datagram.to(), datagram.bytes());
    }

    @Override
    void onMedia(MediaSent datagram) {
        audit.onMedia(datagram.to(), datagram.bytes());
    }

    @Override
    void onEvent(BrokerAction.Event event) {
        super.onEvent(event);
        audit.onEvent(event);
    }

    @Override
    void onWelcome(WelcomeBody welcome, SessionKeys keys) {
        audit.onWelcome(welcome, keys);
    }

    @Override
    void onSealed(long sessionId, ControlPacket packet, byte[] datagram) {
        audit.onSealed(sessionId, packet, datagram);
    }

    @Override
    void onSigned(byte[] datagram) {
        audit.onSigned(datagram);
    }
}
