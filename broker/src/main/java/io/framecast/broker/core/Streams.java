package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.AnnounceOk;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.Ping;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All streams: announcing, owners, the end and the time after it in which a tail can be asked for. */
final class Streams {

    /** The ring of a stream that has ended lives this long, so that its last frames can be repaired. */
    private static final long AFTERLIFE_NANOS = 3_000_000_000L;

    private final Context context;
    private final Subscriptions subscriptions;
    private final Consumer<Lane> dirty;
    /** Ended ones included, until their ring is released. */
    private final IntObjectMap<Stream> byAlias = new IntObjectHashMap<>();

    private final NavigableMap<String, Stream> live = new TreeMap<>();
    private final Map<String, OwnerContest> contests = new HashMap<>();

    Streams(Context context, Subscriptions subscriptions, Consumer<Lane> dirty) {
        this.context = context;
        this.subscriptions = subscriptions;
        this.dirty = dirty;
    }

    @Nullable
    Stream find(long alias) {
        return byAlias.get((int) alias);
    }

    /** By producer id, in order. */
    NavigableMap<String, Stream> live() {
        return live;
    }

    Collection<Stream> all() {
        return new ArrayList<>(byAlias.values());
    }

    /** Idempotent by request id. The same owner takes over at once, another one once the incumbent is silent. */
    void onAnnounce(
            Session session, Announce announce, Reply reply, long nowNanos, Consumer<? super BrokerAction> out) {
        String id = announce.producerId();
        Stream incumbent = live.get(id);
        if (incumbent != null
                && incumbent.session == session
                && incumbent.announce.requestId() == announce.requestId()) {
            reply.answer(new AnnounceOk(announce.requestId(), incumbent.alias), nowNanos, out);
            return;
        }
        Refused refused = refusal(session, announce, incumbent);
        if (refused != null) {
            reply.answer(refused, nowNanos, out);
        } else if (incumbent == null) {
            create(session, announce, reply, nowNanos, out);
        } else if (sameOwner(incumbent.announce, announce)) {
            end(incumbent, EndReason.TAKEN_OVER, sameSocket(incumbent.session, session), nowNanos, out);
            create(session, announce, reply, nowNanos, out);
        } else {
            contest(session, announce, reply, incumbent, nowNanos, out);
        }
    }

    private @Nullable Refused refusal(Session session, Announce announce, @Nullable Stream incumbent) {
        long request = announce.requestId();
        String id = announce.producerId();
        if (!session.grant().publish().covers(id)) {
            return new Refused(request, ErrorCode.NOT_ALLOWED, "no right to publish " + id);
        }
        Set<Integer> lanes = new HashSet<>();
        announce.lanes().forEach(lane -> lanes.add(lane.lane()));
        if (lanes.isEmpty()
                || lanes.size() != announce.lanes().size()
                || lanes.size() > context.limits.lanesPerStream()) {
            return new Refused(
                    request,
                    ErrorCode.BAD_REQUEST,
                    "a stream has 1 to " + context.limits.lanesPerStream() + " lanes, each once");
        }
        int streamsOfSession = session.streams.size() - (incumbent != null && incumbent.session == session ? 1 : 0);
        if ((incumbent == null && live.size() >= context.limits.streams())
                || byAlias.size() >= 2L * context.limits.streams()
                || streamsOfSession >= context.limits.streamsPerSession()) {
            context.count(BrokerCounter.LIMIT_STREAMS);
            return new Refused(request, ErrorCode.LIMIT_STREAMS, "the broker carries no more streams");
        }
        return null;
    }

    private static boolean sameOwner(Announce a, Announce b) {
        return MessageDigest.isEqual(a.owner(), b.owner());
    }

    /** One process that has begun a new session: it must not hear that it was displaced by itself. */
    private static boolean sameSocket(Session before, Session now) {
        return before == now || before.address().equals(now.address());
    }

    private void create(
            Session session, Announce announce, Reply reply, long nowNanos, Consumer<? super BrokerAction> out) {
        int alias = (int) context.randomLong();
        while (alias == 0 || byAlias.containsKey(alias)) {
            alias = (int) context.randomLong();
        }
        Stream stream = new Stream(context, session, Integer.toUnsignedLong(alias), announce, dirty, nowNanos);
        byAlias.put(alias, stream);
        live.put(announce.producerId(), stream);
        session.streams.put(stream.alias, stream);
        session.liveness.onHeard(nowNanos);
        context.timers.noLaterThan(session.timer, session.liveness.deadlineNanos());
        context.count(BrokerCounter.STREAMS_UP);
        out.accept(new BrokerAction.StreamUp(stream.producerId, stream.alias, session.address()));
        Audience audience = subscriptions.audience(stream.producerId);
        audience.live = stream;
        subscriptions.makeFit(audience, out);
        for (Subscription subscription : audience.subscriptions.values()) {
            Session subscriber = subscription.session;
            boolean paused = subscriber.lease.stage() != Lease.Stage.HELD;
            Seat seat = Seat.fromTheStart(context, stream, subscriber, paused, nowNanos);
            seat.budgetMillis(subscription.latencyMillis);
            subscription.seat = seat;
            subscriber.notice(new NoticeBody.Up(stream.producerId, stream.info(announce.lanes(), 0)), nowNanos, out);
        }
        reply.answer(new AnnounceOk(announce.requestId(), stream.alias), nowNanos, out);
    }

