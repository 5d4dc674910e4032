package io.framecast.subscriber;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a person reads about the latency of a stream: how much it is, and where it comes from. In 80 columns. */
final class LedgerText {

    /** A part of the way, between the points where it begins and ends, which may be on two machines. */
    private record Hop(String name, HopPoint from, HopPoint to, boolean network) {}

    private static final List<Hop> HOPS = List.of(
            new Hop("up", HopPoint.ENCODED, HopPoint.ARRIVED, true),
            new Hop("broker", HopPoint.ARRIVED, HopPoint.FORWARDED, false),
            new Hop("down", HopPoint.FORWARDED, HopPoint.RECEIVED, true),
            new Hop("whole", HopPoint.RECEIVED, HopPoint.COMPLETE, false),
            new Hop("decode", HopPoint.COMPLETE, HopPoint.DECODED, false),
            new Hop("show", HopPoint.DECODED, HopPoint.SHOWN, false));

    private LedgerText() {}

    /** Two lines, one where nothing is known of the way, none without any frame. */
    static List<String> lines(String id, StreamMeter.Reading reading) {
        if (Double.isNaN(reading.p50Millis())) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s  %s p50 %.0f · p95 %.0f · p99 %.0f · max %.0f ms",
                id,
                reading.absolute() ? "latency" : "relative latency",
                reading.p50Millis(),
                reading.p95Millis(),
                reading.p99Millis(),
                reading.maxMillis()));
        String way = way(reading.hops());
        if (!way.isEmpty()) {
            lines.add("  " + way + " ms");
        }
        return lines;
    }

    /**
     * The shares of the median: differences between the points' medians. One from a machine to another whose clock is not known is told
     * by its end's age against the fastest frame, with a plus.
     */
    private static String way(Map<HopPoint, HopAges.Ages> ages) {
        StringBuilder way = new StringBuilder();
        HopAges.Ages encoded = ages.get(HopPoint.ENCODED);
        if (encoded != null) {
            append(way, "encode", "", encoded.p50Millis());
        }
        for (Hop hop : HOPS) {
            HopAges.Ages from = ages.get(hop.from());
            HopAges.Ages to = ages.get(hop.to());
            if (from != null && to != null) {
                append(way, hop, from, to);
            }
        }
        return way.toString();
    }

    private static void append(StringBuilder way, Hop hop, HopAges.Ages from, HopAges.Ages to) {
        if (!hop.network() || (from.absolute() && to.absolute())) {
            append(way, hop.name(), "", to.p50Millis() - from.p50Millis());
        } else {
            append(way, hop.name(), "+", to.p50Millis());
        }
    }

    private static void append(StringBuilder way, String name, String sign, double millis) {
        way.append(way.isEmpty() ? "" : " · ")
                .append(name)
                .append(' ')
                .append(sign)
                .append(Math.round(Math.max(0, millis)));
    }
}
