package io.framecast.gateway.feed;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import java.util.Base64;

/** The text messages that a viewer gets. */
final class LiveText {

    private LiveText() {}

    static String hello(String id, String version, long nowMicros) {
        JsonObject text = message("hello");
        text.addProperty("id", id);
        text.addProperty("gateway", version);
        text.addProperty("nowMicros", nowMicros);
        return text.toString();
    }

    static String state(FeedState state, String reason) {
        JsonObject text = message("state");
        text.addProperty("state", state.key());
        text.addProperty("reason", reason);
        return text.toString();
    }

    static String catalog(int incarnation, String title, Catalog catalog) {
        JsonObject text = message("catalog");
        text.addProperty("incarnation", Integer.toUnsignedLong(incarnation));
        text.addProperty("title", title);
        JsonArray tracks = new JsonArray();
        catalog.tracks().forEach(track -> tracks.add(track(track)));
        text.add("tracks", tracks);
        return text.toString();
    }

    /** In place of a catalog, which is sealed, too: all that it takes to open the stream beside its passphrase. */
    static String sealed(int incarnation, String id, StreamInfo stream, EndToEnd endToEnd) {
        JsonObject text = message("sealed");
        text.addProperty("incarnation", Integer.toUnsignedLong(incarnation));
        text.addProperty("id", id);
        text.addProperty("title", stream.metadata().title());
        text.addProperty("salt", base64(endToEnd.salt()));
        text.addProperty("check", base64(endToEnd.check()));
        text.addProperty("baseKey", base64(stream.baseKey()));
        text.addProperty("epoch", stream.epoch());
        text.addProperty("fragmentBytes", stream.fragmentBytes());
        return text.toString();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static JsonObject track(Track track) {
        JsonObject fields = new JsonObject();
        fields.addProperty("id", track.id());
        fields.addProperty("name", track.name());
        fields.addProperty("role", track.role());
        fields.addProperty("codec", track.codec());
        fields.addProperty("width", track.width());
        fields.addProperty("height", track.height());
        fields.addProperty("framerate", track.framerate());
        fields.addProperty("bitrate", track.bitrate());
        fields.addProperty("samplerate", track.sampleRate());
        fields.addProperty("channelConfig", Integer.toString(track.channels()));
        fields.addProperty("lang", track.lang());
        fields.addProperty("reorder", track.reorder());
        fields.addProperty("initData", track.initData());
        return fields;
    }

    /** {@code upstream}: the same for all viewers of the stream; {@code viewer}: what was left out for this one. */
    static String stats(FeedFigures upstream, Viewer viewer) {
        JsonObject text = message("stats");
        text.addProperty("absolute", upstream.absolute());
        text.addProperty("uncertaintyMs", upstream.uncertaintyMillis());
        text.add("hops", upstream.hops());
        text.addProperty("lost", upstream.stats().lost());
        text.addProperty(
                "repaired", upstream.stats().repairedNack() + upstream.stats().repairedFec());
        text.addProperty("broken", upstream.stats().framesBroken());
        JsonObject dropped = new JsonObject();
        for (LeftOut reason : LeftOut.values()) {
            if (viewer.leftOut(reason) > 0) {
                dropped.addProperty(reason.key(), viewer.leftOut(reason));
            }
        }
        text.add("dropped", dropped);
        text.addProperty("watching", upstream.watching());
        text.addProperty("bitrate", upstream.bitsPerSecond());
        text.addProperty("fps", upstream.framesPerSecond());
        return text.toString();
    }

    private static JsonObject message(String type) {
        JsonObject text = new JsonObject();
        text.addProperty("type", type);
        return text;
    }
}
