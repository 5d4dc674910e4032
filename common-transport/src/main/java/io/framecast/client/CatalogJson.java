package io.framecast.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A catalog as UTF-8 JSON, which is what a frame on track 0 carries. Fields that are zero or empty are left out; fields that
 * are not known are ignored. {@code channelConfig} is the number of channels as a string.
 */
public final class CatalogJson {
    /** More is refused, both ways. */
    public static final int MAX_BYTES = 64 << 10;

    private static final int MAX_TRACKS = 255;

    private CatalogJson() {}

    /** @throws IllegalArgumentException if it is over {@link #MAX_BYTES} encoded */
    public static byte[] encode(Catalog catalog) {
        JsonArray tracks = new JsonArray();
        catalog.tracks().forEach(track -> tracks.add(encode(track)));
        JsonObject root = new JsonObject();
        root.add("tracks", tracks);
        byte[] bytes = root.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a catalog of " + bytes.length + " bytes; at most " + MAX_BYTES);
        }
        return bytes;
    }

    /** The catalog, or null where the bytes, which come from the network, are none. */
    public static @Nullable Catalog decode(byte[] json) {
        if (json.length > MAX_BYTES) {
            return null;
        }
        try {
            JsonElement root = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
            if (!root.isJsonObject() || !(root.getAsJsonObject().get("tracks") instanceof JsonArray tracks)) {
                return null;
            }
            return decode(tracks);
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            return null;
        }
    }

    private static @Nullable Catalog decode(JsonArray elements) {
        if (elements.size() > MAX_TRACKS) {
            return null;
        }
        List<Track> tracks = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonElement element : elements) {
            Track track = decode(new Fields(element.getAsJsonObject()));
            if (!ids.add(track.id())) {
                return null;
            }
            tracks.add(track);
        }
        return new Catalog(tracks);
    }

    private static Track decode(Fields from) {
        return new Track(
                from.integer("id"),
                from.text("name"),
                from.text("role"),
                from.text("codec"),
                from.integer("width"),
                from.integer("height"),
                from.number("framerate"),
                from.integer("bitrate"),
                from.integer("samplerate"),
                from.integer("channelConfig"),
                from.text("lang"),
                from.integer("altGroup"),
                from.integer("temporalId"),
                from.integer("reorder"),
                from.number("maxGopDuration"),
                from.text("initData"));
    }

    private static JsonObject encode(Track track) {
        JsonObject to = new JsonObject();
        to.addProperty("id", track.id());
        add(to, "name", track.name());
        add(to, "role", track.role());
        add(to, "codec", track.codec());
        add(to, "width", track.width());
        add(to, "height", track.height());
        add(to, "framerate", track.framerate());
        add(to, "bitrate", track.bitrate());
        add(to, "samplerate", track.sampleRate());
        add(to, "channelConfig", track.channels() == 0 ? "" : Integer.toString(track.channels()));
        add(to, "lang", track.lang());
        add(to, "altGroup", track.altGroup());
        add(to, "temporalId", track.temporalId());
        add(to, "reorder", track.reorder());
        add(to, "maxGopDuration", track.maxGopSeconds());
        add(to, "initData", track.initData());
        return to;
    }

    private static void add(JsonObject to, String name, String value) {
        if (!value.isEmpty()) {
            to.addProperty(name, value);
        }
    }

    private static void add(JsonObject to, String name, double value) {
        if (value == Math.rint(value) && value != 0) {
            to.addProperty(name, (long) value);
        } else if (value != 0 && Double.isFinite(value)) {
            to.addProperty(name, value);
        }
    }

    /** A track's fields; absent ones are zero or empty, ones of the wrong kind or range throw IllegalArgumentException. */
    private record Fields(JsonObject object) {

        String text(String name) {
            JsonPrimitive value = object.getAsJsonPrimitive(name);
            return value == null ? "" : value.getAsString();
        }

        double number(String name) {
            JsonPrimitive value = object.getAsJsonPrimitive(name);
            if (value == null) {
                return 0;
            }
            double number = value.getAsDouble();
            if (!(number >= 0 && number <= Integer.MAX_VALUE)) {
                throw new IllegalArgumentException(name);
            }
            return number;
        }

        int integer(String name) {
            JsonPrimitive value = object.getAsJsonPrimitive(name);
            if (value == null) {
                return 0;
            }
            // getAsInt cuts off what does not fit; a huge exponent must not become a huge BigInteger either.
            BigDecimal number = value.getAsBigDecimal();
            if (number.signum() < 0 || number.precision() - number.scale() > 10) {
                throw new IllegalArgumentException(name);
            }
            try {
                return number.intValueExact();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(name, e);
            }
        }
    }
}
