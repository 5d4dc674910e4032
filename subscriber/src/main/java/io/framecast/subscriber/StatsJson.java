package io.framecast.subscriber;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.framecast.protocol.session.StreamStats;
import org.jspecify.annotations.Nullable;

/** The line that {@code --stats json} ends with, for one subscribed id. */
final class StatsJson {

    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private StatsJson() {}

    /** Times in milliseconds with three decimals, null where nothing was measured. {@code skippedPictures}: whole, but not shown because they were late. */
    static String line(String id, StreamStats stats, long skippedPictures, StreamMeter.Reading reading) {
        JsonObject line = new JsonObject();
        line.addProperty("id", id);
        line.addProperty("frames", stats.frames());
        line.addProperty("frames_broken", stats.framesBroken());
        line.addProperty("frames_skipped", stats.framesSkipped() + skippedPictures);
        line.addProperty("frames_late", stats.framesLate());
        line.addProperty("bytes", stats.bytes());
        line.addProperty("datagrams", stats.datagrams());
        line.addProperty("lost", stats.lost());
        line.addProperty("repaired_nack", stats.repairedNack());
        line.addProperty("repaired_fec", stats.repairedFec());
        line.addProperty("duplicates", stats.duplicates());
        line.addProperty("ttff_ms", rounded(reading.firstFrameMillis()));
        line.addProperty("ttlive_ms", rounded(reading.liveMillis()));
        JsonObject latency = new JsonObject();
        latency.addProperty("p50", rounded(reading.p50Millis()));
        latency.addProperty("p95", rounded(reading.p95Millis()));
        latency.addProperty("p99", rounded(reading.p99Millis()));
        latency.addProperty("max", rounded(reading.maxMillis()));
        line.add("latency_ms", latency);
        line.addProperty("latency_kind", reading.absolute() ? "absolute" : "relative");
        line.add("hops_ms", hops(reading));
        line.addProperty("codec", reading.codec());
        line.addProperty("width", reading.width());
        line.addProperty("height", reading.height());
        return GSON.toJson(line);
    }

    /** An age at the broker that is of another kind than those here is left out: the two cannot be compared. */
    private static JsonObject hops(StreamMeter.Reading reading) {
        JsonObject points = new JsonObject();
        for (HopPoint point : HopPoint.values()) {
            HopAges.Ages ages = reading.hops().get(point);
            boolean comparable = ages != null && (point == HopPoint.ENCODED || ages.absolute() == reading.absolute());
            points.add(
                    point.key(),
                    ages == null || !comparable ? JsonNull.INSTANCE : ages(ages, point == HopPoint.COMPLETE));
        }
        return points;
    }

    private static JsonObject ages(HopAges.Ages ages, boolean all) {
        JsonObject quantiles = new JsonObject();
        quantiles.addProperty("p50", rounded(ages.p50Millis()));
        if (all) {
            quantiles.addProperty("p95", rounded(ages.p95Millis()));
        }
        quantiles.addProperty("p99", rounded(ages.p99Millis()));
        if (all) {
            quantiles.addProperty("max", rounded(ages.maxMillis()));
        }
        return quantiles;
    }

    private static @Nullable Double rounded(double millis) {
        return Double.isNaN(millis) ? null : Math.round(millis * 1000) / 1000.0;
    }
}
