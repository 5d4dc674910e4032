package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.Answer;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Refused;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lists that the caller asked for: one at a time, page after page, answered in the order of the calls. */
final class ListRequests {

    /** A broker that never says the last page is not followed for ever. */
    static final int MOST_ENTRIES = 100_000;

    private final Exchange exchange;
    private final ArrayDeque<String> prefixes = new ArrayDeque<>();
    private final List<StreamEntry> entries = new ArrayList<>();
    private long requestId;

    ListRequests(Exchange exchange) {
        this.exchange = exchange;
    }

    void list(String prefix, long nowNanos, Consumer<? super ClientAction> out) {
        prefixes.addLast(prefix);
        if (requestId == 0 && exchange.up()) {
            ask(nowNanos, out);
        }
    }

    boolean wanted() {
        return !prefixes.isEmpty();
    }

    /** The next page's request, for a HELLO; null if no list is wanted. */
    @Nullable
    ListStreams request() {
        String prefix = prefixes.peekFirst();
        if (prefix == null) {
            return null;
        }
        requestId = exchange.nextRequestId();
        String after = entries.isEmpty() ? "" : entries.getLast().producerId();
        return new ListStreams(requestId, prefix, after);
    }

    /** There is a new session; {@code inHello} is the request that it was opened with. */
    void onSession(long inHello, long nowNanos, Consumer<? super ClientAction> out) {
        if (wanted() && requestId != inHello) {
            ask(nowNanos, out);
        }
    }

    /** The HELLO that a request may have gone with was called off. */
    void onHandshakeStopped(long nowNanos, Consumer<? super ClientAction> out) {
        if (wanted()) {
            exchange.requests().cancel(requestId);
            ask(nowNanos, out);
        }
    }

    void onAnswer(Answer answer, long nowNanos, Consumer<? super ClientAction> out) {
        if (answer.requestId() != requestId) {
            return;
        }
        requestId = 0;
        if (answer instanceof ListOk page) {
            entries.addAll(page.streams());
            if (!page.more() || page.streams().isEmpty() || entries.size() >= MOST_ENTRIES) {
                prefixes.removeFirst();
                out.accept(new ClientAction.Listed(List.copyOf(entries)));
                entries.clear();
            }
        } else if (answer instanceof Refused refused) {
            prefixes.removeFirst();
            entries.clear();
            out.accept(new ClientAction.ListRefused(refused.code(), refused.detail()));
        }
        if (wanted()) {
            ask(nowNanos, out);
        }
    }

    private void ask(long nowNanos, Consumer<? super ClientAction> out) {
        ListStreams request = request();
        if (request != null) {
            exchange.request(request, nowNanos, out);
        }
    }
}
