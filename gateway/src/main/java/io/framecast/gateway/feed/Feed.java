package io.framecast.gateway.feed;

import io.framecast.client.Printable;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One watched id, however many watch it: takes what the broker sends, keeps what a joiner needs and passes frames on as soon as they
 * are whole. Owned by the gateway's loop.
 */
public final class Feed {

    private static final String WAITING = "not live yet: the picture comes when the producer does";

    private final String id;
    private final long wallOffsetMicros;
    private final ByteBufAllocator memory;
    private final GopCache cache = new GopCache();
    private final List<Viewer> viewers = new ArrayList<>();
    private final FeedMeter meter;
    private FeedClock clock = new FeedClock();
    private FeedState state = FeedState.WAITING;
    private String reason = WAITING;
    private String title = "";
    private @Nullable Catalog catalog;
    /** How a stream that cannot be opened here is told to viewers; null: it is another one. */
    private @Nullable String sealed;

    private @Nullable WireFrame sealedCatalog;
    private @Nullable Frame keyPicture;
    private int pictureTrack;
    private int incarnation;
    private long framesSent;
    private boolean waited;

    /**
     * @param firstIncarnation where incarnations begin to count, so that those of another run of the gateway are others
     * @param wallOffsetMicros wall clock less monotonic clock
     */
    public Feed(String id, int firstIncarnation, long wallOffsetMicros, ByteBufAllocator memory, long nowNanos) {
        this.id = id;
        this.incarnation = firstIncarnation;
        this.wallOffsetMicros = wallOffsetMicros;
        this.memory = memory;
        this.meter = new FeedMeter(nowNanos);
    }

    public String id() {
        return id;
    }

    // ---- viewers ----

    /** Tells it all that is known and shows it what is cached. */
    public void add(Viewer viewer, String version, long nowNanos) {
        viewers.add(viewer);
        viewer.say(LiveText.hello(id, version, micros(nowNanos)));
        viewer.say(LiveText.state(state, reason));
        if (catalog != null) {
            viewer.say(LiveText.catalog(incarnation, title, catalog));
        }
        tellSealed(viewer);
        viewer.room(meter.bitsPerSecond());
        viewer.join(cache);
        pump(viewer, nowNanos);
    }

    public void remove(Viewer viewer) {
        viewers.remove(viewer);
    }

    /** Its connection takes something again. */
    public void pump(Viewer viewer, long nowNanos) {
        framesSent += viewer.pump(cache, nowNanos, micros(nowNanos));
    }

    /** It had paused. */
    public void resume(Viewer viewer, long nowNanos) {
        tellSealed(viewer);
        viewer.resume(cache);
        pump(viewer, nowNanos);
    }

    public int watching() {
        return viewers.size();
    }

    // ---- what the broker says ----

    public void onWaiting() {
        waited = true;
        become(FeedState.WAITING, WAITING);
    }

    /** {@code takesSealed}: frames of a stream that is encrypted end to end come as they are. */
    public void onUp(StreamInfo stream, boolean takesSealed, long nowNanos) {
        title = stream.metadata().title();
        EndToEnd endToEnd = takesSealed ? stream.metadata().endToEnd() : null;
        catalog = null;
        clock = new FeedClock();
        if (waited) {
            meter.onUp(nowNanos);
        }
        waited = false;
        forget();
        if (endToEnd != null) {
            incarnation++;
            sealed = LiveText.sealed(incarnation, id, stream, endToEnd);
            // What the catalog says of the tracks nobody knows here; a sound's frames are all key frames.
            pictureTrack = stream.metadata().width() > 0 ? LaneStart.timedTrack(stream.lanes()) : 0;
            for (Viewer viewer : viewers) {
                viewer.join(cache);
                tellSealed(viewer);
            }
        }
        become(FeedState.LIVE, "live");
    }

    private void tellSealed(Viewer viewer) {
        if (sealed != null) {
            viewer.say(sealed);
            if (sealedCatalog != null) {
                viewer.give(sealedCatalog);
            }
        }
    }

    /** A new incarnation: what comes has nothing to do with what was. */
    public void onCatalog(Catalog now) {
        if (now.equals(catalog)) {
            return;
        }
        forget();
        incarnation++;
        catalog = now;
        pictureTrack = now.video().map(Track::id).orElse(0);
        String text = LiveText.catalog(incarnation, title, now);
        for (Viewer viewer : viewers) {
            viewer.join(cache);
            viewer.say(text);
        }
    }

