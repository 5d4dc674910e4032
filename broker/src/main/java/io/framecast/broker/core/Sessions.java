package io.framecast.broker.core;

import io.framecast.protocol.crypto.ControlChannel;
import io.framecast.protocol.crypto.LeaseNonce;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.Close;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.PathChallenge;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.Decoded;
import io.framecast.protocol.wire.Handshake.NoSession;
import io.framecast.protocol.wire.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All sessions: opening, opening of their packets, leases, moves to another address, closing. */
final class Sessions {

    /** 64 subscriptions that flap for a minute do not get here; a session that does is not listening. */
    static final int MOST_NOTICES = 1024;

    private static final int FAREWELLS_AGAIN = 2;
    private static final long FAREWELL_NANOS = 100_000_000L;

    private static final byte[] NOTHING = {};

    private final Context context;
    private final StatelessReplies replies;
    private final Subscriptions subscriptions;
    private final Streams streams;
    private final LeaseNonce nonces;
    private final LongObjectMap<Session> byId = new LongObjectHashMap<>();
    private final Map<InetSocketAddress, Session> byAddress = new HashMap<>();

    Sessions(Context context, StatelessReplies replies, Subscriptions subscriptions, Streams streams) {
        this.context = context;
        this.replies = replies;
        this.subscriptions = subscriptions;
        this.streams = streams;
        nonces = new LeaseNonce(context.randomBytes(BrokerConfig.KEY_BYTES));
    }

    int size() {
        return byId.size();
    }

    boolean full() {
        return byId.size() >= context.limits.sessions();
    }

    @Nullable
    Session find(long id) {
        return byId.get(id);
    }

    Collection<Session> all() {
        return new ArrayList<>(byId.values());
    }

    byte[] leaseNonce(Session session, long nowNanos) {
        return nonces.issue(session.id, nowNanos);
    }

    boolean proves(Session session, byte[] nonce, long nowNanos) {
        return nonces.valid(session.id, nonce, nowNanos);
    }

    /** From an address that has just echoed a cookie. A session that was there before from the same socket is over for its client. */
    Session open(InetSocketAddress from, Grant.Allowed grant, long nowNanos, Consumer<? super BrokerAction> out) {
        long id = context.randomLong();
        while (id == 0 || byId.containsKey(id)) {
            id = context.randomLong();
        }
        Session before = byAddress.get(from);
        if (before != null) {
            supersede(before, nowNanos, out);
        }
        Session session = new Session(context, id, from, grant, this, nowNanos);
        byId.put(id, session);
        byAddress.put(from, session);
        context.timers.set(session.timer, deadlineNanos(session));
        context.count(BrokerCounter.SESSIONS_OPENED);
        out.accept(new BrokerAction.SessionOpened(id, from));
        return session;
    }

    /**
     * The client has begun anew from the same socket. Its streams live on until it announces them again (or falls silent), so that
     * subscribers see a take-over rather than an end.
     */
    private void supersede(Session before, long nowNanos, Consumer<? super BrokerAction> out) {
        before.mute();
        subscriptions.removeAll(before, EndReason.SESSION_CLOSED, out);
        if (before.streams.isEmpty()) {
            close(before, BrokerAction.SessionEnd.SUPERSEDED, CloseReason.DONE, nowNanos, out);
        }
    }

    /** A sealed control packet; opens it and says what it holds, or null where there is nothing to act on. */
    @Nullable
    ControlPacket open(
            Session session,
            ByteBuf datagram,
            InetSocketAddress from,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        ControlChannel channel = session.channel();
        if (channel == null) {
            // It waits for its WELCOME, so its client cannot have sealed this.
            context.count(BrokerCounter.NOT_AUTHENTIC);
            return null;
        }
        Decoded decoded = channel.open(datagram);
        if (channel.authenticated()) {
            session.liveness.onHeard(nowNanos);
            if (!from.equals(session.address()) && SourceAddress.plausible(from, context.config)) {
                PathMove path = session.openPath();
                path.onPacket(from, datagram.readableBytes(), channel.newestOpened(), context.randomLong(), nowNanos);
                challenge(session, nowNanos, out);
                context.timers.noLaterThan(session.timer, path.deadlineNanos());
            }
        }
        if (decoded instanceof ControlPacket packet) {
            context.count(BrokerCounter.CONTROL_RECEIVED);
            return packet;
        }
        if (decoded instanceof Malformed malformed) {
            context.count(Junk.counter(malformed));
            if (malformed == Malformed.UNKNOWN_MANDATORY && session.mayAsk(nowNanos)) {
                session.send(
                        new Refused(
                                Math.max(0, channel.unreadableRequestId()),
                                ErrorCode.UNSUPPORTED,
                                "a mandatory field that this broker does not know"),
                        out);
            }
        }
        return null;
    }

