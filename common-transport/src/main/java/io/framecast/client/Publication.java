package io.framecast.client;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.session.Publisher;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One published stream; announced again by itself when the broker comes back. Any thread. */
public final class Publication {
    private final PublishOptions options;
    private final PublishListener listener;
    private final FramecastClient client;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Publisher publisher;
    private volatile boolean live;
    private volatile long framesDropped;

    Publication(PublishOptions options, PublishListener listener, FramecastClient client) {
        this.options = options;
        this.listener = listener;
        this.client = client;
    }

    public String producerId() {
        return options.producerId();
    }

    /** Whether the broker takes the stream now. */
    public boolean live() {
        return live;
    }

    /** Frames given to {@link #send} before there was a broker to send to, or after the end. */
    public long framesDropped() {
        return framesDropped;
    }

    /**
     * Sends one encoded frame, in decode order within its track.
     *
     * @param track as in the catalog
     * @param discardable no other frame refers to it
     * @param captureMicros presentation time, microseconds since the Unix epoch
     * @param payload owned by the client from now on, not changed any more
     */
    public void send(int track, boolean key, boolean discardable, long captureMicros, byte[] payload) {
        client.send(
                this, (sender, now, out) -> sender.onFrame(track, key, discardable, captureMicros, payload, now, out));
    }

    /** Replaces the catalog; its tracks are those of the options. */
    public void catalog(Catalog catalog) {
        byte[] json = CatalogJson.encode(catalog);
        client.send(
                this,
                (sender, now, out) ->
                        sender.onFrame(0, true, false, System.currentTimeMillis() * 1000, json, now, out));
    }

    /** Ends the stream: the future is done when the broker has all of it and has confirmed the end, or is not there to do so. */
    public CompletableFuture<Void> end() {
        client.end(this);
        return ended;
    }

    PublishOptions options() {
        return options;
    }

    PublishListener listener() {
        return listener;
    }

    @Nullable
    Publisher publisher() {
        return publisher;
    }

    void onPublisher(Publisher made) {
        publisher = made;
    }

    void onLive(boolean value) {
        live = value;
    }

    /** One writer: the client's loop. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onDropped() {
        framesDropped++;
    }

    void onEnded() {
        live = false;
        publisher = null;
        ended.complete(null);
    }
}
