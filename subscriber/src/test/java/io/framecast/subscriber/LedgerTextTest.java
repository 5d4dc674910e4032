package io.framecast.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTextTest {

    private static HopAges.Ages ages(boolean absolute, double millis) {
        return new HopAges.Ages(absolute, millis, millis, millis, millis);
    }

    private static StreamMeter.Reading reading(boolean absolute, double p50, Map<HopPoint, HopAges.Ages> hops) {
        return new StreamMeter.Reading(12, 20, absolute, p50, 2 * p50, 3 * p50, 4 * p50, "avc1.42c01f", 640, 360, hops);
    }

    private static Map<HopPoint, HopAges.Ages> hops(boolean absolute, double... millis) {
        Map<HopPoint, HopAges.Ages> hops = new EnumMap<>(HopPoint.class);
        for (HopPoint point : HopPoint.values()) {
            if (hops.size() < millis.length) {
                hops.put(point, ages(absolute || point == HopPoint.ENCODED, millis[hops.size()]));
            }
        }
        return hops;
    }

    @Test
    void sharesTheMedianOutAmongTheHops() {
        assertEquals(
                List.of(
                        "cam/1  latency p50 28 · p95 56 · p99 84 · max 112 ms",
                        "  encode 6 · up 9 · broker 2 · down 8 · whole 3 · decode 2 · show 24 ms"),
                LedgerText.lines("cam/1", reading(true, 28, hops(true, 6, 15, 17, 25, 28, 30, 54))));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertEquals(
                "  encode 6 · up 9 · broker 2 · down 8 · whole 3 ms",
                LedgerText.lines("cam/1", reading(true, 28, hops(true, 6, 15, 17, 25, 28)))
                        .getLast());
        assertEquals(List.of(), LedgerText.lines("cam/1", reading(true, Double.NaN, Map.of())));
        assertEquals(1, LedgerText.lines("cam/1", reading(true, 5, Map.of())).size());
    }

    @Test
    void saysWhatIsRelative() {
        assertEquals(
                List.of(
                        "cam/1  relative latency p50 33 · p95 66 · p99 99 · max 132 ms",
                        "  encode 6 · up +21 · broker 2 · down +31 · whole 2 ms"),
                LedgerText.lines("cam/1", reading(false, 33, hops(false, 6, 21, 23, 31, 33))));
    }

    @Test
    void fitsInto80ColumnsWhereEveryHopTakesLong() {
        List<String> lines =
                LedgerText.lines("cam/1", reading(true, 999, hops(true, 99, 198, 297, 396, 495, 594, 1593)));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), lines.toString());
    }
}
