package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who wants what: the audiences of all producer ids, live or not. */
final class Subscriptions {

    private final Context context;
    private final Map<String, Audience> audiences = new HashMap<>();
    private int count;

    Subscriptions(Context context) {
        this.context = context;
    }

    int count() {
        return count;
    }

    int waiting() {
        int waiting = 0;
        for (Audience audience : audiences.values()) {
            waiting += audience.live == null ? audience.subscriptions.size() : 0;
        }
        return waiting;
    }

    Audience audience(String producerId) {
        return audiences.computeIfAbsent(producerId, Audience::new);
    }

    @Nullable
    Audience find(String producerId) {
        return audiences.get(producerId);
    }

    void forgetIfAbandoned(Audience audience) {
        if (audience.abandoned()) {
            audiences.remove(audience.producerId);
        }
    }

    /** Idempotent: asked again, it is answered as the first time. */
    void onSubscribe(
            Session session, Subscribe request, Reply reply, long nowNanos, Consumer<? super BrokerAction> out) {
        String id = request.producerId();
        Refused refused = session.subscriptions.containsKey(id) ? null : refusal(session, request);
        if (refused != null) {
            reply.answer(refused, nowNanos, out);
            return;
        }
        Subscription subscription = session.subscriptions.get(id);
        boolean fresh = subscription == null;
        if (subscription == null) {
            subscription = new Subscription(session, audience(id));
            // The audience's own string: a packet's would be one more for each session.
            session.subscriptions.put(subscription.audience.producerId, subscription);
            subscription.audience.subscriptions.put(session, subscription);
            count++;
        }
        subscription.latencyMillis = request.latencyMillis();
        Stream live = subscription.audience.live;
        if (live == null) {
            reply.answer(new SubscribeOk(request.requestId(), id, null), nowNanos, out);
        } else {
            if (subscription.seat == null) {
                subscription.seat = Seat.joining(context, live, session, nowNanos, out);
            }
            Seat seat = subscription.seat;
            seat.budgetMillis(subscription.latencyMillis);
            reply.answer(
                    new SubscribeOk(request.requestId(), id, live.info(seat.starts(), seat.startEpoch())),
                    nowNanos,
                    out);
        }
        if (fresh) {
            out.accept(new BrokerAction.Subscribed(session.id, id, live != null));
        }
    }

    private @Nullable Refused refusal(Session session, Subscribe request) {
        String id = request.producerId();
        if (!session.grant().subscribe().covers(id)) {
            return new Refused(request.requestId(), ErrorCode.NOT_ALLOWED, "no right to subscribe to " + id);
        }
        if (session.subscriptions.size() >= context.limits.subscriptionsPerSession()) {
            context.count(BrokerCounter.LIMIT_SUBSCRIPTIONS);
            return new Refused(
                    request.requestId(),
                    ErrorCode.LIMIT_SUBSCRIPTIONS,
                    "a session has at most " + context.limits.subscriptionsPerSession() + " subscriptions");
        }
        if (count >= context.limits.subscriptions()) {
            context.count(BrokerCounter.LIMIT_SUBSCRIPTIONS_IN_ALL);
            return new Refused(
                    request.requestId(),
                    ErrorCode.LIMIT_SUBSCRIPTIONS,
                    "the broker is full: it has " + count + " subscriptions");
        }
        Audience audience = find(id);
        if (audience != null && audience.subscriptions.size() >= most(audience)) {
            context.count(BrokerCounter.LIMIT_SUBSCRIBERS);
            return new Refused(
                    request.requestId(),
                    ErrorCode.LIMIT_SUBSCRIBERS,
                    id + " has " + most(audience) + " subscribers, which is the limit");
        }
        return null;
    }

    private int most(Audience audience) {
        return audience.live == null ? context.limits.subscribersPerStream() : audience.live.mostSubscribers();
    }

    /** More may have waited than the stream that comes now may have; those who came last have to ask again. */
    void makeFit(Audience audience, Consumer<? super BrokerAction> out) {
        int over = audience.subscriptions.size() - most(audience);
        if (over > 0) {
            context.count(BrokerCounter.LIMIT_SUBSCRIBERS, over);
            List<Session> all = List.copyOf(audience.subscriptions.keySet());
            for (Session last : all.subList(all.size() - over, all.size())) {
                remove(last, audience.producerId, EndReason.LIMIT, out);
            }
        }
    }

    /** The session wants nothing more: it is closed, silent for too long, or replaced. */
    void removeAll(Session session, EndReason reason, Consumer<? super BrokerAction> out) {
        for (String id : List.copyOf(session.subscriptions.keySet())) {
            remove(session, id, reason, out);
        }
        List.copyOf(session.seats).forEach(Seat::close);
    }

    /** Idempotent. From here on no row of the stream has the session's address. */
    void remove(Session session, String producerId, EndReason reason, Consumer<? super BrokerAction> out) {
        Subscription subscription = session.subscriptions.remove(producerId);
        if (subscription == null) {
            return;
        }
        count--;
        subscription.audience.subscriptions.remove(session);
        for (Seat seat : List.copyOf(session.seats)) {
            if (seat.stream.producerId.equals(producerId)) {
                seat.close();
            }
        }
        forgetIfAbandoned(subscription.audience);
        out.accept(new BrokerAction.Unsubscribed(session.id, producerId, reason));
    }
}