    /** A control packet of a session that is not here: its client is told, since the broker may have been restarted. */
    void onUnknown(
            long sessionId, InetSocketAddress from, int bytes, long nowNanos, Consumer<? super BrokerAction> out) {
        context.count(BrokerCounter.SESSION_UNKNOWN);
        if (sessionId != 0 && replies.send(new NoSession(sessionId), from, bytes, nowNanos, out)) {
            context.count(BrokerCounter.NO_SESSION_SENT);
        }
    }

    /** A REPORT came with a valid nonce. */
    void onLeaseRenewed(Session session, long nowNanos, Consumer<? super BrokerAction> out) {
        if (session.lease.onRenewed(nowNanos)) {
            // The timer waits for the end of a stage that is over.
            context.timers.noLaterThan(session.timer, session.lease.deadlineNanos());
            for (Seat seat : List.copyOf(session.seats)) {
                seat.resume(nowNanos, out);
            }
        }
    }

    void onPathResponse(
            Session session, InetSocketAddress from, long token, long nowNanos, Consumer<? super BrokerAction> out) {
        InetSocketAddress before = session.address();
        PathMove path = session.path();
        InetSocketAddress to = path == null ? null : path.onResponse(from, before, token);
        if (to == null) {
            return;
        }
        if (session.grant().byAddress()
                && !(context.authorizer.authorize(to, NOTHING, NOTHING, "", nowNanos) instanceof Grant.Allowed)) {
            return;
        }
        byAddress.remove(before, session);
        Session there = byAddress.put(to, session);
        if (there != null && there != session) {
            supersede(there, nowNanos, out);
        }
        session.moveTo(to);
        context.count(BrokerCounter.SESSIONS_MOVED);
        out.accept(new BrokerAction.SessionMoved(session.id, before, to));
    }

    void onTimeout(Session session, long nowNanos, Consumer<? super BrokerAction> out) {
        if (session.grant().expired(nowNanos)) {
            close(session, BrokerAction.SessionEnd.TOKEN_EXPIRED, CloseReason.TOKEN_EXPIRED, nowNanos, out);
            return;
        }
        if (session.lease.onTimeout(nowNanos) && onLeaseStage(session, nowNanos, out)) {
            return;
        }
        if (!session.streams.isEmpty() && onProducerQuiet(session, nowNanos, out)) {
            return;
        }
        challenge(session, nowNanos, out);
        session.notices.onTimeout(nowNanos, notice -> {
            context.count(BrokerCounter.NOTICES_RESENT);
            session.send(notice, out);
        });
        if (session.notices.size() > MOST_NOTICES) {
            context.count(BrokerCounter.LIMIT_NOTICES);
            close(session, BrokerAction.SessionEnd.SILENT, CloseReason.INTERNAL, nowNanos, out);
            return;
        }
        context.timers.set(session.timer, deadlineNanos(session));
    }

    /** @return whether the session is closed now */
    private boolean onLeaseStage(Session session, long nowNanos, Consumer<? super BrokerAction> out) {
        switch (session.lease.stage()) {
            case HELD -> {}
            case PAUSED -> {
                context.count(BrokerCounter.LEASES_PAUSED);
                session.seats.forEach(Seat::pause);
            }
            case UNSUBSCRIBED -> {
                subscriptions.removeAll(session, EndReason.TIMED_OUT, out);
                session.notices.clear();
            }
            case OVER -> {
                close(session, BrokerAction.SessionEnd.SILENT, CloseReason.DONE, nowNanos, out);
                return true;
            }
        }
        return false;
    }

    /** @return whether the session is closed now */
    private boolean onProducerQuiet(Session session, long nowNanos, Consumer<? super BrokerAction> out) {
        if (session.liveness.gone(nowNanos)) {
            streams.endAll(session, EndReason.TIMED_OUT, nowNanos, out);
            if (session.muted()) {
                close(session, BrokerAction.SessionEnd.SUPERSEDED, CloseReason.DONE, nowNanos, out);
                return true;
            }
        } else if (session.liveness.askDue(nowNanos)) {
            ping(session, nowNanos, out);
        }
        return false;
    }