    private void contest(
            Session challenger,
            Announce announce,
            Reply reply,
            Stream incumbent,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        OwnerContest running = contests.get(announce.producerId());
        if (running != null && running.challenger == challenger) {
            // A retry of the request that is being decided.
            return;
        }
        if (running != null && !sameOwner(running.announce, announce)) {
            reply.answer(taken(announce), nowNanos, out);
            return;
        }
        OwnerContest contest =
                new OwnerContest(challenger, announce, reply, incumbent, context.randomLong() & Long.MAX_VALUE);
        contests.put(announce.producerId(), contest);
        onContest(contest, nowNanos, out);
    }

    private void onContest(OwnerContest contest, long nowNanos, Consumer<? super BrokerAction> out) {
        String id = contest.announce.producerId();
        if (contests.get(id) != contest) {
            return;
        }
        if (contest.challenger.closed()) {
            contests.remove(id);
            return;
        }
        if (contest.incumbent.live() && contest.pings < OwnerContest.PINGS) {
            contest.pings++;
            contest.incumbent.session.send(new Ping(contest.token), out);
            Timer next = new Timer(contest.challenger, (now, action) -> onContest(contest, now, action));
            context.timers.set(next, nowNanos + OwnerContest.INTERVAL_NANOS);
            return;
        }
        contests.remove(id);
        if (contest.incumbent.live()) {
            end(contest.incumbent, EndReason.TAKEN_OVER, false, nowNanos, out);
        }
        onAnnounce(contest.challenger, contest.announce, contest.reply, nowNanos, out);
    }

    /** An incumbent that is asked whether it lives does. */
    void onPong(Session session, long token, long nowNanos, Consumer<? super BrokerAction> out) {
        if (contests.isEmpty()) {
            return;
        }
        for (OwnerContest contest : List.copyOf(contests.values())) {
            if (contest.incumbent.session == session && contest.token == token) {
                contests.remove(contest.announce.producerId());
                if (!contest.challenger.closed()) {
                    contest.reply.answer(taken(contest.announce), nowNanos, out);
                }
            }
        }
    }

    private static Refused taken(Announce announce) {
        return new Refused(
                announce.requestId(),
                ErrorCode.ID_TAKEN,
                announce.producerId() + " is published by somebody else: choose another id");
    }

    /** The producer says that its stream is over; said again, it changes nothing. */
    void onEnd(Session session, End end, Consumer<? super BrokerAction> out, long nowNanos) {
        Stream stream = session.streams.get(end.alias());
        if (stream != null) {
            end(stream, EndReason.ENDED, true, nowNanos, out);
        }
    }

    void endAll(Session session, EndReason reason, long nowNanos, Consumer<? super BrokerAction> out) {
        for (Stream stream : List.copyOf(session.streams.values())) {
            end(stream, reason, session.closed(), nowNanos, out);
        }
    }

    /** @param producerKnows the producer is not told */
    void end(
            Stream stream, EndReason reason, boolean producerKnows, long nowNanos, Consumer<? super BrokerAction> out) {
        stream.end(nowNanos);
        live.remove(stream.producerId, stream);
        stream.session.onEnded(stream.alias, reason);
        if (!producerKnows) {
            stream.session.send(new End(0, stream.alias, reason), out);
        }
        context.count(BrokerCounter.STREAMS_DOWN);
        if (reason == EndReason.TAKEN_OVER) {
            context.count(BrokerCounter.TAKEN_OVER);
        }
        out.accept(new BrokerAction.StreamDown(stream.producerId, stream.alias, reason));
        Audience audience = subscriptions.audience(stream.producerId);
        audience.live = null;
        for (Subscription subscription : audience.subscriptions.values()) {
            subscription.seat = null;
            subscription.session.notice(
                    new NoticeBody.Down(stream.producerId, stream.alias, reason, stream.positions()), nowNanos, out);
        }
        subscriptions.forgetIfAbandoned(audience);
        Timer afterlife = new Timer(null, (now, action) -> release(stream));
        context.timers.set(afterlife, nowNanos + AFTERLIFE_NANOS);
    }

    /** The path to this subscriber takes next to nothing of the stream: it ends there (RFC 8083), and the subscriber is told. */
    void cutOff(Seat seat, long nowNanos, Consumer<? super BrokerAction> out) {
        Stream stream = seat.stream;
        context.count(BrokerCounter.SUBSCRIPTIONS_CUT_OFF);
        seat.session.notice(
                new NoticeBody.Down(stream.producerId, stream.alias, EndReason.CONGESTED, List.of()), nowNanos, out);
        subscriptions.remove(seat.session, stream.producerId, EndReason.CONGESTED, out);
    }

    private void release(Stream stream) {
        for (Lane lane : stream.lanes()) {
            context.count(BrokerCounter.MEDIA_LOST, lane.tracker().lost());
        }
        stream.release();
        byAlias.remove((int) stream.alias, stream);
    }

    void releaseAll() {
        all().forEach(this::release);
        live.clear();
        contests.clear();
    }
}
