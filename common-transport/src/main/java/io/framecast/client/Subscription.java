package io.framecast.client;

import io.framecast.protocol.session.StreamStats;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One subscribed id; lasts over restarts of broker and producer until it is closed or refused. Any thread. */
public final class Subscription {
    private final String producerId;
    private final StreamListener listener;
    private final FramecastClient client;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile @Nullable StreamStats last;

    Subscription(String producerId, StreamListener listener, FramecastClient client) {
        this.producerId = producerId;
        this.listener = listener;
        this.client = client;
    }

    public String producerId() {
        return producerId;
    }

    /** What was received so far; the last known figures once it is closed. Waits a moment for the event loop; on the loop
     * itself it gives what was known before. */
    public StreamStats stats() {
        StreamStats now = client.stats(this);
        if (now != null) {
            last = now;
        }
        StreamStats known = last;
        return known != null ? known : NOTHING;
    }

    /**
     * Unsubscribes. No callback comes after this call has taken effect on the loop; the future is done when the broker has
     * confirmed that it sends no more, or is not there to do so.
     */
    public CompletableFuture<Void> close() {
        client.unsubscribe(this);
        return closed;
    }

    StreamListener listener() {
        return listener;
    }

    void keep(@Nullable StreamStats stats) {
        if (stats != null) {
            last = stats;
        }
    }

    void onClosed() {
        closed.complete(null);
    }

    private static final StreamStats NOTHING =
            new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0);
}
