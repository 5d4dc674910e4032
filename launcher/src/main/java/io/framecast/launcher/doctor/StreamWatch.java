package io.framecast.launcher.doctor;

import io.framecast.client.FramecastClient;
import io.framecast.client.StreamListener;
import io.framecast.client.Subscription;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.StreamStats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at the frames of one stream without decoding them. Filled on the client's loop, asked from any thread. */
final class StreamWatch implements StreamListener {

    private static final Duration LATENCY = Duration.ofMillis(200);

    private final String id;
    private final long startNanos = System.nanoTime();
    private @Nullable Subscription subscription;
    private @Nullable Track track;
    private long frames;
    private long keyMicros;
    private boolean keySeen;
    private long latestMicros = Long.MIN_VALUE;
    private double gopSeconds;
    private boolean backwards;

    StreamWatch(String id) {
        this.id = id;
    }

    void start(FramecastClient client) {
        subscription = client.subscribe(id, LATENCY, this);
    }

    @Override
    public synchronized void onCatalog(Catalog catalog) {
        track = catalog.video().or(catalog::audio).orElse(null);
        if (track != null && track.isVideo()) {
            gopSeconds = Math.max(gopSeconds, track.maxGopSeconds());
            backwards |= track.reorder() > 0;
        }
    }

    @Override
    public synchronized void onFrame(Frame frame) {
        Track shown = track;
        if (shown == null || frame.track() != shown.id()) {
            return;
        }
        frames++;
        if (!shown.isVideo()) {
            return;
        }
        if (keySeen) {
            gopSeconds = Math.max(gopSeconds, (frame.captureMicros() - keyMicros) / 1e6);
        }
        if (shown.framerate() > 0) {
            gopSeconds = Math.max(gopSeconds, frame.gopDistance() / shown.framerate());
        }
        if (frame.key()) {
            keySeen = true;
            keyMicros = frame.captureMicros();
        }
        backwards |= frame.captureMicros() < latestMicros;
        latestMicros = Math.max(latestMicros, frame.captureMicros());
    }

    /** What was seen until now. */
    StreamFacts facts() {
        Subscription watched = subscription;
        if (watched == null) {
            throw new IllegalStateException(id + " is not watched");
        }
        return facts(watched.stats(), System.nanoTime() - startNanos);
    }

    synchronized StreamFacts facts(StreamStats stats, long watchedNanos) {
        return new StreamFacts(id, false, frames, gopSeconds, backwards, stats, watchedNanos);
    }
}
