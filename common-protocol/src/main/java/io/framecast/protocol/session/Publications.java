package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.AnnounceOk;
import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that a client publishes. Owned by {@link ClientSession}. */
final class Publications {

    private final Exchange exchange;
    private final List<Publisher> publishers = new ArrayList<>();

    Publications(Exchange exchange) {
        this.exchange = exchange;
    }

    Publisher publish(Publication publication, long nowNanos, Consumer<? super ClientAction> out) {
        forgetGone();
        for (Publisher other : publishers) {
            if (other.producerId().equals(publication.producerId())) {
                throw new IllegalArgumentException(publication.producerId() + " is published here already");
            }
        }
        Publisher publisher = new Publisher(publication, exchange);
        publishers.add(publisher);
        ask(publisher, nowNanos, out);
        return publisher;
    }

    boolean wanted() {
        forgetGone();
        return !publishers.isEmpty();
    }

    /** Opens a session with the first publication that is wanted; null if there is none. */
    @Nullable
    Announce request() {
        for (Publisher publisher : publishers) {
            if (publisher.wanted()) {
                return publisher.announce();
            }
        }
        return null;
    }

    /** The HELLO that an ANNOUNCE may have gone with was called off: it may or may not have been heard. */
    void onHandshakeStopped(long nowNanos, Consumer<? super ClientAction> out) {
        for (Publisher publisher : publishers) {
            if (publisher.announcing()) {
                ask(publisher, nowNanos, out);
            }
        }
    }

    /** There is a new session; {@code inHello} is the request that it was opened with. */
    void onSession(long inHello, long nowNanos, Consumer<? super ClientAction> out) {
        for (Publisher publisher : List.copyOf(publishers)) {
            if (!publisher.onSession(inHello, out)) {
                ask(publisher, nowNanos, out);
            }
        }
    }

    /** There is no session any more, and none to replace it yet. */
    void onSessionOver(Consumer<? super ClientAction> out) {
        for (Publisher publisher : List.copyOf(publishers)) {
            publisher.onSession(0, out);
        }
    }

    void onAnswer(Announce request, Answer answer, long nowNanos, Consumer<? super ClientAction> out) {
        Publisher publisher = null;
        for (Publisher candidate : publishers) {
            if (!candidate.gone() && candidate.producerId().equals(request.producerId())) {
                publisher = candidate;
            }
        }
        if (answer instanceof AnnounceOk granted) {
            if (publisher == null) {
                // It was ended before it began.
                exchange.request(new End(exchange.nextRequestId(), granted.alias(), EndReason.ENDED), nowNanos, out);
            } else {
                publisher.onGranted(granted.requestId(), granted.alias(), nowNanos, out);
            }
        } else if (answer instanceof Refused refused && publisher != null) {
            publisher.onRefused(refused, nowNanos, out);
        }
    }

    /** Whatever the answer to an END says, the stream is over. */
    void onLeft(End request, Consumer<? super ClientAction> out) {
        Publisher publisher = find(request.alias());
        if (publisher != null) {
            publisher.onLeft(out);
        }
    }

    /** The broker ended a stream. */
    void onEnded(End end, long nowNanos, Consumer<? super ClientAction> out) {
        Publisher publisher = find(end.alias());
        if (publisher != null && publisher.onEnded(end.reason(), out)) {
            ask(publisher, nowNanos, out);
        }
    }

    void onNack(Nack nack, Consumer<? super ClientAction> out) {
        Publisher publisher = find(nack.alias());
        if (publisher != null) {
            publisher.onNack(nack, out);
        }
    }

    void onKeyRequest(KeyRequest request, Consumer<? super ClientAction> out) {
        Publisher publisher = find(request.alias());
        if (publisher != null) {
            out.accept(new ClientAction.KeyFrameWanted(publisher.producerId(), request.track()));
        }
    }

    void onContiguous(LanePosition position, long nowNanos, Consumer<? super ClientAction> out) {
        Publisher publisher = find(position.alias());
        if (publisher != null) {
            publisher.onContiguous(position, nowNanos, out);
        }
    }

    void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        forgetGone();
        for (Publisher publisher : publishers) {
            publisher.onTimeout(nowNanos, out);
            if (publisher.retryDue(nowNanos)) {
                ask(publisher, nowNanos, out);
            }
        }
    }

    long deadlineNanos() {
        long deadline = Deadline.NONE;
        for (int i = 0; i < publishers.size(); i++) {
            deadline = Deadline.earlier(deadline, publishers.get(i).deadlineNanos());
        }
        return deadline;
    }

    void report(List<LanePosition> positions, List<EncodeTime> encoded) {
        publishers.forEach(publisher -> publisher.report(positions, encoded));
    }

    void close() {
        publishers.forEach(Publisher::close);
        publishers.clear();
    }

    private void ask(Publisher publisher, long nowNanos, Consumer<? super ClientAction> out) {
        if (exchange.up() && publisher.wanted()) {
            exchange.request(publisher.announce(), nowNanos, out);
        }
    }

    private void forgetGone() {
        publishers.removeIf(Publisher::gone);
    }

    private @Nullable Publisher find(long alias) {
        for (Publisher publisher : publishers) {
            if (publisher.has(alias)) {
                return publisher;
            }
        }
        return null;
    }
}
