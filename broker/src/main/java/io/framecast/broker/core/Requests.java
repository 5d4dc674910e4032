package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlCodec;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.protocol.wire.ControlPacket.UpdateOk;
import io.framecast.protocol.wire.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** What clients ask for, in a HELLO or in their session. Every request is idempotent: a retry gets the same answer. */
final class Requests {

    /** A page has to fit into a WELCOME too, beside what is there. */
    private static final int PAGE_BYTES = 960;

    private static final byte[] NOTHING = {};

    private final Context context;
    private final Subscriptions subscriptions;
    private final Streams streams;

    Requests(Context context, Subscriptions subscriptions, Streams streams) {
        this.context = context;
        this.subscriptions = subscriptions;
        this.streams = streams;
    }

    void onRequest(Session session, Request request, Reply reply, long nowNanos, Consumer<? super BrokerAction> out) {
        Reply counted = (answer, now, action) -> {
            count(session, answer, action);
            reply.answer(answer, now, action);
        };
        if (!within(session, request, nowNanos)) {
            context.count(BrokerCounter.REQUESTS_LIMITED);
            return;
        }
        switch (request) {
            case Subscribe subscribe -> subscriptions.onSubscribe(session, subscribe, counted, nowNanos, out);
            case Unsubscribe unsubscribe -> {
                long alias = aliasOf(session, unsubscribe.producerId());
                subscriptions.remove(session, unsubscribe.producerId(), EndReason.UNSUBSCRIBED, out);
                counted.answer(new End(unsubscribe.requestId(), alias, EndReason.UNSUBSCRIBED), nowNanos, out);
            }
            case ListStreams list -> counted.answer(page(session, list, nowNanos), nowNanos, out);
            case Announce announce -> streams.onAnnounce(session, announce, counted, nowNanos, out);
            case Update update -> counted.answer(onUpdate(session, update, nowNanos, out), nowNanos, out);
            case End end -> {
                streams.onEnd(session, end, out, nowNanos);
                counted.answer(new End(end.requestId(), end.alias(), EndReason.ENDED), nowNanos, out);
            }
        }
    }

    /** Whether the session's budget for this kind of request takes another one; whoever asks again later is answered. */
    private static boolean within(Session session, Request request, long nowNanos) {
        return switch (request) {
            case ListStreams ignored -> session.mayAsk(nowNanos);
            case Update ignored -> session.mayAsk(nowNanos);
            case Announce ignored -> session.mayAnnounce(nowNanos);
            case Subscribe ignored -> session.mayRequest(nowNanos);
            case Unsubscribe ignored -> session.mayRequest(nowNanos);
            case End ignored -> session.mayRequest(nowNanos);
        };
    }

    private void count(Session session, Answer answer, Consumer<? super BrokerAction> out) {
        if (answer instanceof Refused refused) {
            context.count(BrokerCounter.REQUESTS_REFUSED);
            out.accept(new BrokerAction.RequestRefused(session.address(), refused.code(), refused.detail()));
        }
    }

    private static long aliasOf(Session session, String producerId) {
        Subscription subscription = session.subscriptions.get(producerId);
        return subscription == null || subscription.seat == null ? 0 : subscription.seat.stream.alias;
    }

    private ListOk page(Session session, ListStreams list, long nowNanos) {
        String from = list.after().compareTo(list.prefix()) > 0 ? list.after() : list.prefix();
        SortedMap<String, Stream> tail = streams.live().tailMap(from, !from.equals(list.after()));
        List<StreamEntry> entries = new ArrayList<>();
        int bytes = 0;
        for (Stream stream : tail.values()) {
            if (!stream.producerId.startsWith(list.prefix())) {
                break;
            }
            if (!session.grant().subscribe().covers(stream.producerId)) {
                continue;
            }
            StreamEntry entry = entry(stream, nowNanos);
            bytes += ControlCodec.encodedBytes(entry);
            if (entries.size() == Limits.STREAMS_PER_PAGE || (bytes > PAGE_BYTES && !entries.isEmpty())) {
                return new ListOk(list.requestId(), entries, true);
            }
            entries.add(entry);
        }
        return new ListOk(list.requestId(), entries, false);
    }

    private StreamEntry entry(Stream stream, long nowNanos) {
        Audience audience = subscriptions.find(stream.producerId);
        int viewers = audience == null ? 0 : audience.subscriptions.size();
        int bitrate = (int) Math.min(Integer.MAX_VALUE, 8 * stream.rate.bytesPerSecond(nowNanos));
        long seconds = (nowNanos - stream.sinceNanos) / 1_000_000_000L;
        return new StreamEntry(stream.producerId, stream.announce.metadata(), viewers, bitrate, seconds);
    }

    /** The new rights replace the old ones. What they do not cover any more ends. */
    private Answer onUpdate(Session session, Update update, long nowNanos, Consumer<? super BrokerAction> out) {
        Grant grant = context.authorizer.authorize(session.address(), NOTHING, NOTHING, update.token(), nowNanos);
        if (grant instanceof Grant.Denied denied) {
            return new Refused(update.requestId(), denied.code(), denied.detail());
        }
        Grant.Allowed allowed = (Grant.Allowed) grant;
        session.grant(allowed);
        context.timers.noLaterThan(session.timer, allowed.expiresNanos());
        for (String id : List.copyOf(session.subscriptions.keySet())) {
            if (!allowed.subscribe().covers(id)) {
                subscriptions.remove(session, id, EndReason.TOKEN_EXPIRED, out);
            }
        }
        for (Stream stream : List.copyOf(session.streams.values())) {
            if (!allowed.publish().covers(stream.producerId)) {
                streams.end(stream, EndReason.TOKEN_EXPIRED, false, nowNanos, out);
            } else {
                stream.onQuota(nowNanos);
            }
        }
        return new UpdateOk(update.requestId());
    }
}
