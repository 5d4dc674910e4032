package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.Unsubscribe;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ids that were unsubscribed, and aliases whose media nobody wants any more. An UNSUBSCRIBE is repeated until it is answered; should
 * media still come a second later (the broker took a late SUBSCRIBE for a new one), it is said again. Owned by the session.
 */
final class Departures {

    static final int MOST_ALIASES = 64;
    private static final long AGAIN_NANOS = 1_000_000_000L;

    private final Exchange exchange;
    private final Map<String, Leaving> leaving = new LinkedHashMap<>();
    private final Map<Long, Gone> aliases = new LinkedHashMap<>();

    private record Leaving(long requestId, boolean tell) {}

    /** {@code producerId} is null where the subscription went on under another alias. */
    private static final class Gone {
        final @Nullable String producerId;
        long checkNanos;

        Gone(@Nullable String producerId, long checkNanos) {
            this.producerId = producerId;
            this.checkNanos = checkNanos;
        }
    }

    Departures(Exchange exchange) {
        this.exchange = exchange;
    }

    /** {@code tell}: whether the caller asked for it and waits for its end. */
    void leave(String producerId, boolean tell, long nowNanos, Consumer<? super ClientAction> out) {
        Leaving before = leaving.get(producerId);
        if (before != null) {
            leaving.put(producerId, new Leaving(before.requestId, before.tell || tell));
        } else if (exchange.up()) {
            Unsubscribe request = new Unsubscribe(exchange.nextRequestId(), producerId);
            leaving.put(producerId, new Leaving(request.requestId(), tell));
            exchange.request(request, nowNanos, out);
        } else if (tell) {
            out.accept(new ClientAction.Unsubscribed(producerId));
        }
    }

    boolean isLeaving(String producerId) {
        return leaving.containsKey(producerId);
    }

    void onAnswer(Unsubscribe request, long nowNanos, Consumer<? super ClientAction> out) {
        Leaving left = leaving.get(request.producerId());
        if (left == null || left.requestId != request.requestId()) {
            return;
        }
        leaving.remove(request.producerId());
        for (Gone gone : aliases.values()) {
            if (request.producerId().equals(gone.producerId)) {
                gone.checkNanos = nowNanos + AGAIN_NANOS;
            }
        }
        if (left.tell) {
            out.accept(new ClientAction.Unsubscribed(request.producerId()));
        }
    }

    /** Media of {@code alias} is not wanted any more; {@code producerId} is null if the id is still subscribed. */
    void onAliasGone(long alias, @Nullable String producerId, long nowNanos) {
        aliases.remove(alias);
        aliases.put(alias, new Gone(producerId, nowNanos + AGAIN_NANOS));
        if (aliases.size() > MOST_ALIASES) {
            Iterator<Long> oldest = aliases.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** The id is subscribed again: what comes of it from now on may be wanted. */
    void onWanted(String producerId) {
        aliases.values().removeIf(gone -> producerId.equals(gone.producerId));
    }

    /**
     * Media of an alias without a stream.
     *
     * @return whether it is known to be unwanted
     */
    boolean onMedia(long alias, long nowNanos, Consumer<? super ClientAction> out) {
        if (aliases.isEmpty()) {
            return false;
        }
        Gone gone = aliases.get(alias);
        if (gone == null) {
            return false;
        }
        if (gone.producerId != null && Deadline.due(gone.checkNanos, nowNanos)) {
            gone.checkNanos = nowNanos + AGAIN_NANOS;
            leave(gone.producerId, false, nowNanos, out);
        }
        return true;
    }

    /** A session that is over has no subscriptions left in it, and its aliases mean nothing in the next one. */
    void onSessionOver(Consumer<? super ClientAction> out) {
        leaving.forEach((producerId, left) -> {
            if (left.tell) {
                out.accept(new ClientAction.Unsubscribed(producerId));
            }
        });
        leaving.clear();
        aliases.clear();
    }
}
