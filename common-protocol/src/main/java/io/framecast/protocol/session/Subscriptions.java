package io.framecast.protocol.session;

import io.framecast.protocol.crypto.StreamLock;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.NoticeBody.Down;
import io.framecast.protocol.wire.ControlPacket.NoticeBody.Switched;
import io.framecast.protocol.wire.ControlPacket.NoticeBody.Up;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.framecast.protocol.wire.ControlPacket.Subscribe;
import io.framecast.protocol.wire.ControlPacket.SubscribeOk;
import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that a client is subscribed to, and what it has left but still hears of. Owned by {@link ClientSession}. */
final class Subscriptions {

    private final Exchange exchange;
    private final StrayMedia strays;
    private final Departures departures;
    private final Map<String, Subscription> wanted = new LinkedHashMap<>();
    private final List<Subscription> list = new ArrayList<>();
    private @Nullable Subscription lastHit;

    Subscriptions(Exchange exchange) {
        this.exchange = exchange;
        strays = StrayMedia.ofUnknown(exchange.allocator());
        departures = new Departures(exchange);
    }

    void subscribe(
            String producerId, int latencyMillis, int bufferBytes, long nowNanos, Consumer<? super ClientAction> out) {
        Subscription subscription = wanted.get(producerId);
        if (subscription == null) {
            subscription = new Subscription(producerId, exchange, strays, departures);
            wanted.put(producerId, subscription);
            list.add(subscription);
            departures.onWanted(producerId);
        }
        subscription.want(latencyMillis, bufferBytes);
        ask(subscription, nowNanos, out);
    }

    void unsubscribe(String producerId, long nowNanos, Consumer<? super ClientAction> out) {
        Subscription subscription = forget(producerId);
        if (subscription != null) {
            subscription.leave(nowNanos);
            departures.leave(producerId, true, nowNanos, out);
        }
    }

    boolean wanted() {
        return !wanted.isEmpty();
    }

    /** Opens a session with the first subscription that is wanted; null if there is none. */
    @Nullable
    Subscribe request() {
        return list.isEmpty() ? null : list.getFirst().request();
    }

    /** There is a new session; {@code inHello} is the id of the request that it was opened with. */
    void onSession(long inHello, long nowNanos, Consumer<? super ClientAction> out) {
        departures.onSessionOver(out);
        for (Subscription subscription : list) {
            if (!subscription.onSession(inHello) && !subscription.cutOff()) {
                ask(subscription, nowNanos, out);
            }
        }
    }

    /** There is no session any more, and none to replace it yet. */
    void onSessionOver(Consumer<? super ClientAction> out) {
        departures.onSessionOver(out);
        for (Subscription subscription : list) {
            subscription.onSession(0);
        }
    }

    /** The HELLO that a SUBSCRIBE may have gone with was called off: it may or may not have been heard. */
    void onHandshakeStopped(long nowNanos, Consumer<? super ClientAction> out) {
        for (Subscription subscription : list) {
            if (subscription.asking()) {
                ask(subscription, nowNanos, out);
            }
        }
    }

    void onAnswer(Subscribe request, Answer answer, long nowNanos, Consumer<? super ClientAction> out) {
        Subscription subscription = wanted.get(request.producerId());
        if (answer instanceof SubscribeOk ok) {
            if (subscription == null) {
                departures.leave(request.producerId(), false, nowNanos, out);
            } else {
                goesOn(subscription, subscription.onOk(ok.stream(), nowNanos, out));
            }
        } else if (answer instanceof Refused refused
                && subscription != null
                && subscription.onRefused(refused, nowNanos, out)) {
            goesOn(subscription, false);
        }
    }

    private void goesOn(Subscription subscription, boolean goesOn) {
        if (!goesOn) {
            forget(subscription.producerId());
            subscription.close();
        }
    }

    /** What a passphrase opens under one salt. */
    void onLock(StreamLock lock, long nowNanos, Consumer<? super ClientAction> out) {
        exchange.locks().onMade(lock);
        for (Subscription subscription : List.copyOf(list)) {
            goesOn(subscription, subscription.onLock(nowNanos, out));
        }
    }

    void onLeft(Unsubscribe request, long nowNanos, Consumer<? super ClientAction> out) {
        departures.onAnswer(request, nowNanos, out);
        Subscription again = wanted.get(request.producerId());
        if (again != null) {
            ask(again, nowNanos, out);
        }
    }