    public void onFrame(Frame frame, long nowNanos) {
        Catalog known = catalog;
        if (known == null && sealed == null) {
            return;
        }
        boolean picture = known == null
                ? frame.track() == pictureTrack
                : known.track(frame.track()).map(Track::isVideo).orElse(false);
        long arrivedNanos = frame.completeNanos() == 0 ? nowNanos : frame.completeNanos();
        clock.onArrival(frame.captureMicros(), arrivedNanos);
        long age = clock.ageMicros(frame.captureMicros(), arrivedNanos);
        if (frame.track() == pictureTrack || pictureTrack == 0) {
            meter.onFrame(age, clock.absolute(), nowNanos);
        }
        if (frame.track() == pictureTrack && frame.key() && sealed == null) {
            keyPicture = frame;
        }
        long captured = clock.localMicros(frame.captureMicros()) + wallOffsetMicros;
        WireFrame.Times times = new WireFrame.Times(captured, micros(nowNanos), age, nowNanos);
        if (frame.track() == 0) {
            giveCatalog(WireFrame.of(frame, true, false, incarnation, times, memory));
            return;
        }
        boolean joinable = pictureTrack == 0 || (frame.track() == pictureTrack && frame.key());
        cache.add(WireFrame.of(frame, sealed != null, picture, incarnation, times, memory), joinable, nowNanos);
        for (Viewer viewer : viewers) {
            pump(viewer, nowNanos);
        }
    }

    private void giveCatalog(WireFrame frame) {
        if (sealedCatalog != null) {
            sealedCatalog.message().release();
        }
        sealedCatalog = frame;
        viewers.forEach(viewer -> viewer.give(frame));
    }

    public void onDown(EndReason why) {
        forget();
        if (why == EndReason.ENDED) {
            become(FeedState.ENDED, "the producer has ended the stream");
        } else {
            become(FeedState.RECONNECTING, "the producer is away: reconnecting");
        }
    }

    public void onRefused(ErrorCode code, String detail) {
        forget();
        become(FeedState.REFUSED, "refused: " + Printable.line(detail.isEmpty() ? code.name() : detail, 200));
    }

    /** There is no way to the broker. */
    public void onBrokerAway(String why) {
        if (state != FeedState.REFUSED) {
            become(FeedState.RECONNECTING, why);
        }
    }

    public void onStats(StreamStats stats, long nowNanos) {
        clock.onStats(stats);
        meter.onStats(stats, nowNanos);
    }

    // ---- figures ----

    /** Once a second: tells viewers the figures, cuts those that stall; returns how many were cut. */
    public int onSecond(long nowNanos) {
        meter.onSecond(nowNanos);
        FeedFigures figures = figures(nowNanos);
        int cut = 0;
        for (Viewer viewer : List.copyOf(viewers)) {
            pump(viewer, nowNanos);
            if (viewer.stalled(nowNanos)) {
                viewer.cut();
                cut++;
            } else {
                viewer.room(figures.bitsPerSecond());
                viewer.sayIfRoom(LiveText.stats(figures, viewer));
            }
        }
        return cut;
    }

    public FeedFigures figures(long nowNanos) {
        return meter.figures(state, viewers.size(), nowNanos);
    }

    /** Frames given to viewers so far, each counted for each of them. */
    public long framesSent() {
        return framesSent;
    }

    public FeedState state() {
        return state;
    }

    public @Nullable Catalog catalog() {
        return catalog;
    }

    /** The newest, as it came; null: none yet. */
    public @Nullable Frame keyPicture() {
        return keyPicture;
    }

    /** Gives its memory back. */
    public void close() {
        forget();
    }

    private void forget() {
        cache.clear();
        keyPicture = null;
        sealed = null;
        if (sealedCatalog != null) {
            sealedCatalog.message().release();
            sealedCatalog = null;
        }
    }

    private void become(FeedState now, String why) {
        if (state != now || !reason.equals(why)) {
            state = now;
            reason = why;
            String text = LiveText.state(now, why);
            viewers.forEach(viewer -> viewer.say(text));
        }
    }

    private long micros(long nowNanos) {
        return nowNanos / 1000 + wallOffsetMicros;
    }
}