    void ping(Session session, long nowNanos, Consumer<? super BrokerAction> out) {
        long token = context.randomLong() & Long.MAX_VALUE;
        session.liveness.onPing(token, nowNanos);
        session.send(new Ping(token), out);
    }

    private void challenge(Session session, long nowNanos, Consumer<? super BrokerAction> out) {
        PathMove path = session.path();
        InetSocketAddress candidate = path == null ? null : path.due(nowNanos);
        if (path == null || candidate == null) {
            return;
        }
        int bytes = session.sendTo(candidate, new PathChallenge(path.token()), path.budgetBytes(), out);
        path.onTried(bytes, nowNanos);
        if (bytes > 0) {
            context.count(BrokerCounter.CHALLENGES_SENT);
        }
    }

    /** Says CLOSE unless the peer did, and forgets the session with all that hangs on it. */
    void close(
            Session session,
            BrokerAction.SessionEnd end,
            CloseReason reason,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        if (session.closed()) {
            return;
        }
        session.onClosed();
        streams.endAll(session, endReason(end), nowNanos, out);
        subscriptions.removeAll(session, endReason(end), out);
        if (end != BrokerAction.SessionEnd.CLOSED_BY_PEER) {
            session.send(new Close(reason), out);
        }
        byId.remove(session.id);
        byAddress.remove(session.address(), session);
        context.timers.cancel(session.timer);
        context.count(BrokerCounter.SESSIONS_CLOSED);
        out.accept(new BrokerAction.SessionClosed(session.id, session.address(), end));
    }

    /**
     * The operator wants this peer gone, and it must not come back by itself. A CLOSE that is lost would look like a broker that
     * has forgotten the session, so it is said three times.
     */
    void expel(Session session, BrokerAction.SessionEnd end, long nowNanos, Consumer<? super BrokerAction> out) {
        close(session, end, CloseReason.REFUSED, nowNanos, out);
        for (int again = 1; again <= FAREWELLS_AGAIN; again++) {
            Timer timer = new Timer(null, (now, action) -> session.send(new Close(CloseReason.REFUSED), action));
            context.timers.set(timer, nowNanos + again * FAREWELL_NANOS);
        }
    }

    /** Rights may have been taken away from sessions that have begun. */
    void onRightsChanged(long nowNanos, Consumer<? super BrokerAction> out) {
        for (Session session : all()) {
            if (!context.authorizer.upholds(session.grant())) {
                expel(session, BrokerAction.SessionEnd.KEY_REMOVED, nowNanos, out);
            }
        }
    }

    List<SessionSnapshot> snapshot() {
        List<SessionSnapshot> sessions = new ArrayList<>(byId.size());
        for (Session session : byId.values()) {
            List<String> published = session.streams.values().stream()
                    .map(stream -> stream.producerId)
                    .toList();
            sessions.add(new SessionSnapshot(
                    session.id, session.address(), published, List.copyOf(session.subscriptions.keySet())));
        }
        return sessions;
    }

    private static EndReason endReason(BrokerAction.SessionEnd end) {
        return switch (end) {
            case CLOSED_BY_PEER, KICKED, KEY_REMOVED, FAILED, SUPERSEDED -> EndReason.SESSION_CLOSED;
            case SILENT -> EndReason.TIMED_OUT;
            case TOKEN_EXPIRED -> EndReason.TOKEN_EXPIRED;
            case BROKER_STOPPING -> EndReason.BROKER_STOPPING;
        };
    }

    private static long deadlineNanos(Session session) {
        long deadline = session.lease.deadlineNanos();
        deadline = earlier(deadline, session.grant().expiresNanos());
        PathMove path = session.path();
        deadline = earlier(deadline, path == null ? Long.MAX_VALUE : path.deadlineNanos());
        deadline = earlier(deadline, session.notices.deadlineNanos());
        return session.streams.isEmpty() ? deadline : earlier(deadline, session.liveness.deadlineNanos());
    }

    private static long earlier(long a, long b) {
        if (a == Long.MAX_VALUE || b == Long.MAX_VALUE) {
            return a == Long.MAX_VALUE ? b : a;
        }
        return a - b < 0 ? a : b;
    }
}
