package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.protocol.wire.ControlPacket.UpdateOk;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that the caller wants of the broker; it outlives sessions. Owned by {@link ClientSession}. */
final class Wishes {

    private final Subscriptions subscriptions;
    private final Publications publications;
    private final ListRequests lists;

    Wishes(Exchange exchange) {
        subscriptions = new Subscriptions(exchange);
        publications = new Publications(exchange);
        lists = new ListRequests(exchange);
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Publications publications() {
        return publications;
    }

    ListRequests lists() {
        return lists;
    }

    boolean any() {
        return publications.wanted() || subscriptions.wanted() || lists.wanted();
    }

    /** What to open a session with; null if nothing is wanted. */
    @Nullable
    Request firstRequest() {
        Request request = publications.request();
        if (request == null) {
            request = subscriptions.request();
        }
        return request == null ? lists.request() : request;
    }

    /** There is a new session; all is asked for in it but {@code inHello}, the request that it was opened with. */
    void onSession(long inHello, long nowNanos, Consumer<? super ClientAction> out) {
        publications.onSession(inHello, nowNanos, out);
        subscriptions.onSession(inHello, nowNanos, out);
        lists.onSession(inHello, nowNanos, out);
    }

    /** There is no session any more, and none to replace it yet. */
    void onSessionOver(Consumer<? super ClientAction> out) {
        publications.onSessionOver(out);
        subscriptions.onSessionOver(out);
    }

    /** The old session turned out to be alive: what was asked for in a HELLO is asked for there. */
    void onHandshakeStopped(long nowNanos, Consumer<? super ClientAction> out) {
        publications.onHandshakeStopped(nowNanos, out);
        subscriptions.onHandshakeStopped(nowNanos, out);
        lists.onHandshakeStopped(nowNanos, out);
    }

    void onAnswer(Request request, Answer answer, long nowNanos, Consumer<? super ClientAction> out) {
        switch (request) {
            case Subscribe subscribe -> subscriptions.onAnswer(subscribe, answer, nowNanos, out);
            case Unsubscribe unsubscribe -> subscriptions.onLeft(unsubscribe, nowNanos, out);
            case ListStreams _ -> lists.onAnswer(answer, nowNanos, out);
            case Announce announce -> publications.onAnswer(announce, answer, nowNanos, out);
            case End end -> publications.onLeft(end, out);
            case Update _ -> {
                if (answer instanceof UpdateOk) {
                    out.accept(new ClientAction.TokenAccepted());
                } else if (answer instanceof Refused refused) {
                    out.accept(new ClientAction.TokenRefused(refused.code(), refused.detail()));
                }
            }
        }
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        subscriptions.onTimeout(nowNanos, out);
        publications.onTimeout(nowNanos, out);
    }

    long deadlineNanos() {
        return Deadline.earlier(subscriptions.deadlineNanos(), publications.deadlineNanos());
    }

    void close() {
        publications.close();
        subscriptions.close();
    }
}
