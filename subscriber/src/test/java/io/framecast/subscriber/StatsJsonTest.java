package io.framecast.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.framecast.protocol.session.StreamStats;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsJsonTest {

    private static final StreamStats STATS = new StreamStats(300, 1, 2, 7, 400_000, 350, 3, 4, 6, 5, 1, 0, 0, 0);

    @Test
    void hasExactlyTheKeysOfTheContract() {
        String line = StatsJson.line(
                "1AAA99",
                STATS,
                3,
                new StreamMeter.Reading(12.34567, 20, true, 31.5, 40, 45.1, 60, "avc1.42c01f", 640, 360));
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        assertEquals(
                List.of(
                        "id",
                        "frames",
                        "frames_broken",
                        "frames_skipped",
                        "frames_late",
                        "bytes",
                        "datagrams",
                        "lost",
                        "repaired_nack",
                        "repaired_fec",
                        "duplicates",
                        "ttff_ms",
                        "ttlive_ms",
                        "latency_ms",
                        "latency_kind",
                        "hops_ms",
                        "codec",
                        "width",
                        "height"),
                List.copyOf(json.keySet()));
        assertEquals(
                List.of("p50", "p95", "p99", "max"),
                List.copyOf(json.getAsJsonObject("latency_ms").keySet()));
        assertEquals(300, json.get("frames").getAsInt());
        assertEquals(5, json.get("frames_skipped").getAsInt(), "two by the network, three on the screen");
        assertEquals(7, json.get("frames_late").getAsInt());
        assertEquals(12.346, json.get("ttff_ms").getAsDouble());
        assertEquals("absolute", json.get("latency_kind").getAsString());
        assertFalse(line.contains("\n"));
    }

    @Test
    void hasTheAgesAtEachPointThatIsKnown() {
        Map<HopPoint, HopAges.Ages> hops = new EnumMap<>(HopPoint.class);
        hops.put(HopPoint.ARRIVED, new HopAges.Ages(true, 9.1, 9.5, 9.9, 12));
        hops.put(HopPoint.FORWARDED, new HopAges.Ages(false, 31, 31, 31, 31));
        hops.put(HopPoint.COMPLETE, new HopAges.Ages(true, 31.5, 40, 45.1, 60));
        JsonObject points = JsonParser.parseString(StatsJson.line(
                        "1AAA99",
                        STATS,
                        0,
                        new StreamMeter.Reading(12, 20, true, 31.5, 40, 45.1, 60, "avc1.42c01f", 640, 360, hops)))
                .getAsJsonObject()
                .getAsJsonObject("hops_ms");
        assertEquals(
                List.of("encoded", "arrived", "forwarded", "received", "complete", "decoded", "shown"),
                List.copyOf(points.keySet()));
        assertEquals("{\"p50\":9.1,\"p99\":9.9}", points.get("arrived").toString());
        assertEquals(
                "{\"p50\":31.5,\"p95\":40.0,\"p99\":45.1,\"max\":60.0}",
                points.get("complete").toString());
        assertTrue(points.get("forwarded").isJsonNull(), "of another kind");
        assertTrue(points.get("shown").isJsonNull());
    }

    @Test
    void isNullWhereNothingWasMeasured() {
        double none = Double.NaN;
        JsonObject json = JsonParser.parseString(StatsJson.line(
                        "x", STATS, 0, new StreamMeter.Reading(none, none, false, none, none, none, none, "", 0, 0)))
                .getAsJsonObject();
        assertTrue(json.get("ttff_ms").isJsonNull());
        assertTrue(json.getAsJsonObject("latency_ms").get("p99").isJsonNull());
        assertEquals("relative", json.get("latency_kind").getAsString());
    }
}
