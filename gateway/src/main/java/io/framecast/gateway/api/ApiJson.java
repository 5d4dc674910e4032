package io.framecast.gateway.api;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.framecast.broker.core.Scope;
import io.framecast.gateway.feed.Feed;
import io.framecast.gateway.feed.FeedFigures;
import io.framecast.gateway.feed.Feeds;
import io.framecast.gateway.thumbnail.Thumbnails;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import org.jspecify.annotations.Nullable;

/** The bodies of {@code /api/v1}, as {@code openapi.json} describes them. */
public final class ApiJson {

    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final Directory directory;
    private final Feeds feeds;
    private final String version;

    public ApiJson(Directory directory, Feeds feeds, String version) {
        this.directory = directory;
        this.feeds = feeds;
        this.version = version;
    }

    /** Those streams that {@code scope} covers. */
    public String streams(Scope scope, long nowNanos) {
        JsonArray streams = new JsonArray();
        for (LiveStream stream : directory.live().values()) {
            if (scope.covers(stream.entry().producerId())) {
                streams.add(stream(stream, nowNanos));
            }
        }
        JsonObject gateway = new JsonObject();
        gateway.addProperty("broker", broker());
        gateway.addProperty("version", version);
        JsonObject all = new JsonObject();
        all.add("streams", streams);
        all.add("gateway", gateway);
        return GSON.toJson(all);
    }

    /** Null where it is not live. */
    public @Nullable String stream(String id, long nowNanos) {
        LiveStream found = directory.find(id);
        return found == null ? null : GSON.toJson(stream(found, nowNanos));
    }

    public String health() {
        JsonObject health = new JsonObject();
        health.addProperty("status", feeds.connected() ? "ok" : "degraded");
        health.addProperty("broker", broker());
        return GSON.toJson(health);
    }

    /** As the subscriber's own statistics, over the last ten seconds where times are concerned. */
    public static String stats(Feed feed, long nowNanos) {
        FeedFigures figures = feed.figures(nowNanos);
        StreamStats stats = figures.stats();
        JsonObject all = new JsonObject();
        all.addProperty("id", feed.id());
        all.addProperty("state", figures.state().key());
        all.addProperty("watching", figures.watching());
        all.addProperty("frames", stats.frames());
        all.addProperty("frames_broken", stats.framesBroken());
        all.addProperty("frames_skipped", stats.framesSkipped());
        all.addProperty("frames_late", stats.framesLate());
        all.addProperty("bytes", stats.bytes());
        all.addProperty("datagrams", stats.datagrams());
        all.addProperty("lost", stats.lost());
        all.addProperty("repaired_nack", stats.repairedNack());
        all.addProperty("repaired_fec", stats.repairedFec());
        all.addProperty("duplicates", stats.duplicates());
        all.addProperty("ttff_ms", figures.firstFrameMillis());
        all.addProperty("fps", figures.framesPerSecond());
        all.addProperty("bitrate", figures.bitsPerSecond());
        all.addProperty("latency_kind", figures.absolute() ? "absolute" : "relative");
        all.add("hops_ms", figures.hops());
        Catalog catalog = feed.catalog();
        Track shown =
                catalog == null ? null : catalog.video().or(catalog::audio).orElse(null);
        all.addProperty("codec", shown == null ? "" : shown.codec());
        all.addProperty("width", shown == null ? 0 : shown.width());
        all.addProperty("height", shown == null ? 0 : shown.height());
        return GSON.toJson(all);
    }

    private JsonObject stream(LiveStream live, long nowNanos) {
        String id = live.entry().producerId();
        Metadata metadata = live.entry().metadata();
        Feed feed = feeds.find(id);
        JsonObject stream = new JsonObject();
        stream.addProperty("id", id);
        stream.addProperty("title", metadata.title());
        JsonArray tags = new JsonArray();
        metadata.tags().forEach(tags::add);
        stream.add("tags", tags);
        stream.addProperty("codec", metadata.codec());
        stream.addProperty("width", metadata.width());
        stream.addProperty("height", metadata.height());
        stream.addProperty("fps", metadata.milliFps() / 1000.0);
        stream.addProperty("bitrate", live.entry().bitrate());
        Catalog catalog = feed == null ? null : feed.catalog();
        stream.addProperty(
                "audio",
                catalog == null ? null : catalog.audio().map(Track::codec).orElse(null));
        stream.addProperty("viewers", live.entry().viewers());
        stream.addProperty("watching", feed == null ? 0 : feed.watching());
        stream.addProperty("since", live.sinceMillis());
        stream.addProperty("sealed", metadata.endToEnd() != null);
        stream.addProperty(
                "latency_ms", feed == null ? null : feed.figures(nowNanos).latencyMillis());
        stream.add(
                "thumbnail",
                Thumbnails.possible(metadata) ? new JsonPrimitive("/api/v1/thumbnails/" + id) : JsonNull.INSTANCE);
        return stream;
    }

    private String broker() {
        return feeds.connected() ? "connected" : "reconnecting";
    }
}
