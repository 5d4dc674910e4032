package io.framecast.gateway.thumbnail;

import io.framecast.gateway.GatewayCounter;
import io.framecast.gateway.GatewayCounters;
import io.framecast.gateway.feed.Feed;
import io.framecast.gateway.feed.Feeds;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest key frame of each stream that somebody looks at, as a JPEG: at most one a second of each, made on a thread of its own, kept
 * while it is asked for and {@value #WANTED_SECONDS} s longer. Owned by the gateway's loop.
 */
public final class Thumbnails {

    /** Streams that are watched for a thumbnail alone; the rest of {@link Feeds#MOST} is for viewers. */
    static final int MOST_FEEDS = 48;

    static final long WANTED_SECONDS = 5;

    private static final long SECOND = 1_000_000_000L;
    private static final long NONE = Long.MIN_VALUE;
    private static final long WAIT_NANOS = 2 * SECOND;

    /** {@code tag}: an entity tag, with its quotes. */
    public record Thumbnail(String tag, byte[] jpeg) {}

    /** What becomes of a question. */
    public sealed interface Answer {
        record Made(Thumbnail thumbnail) implements Answer {}

        record NotYet() implements Answer {}

        /** Nothing can be shown of this stream. */
        record Impossible() implements Answer {}
    }

    private record Waiter(long sinceNanos, Consumer<? super Answer> then) {}

    /** What is known of one stream. */
    private static final class Slot {
        final List<Waiter> waiters = new ArrayList<>();
        long wantedNanos;
        long begunNanos;
        boolean busy;

        long sourceMicros = NONE;

        @Nullable
        Thumbnail made;
    }

    private final Feeds feeds;
    private final GatewayCounters counters;
    private final Executor loop;
    private final Map<String, Slot> slots = new HashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("framecast-thumbnails").factory());
    /** The worker's own. */
    private final ThumbnailMaker maker = new ThumbnailMaker();

    public Thumbnails(Feeds feeds, GatewayCounters counters, Executor loop) {
        this.feeds = feeds;
        this.counters = counters;
        this.loop = loop;
    }

    /** Whether there can be one of a stream: its pictures can be decoded here, and are not encrypted end to end. */
    public static boolean possible(Metadata stream) {
        return stream.endToEnd() == null && ThumbnailMaker.canShow(stream.codec());
    }

    /** Asks for that of a stream which is live; answers at once, or within about two seconds. */
    public void ask(String id, long nowNanos, Consumer<? super Answer> then) {
        if (feeds.want(id, MOST_FEEDS, nowNanos) == null) {
            then.accept(new Answer.NotYet());
            return;
        }
        Slot slot = slots.computeIfAbsent(id, _ -> new Slot());
        slot.wantedNanos = nowNanos;
        if (slot.made != null) {
            then.accept(new Answer.Made(slot.made));
        } else {
            slot.waiters.add(new Waiter(nowNanos, then));
        }
    }

    /** A few times a second. */
    public void onTick(long nowNanos) {
        // Who is answered may ask for another one.
        List.copyOf(slots.entrySet()).forEach(slot -> onTick(slot.getKey(), slot.getValue(), nowNanos));
        slots.values()
                .removeIf(slot ->
                        !slot.busy && slot.waiters.isEmpty() && nowNanos - slot.wantedNanos > WANTED_SECONDS * SECOND);
    }

    private void onTick(String id, Slot slot, long nowNanos) {
        Feed feed = feeds.find(id);
        Catalog catalog = feed == null ? null : feed.catalog();
        if (feed != null && catalog != null) {
            Track track = catalog.video()
                    .filter(video -> ThumbnailMaker.canShow(video.codec()))
                    .orElse(null);
            if (track == null) {
                tell(slot, new Answer.Impossible());
            } else if (!slot.busy && nowNanos - slot.wantedNanos <= WANTED_SECONDS * SECOND) {
                begin(slot, track, feed.keyPicture(), nowNanos);
            }
        }
        if (!slot.waiters.isEmpty() && nowNanos - slot.waiters.getFirst().sinceNanos() > WAIT_NANOS) {
            tell(slot, new Answer.NotYet());
        }
    }

    private void begin(Slot slot, Track track, @Nullable Frame key, long nowNanos) {
        boolean early = slot.sourceMicros != NONE && nowNanos - slot.begunNanos < SECOND;
        if (key == null || key.captureMicros() == slot.sourceMicros || early) {
            return;
        }
        slot.busy = true;
        slot.sourceMicros = key.captureMicros();
        slot.begunNanos = nowNanos;
        worker.execute(() -> {
            byte[] jpeg = maker.make(track, key);
            try {
                loop.execute(() -> onMade(slot, key, jpeg));
            } catch (RejectedExecutionException e) {
                // The gateway has been closed, and with it whoever waited for it.
            }
        });
    }

    private void onMade(Slot slot, Frame key, byte @Nullable [] jpeg) {
        slot.busy = false;
        if (jpeg == null) {
            counters.count(GatewayCounter.THUMBNAILS_FAILED);
            return;
        }
        counters.count(GatewayCounter.THUMBNAILS);
        Thumbnail made = new Thumbnail("\"" + key.captureMicros() + "\"", jpeg);
        slot.made = made;
        tell(slot, new Answer.Made(made));
    }

    private static void tell(Slot slot, Answer answer) {
        List<Waiter> told = List.copyOf(slot.waiters);
        slot.waiters.clear();
        told.forEach(waiter -> waiter.then().accept(answer));
    }

    /** Ends its thread, and lets go whoever waits. */
    public void close() {
        List.copyOf(slots.values()).forEach(slot -> tell(slot, new Answer.NotYet()));
        worker.execute(maker::close);
        worker.shutdown();
    }
}
