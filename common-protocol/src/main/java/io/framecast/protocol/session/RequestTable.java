package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for their answer. Each is repeated, with the same request id, until it is answered or cancelled: six tries with
 * doubling distance, then again from the start. Owned by the session; requests are idempotent at the broker.
 */
final class RequestTable {

    private static final int TRIES = 6;

    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    private static final class Pending {
        final Request request;
        int tries = 1;
        long distanceNanos;
        long nextNanos;

        Pending(Request request, long distanceNanos, long nextNanos) {
            this.request = request;
            this.distanceNanos = distanceNanos;
            this.nextNanos = nextNanos;
        }
    }

    /** {@code request} was sent now. */
    void onSent(Request request, long retryNanos, long nowNanos) {
        pending.put(request.requestId(), new Pending(request, retryNanos, nowNanos + retryNanos));
    }

    /** The request that {@code requestId} answers; null if nothing waits for this answer (any more). */
    @Nullable
    Request onAnswer(long requestId) {
        Pending answered = pending.remove(requestId);
        return answered == null ? null : answered.request;
    }

    void cancel(long requestId) {
        pending.remove(requestId);
    }

    void clear() {
        pending.clear();
    }

    /** Hands out what has to be sent again. {@code retryNanos}: the first distance, from the round-trip time as known now. */
    void onTimeout(long nowNanos, long retryNanos, Consumer<? super Request> resend) {
        if (!Deadline.due(deadlineNanos(), nowNanos)) {
            return;
        }
        List<Request> due = new ArrayList<>();
        for (Pending waiting : pending.values()) {
            if (waiting.nextNanos - nowNanos > 0) {
                continue;
            }
            boolean fromTheStart = waiting.tries == TRIES;
            waiting.tries = fromTheStart ? 1 : waiting.tries + 1;
            waiting.distanceNanos = fromTheStart ? retryNanos : 2 * waiting.distanceNanos;
            waiting.nextNanos = nowNanos + waiting.distanceNanos;
            due.add(waiting.request);
        }
        due.forEach(resend);
    }

    long deadlineNanos() {
        long deadline = Long.MAX_VALUE;
        for (Pending waiting : pending.values()) {
            deadline = Deadline.earlier(deadline, waiting.nextNanos);
        }
        return deadline;
    }
}