    void onUp(Up up, long nowNanos, Consumer<? super ClientAction> out) {
        Subscription subscription = wanted.get(up.producerId());
        if (departures.isLeaving(up.producerId())) {
            return;
        }
        if (subscription == null) {
            departures.leave(up.producerId(), false, nowNanos, out);
        } else {
            goesOn(subscription, subscription.onUp(up.stream(), nowNanos, out));
        }
    }

    void onDown(Down down, long nowNanos, Consumer<? super ClientAction> out) {
        Subscription subscription = wanted.get(down.producerId());
        if (subscription != null && !departures.isLeaving(down.producerId())) {
            subscription.onDown(down, nowNanos, out);
        }
    }

    void onSwitched(Switched switched, long nowNanos, Consumer<? super ClientAction> out) {
        Subscription subscription = find(switched.alias());
        if (subscription != null) {
            subscription.onSwitched(switched, nowNanos, out);
        }
    }

    void onDrop(Drop drop, long nowNanos, Consumer<? super ClientAction> out) {
        Subscription subscription = find(drop.alias());
        if (subscription != null) {
            subscription.onDrop(drop, nowNanos, out);
        }
    }

    /** The broker does not know these: it is asked again. */
    void onUnknown(List<String> producerIds, long nowNanos, Consumer<? super ClientAction> out) {
        for (String producerId : producerIds) {
            Subscription subscription = wanted.get(producerId);
            if (subscription != null && subscription.onUnknown()) {
                ask(subscription, nowNanos, out);
            }
        }
    }

    void onClock(ClockOffset clock, long nowNanos) {
        Subscription subscription = find(clock.alias());
        if (subscription != null) {
            subscription.onClock(clock, nowNanos);
        }
    }

    void onHops(HopTimes times, long nowNanos) {
        Subscription subscription = find(times.alias());
        if (subscription != null) {
            subscription.onHops(times, nowNanos);
        }
    }

    /** A well-formed media datagram. */
    void onMedia(ByteBuf datagram, int at, int length, long nowNanos, Consumer<? super ClientAction> out) {
        long alias = MediaHeader.alias(datagram, at);
        Subscription subscription = find(alias);
        if (subscription != null) {
            subscription.onMedia(datagram, at, length, nowNanos, out);
        } else if (!departures.onMedia(alias, nowNanos, out) && wanted()) {
            strays.hold(alias, datagram, at, length, nowNanos);
        }
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        strays.onTimeout(nowNanos);
        for (Subscription subscription : list) {
            subscription.onTimeout(nowNanos, out);
            if (subscription.retryDue(nowNanos)) {
                ask(subscription, nowNanos, out);
            }
        }
    }

    long deadlineNanos() {
        long deadline = strays.deadlineNanos();
        for (int i = 0; i < list.size(); i++) {
            deadline = Deadline.earlier(deadline, list.get(i).deadlineNanos());
        }
        return deadline;
    }

    /** From when on a live stream has been silent for too long. */
    long silentNanos() {
        long silent = Deadline.NONE;
        for (int i = 0; i < list.size(); i++) {
            silent = Deadline.earlier(silent, list.get(i).silentNanos());
        }
        return silent;
    }

    void report(List<LaneReport> lanes, List<StreamReport> viewed, List<String> producerIds, long nowNanos) {
        for (Subscription subscription : list) {
            subscription.report(lanes, viewed, producerIds, nowNanos);
        }
    }

    /** Whether a report is due sooner than usual. */
    boolean hurried(long nowNanos) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).hurried(nowNanos)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    StreamStats stats(String producerId, long nowNanos) {
        Subscription subscription = wanted.get(producerId);
        return subscription == null ? null : subscription.stats(nowNanos);
    }

    void close() {
        list.forEach(Subscription::close);
        list.clear();
        wanted.clear();
        strays.clear();
        lastHit = null;
    }

    private void ask(Subscription subscription, long nowNanos, Consumer<? super ClientAction> out) {
        // An UNSUBSCRIBE on its way could otherwise end what is asked for now.
        if (exchange.up() && !departures.isLeaving(subscription.producerId())) {
            exchange.request(subscription.request(), nowNanos, out);
        }
    }

    private @Nullable Subscription find(long alias) {
        Subscription hit = lastHit;
        if (hit != null && hit.has(alias)) {
            return hit;
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).has(alias)) {
                lastHit = list.get(i);
                return lastHit;
            }
        }
        return null;
    }

    private @Nullable Subscription forget(String producerId) {
        Subscription subscription = wanted.remove(producerId);
        if (subscription != null) {
            list.remove(subscription);
            lastHit = null;
        }
        return subscription;
    }
}
