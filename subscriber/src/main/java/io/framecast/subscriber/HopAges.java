package io.framecast.subscriber;

import io.framecast.protocol.session.BrokerHops;
import java.util.EnumMap;
import java.util.Map;

/** How old the frames of one stream were at each point of their way, all of them together. Guarded by its meter. */
final class HopAges {

    private final Map<HopPoint, LatencyHistogram> points = new EnumMap<>(HopPoint.class);
    private boolean brokerAbsolute;
    private long toldNanos;

    /**
     * The ages at one point, in milliseconds.
     *
     * @param absolute whether by a known clock, or against the fastest frame
     */
    record Ages(boolean absolute, double p50Millis, double p95Millis, double p99Millis, double maxMillis) {}

    /** Of no frame at all. */
    static final Ages NOTHING = new Ages(false, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** With what the broker told, and nothing that was measured here. */
    HopAges copyOfTold() {
        HopAges copy = new HopAges();
        copy.brokerAbsolute = brokerAbsolute;
        points.forEach((point, histogram) -> {
            if (point.told()) {
                copy.points.put(point, histogram);
            }
        });
        return copy;
    }

    void add(HopPoint point, long ageMicros) {
        points.computeIfAbsent(point, _ -> new LatencyHistogram()).add(ageMicros);
    }

    /** What the broker told last; the same again counts once. */
    void onTold(BrokerHops hops) {
        if (hops.toldNanos() == toldNanos) {
            return;
        }
        toldNanos = hops.toldNanos();
        if (hops.absolute() && !brokerAbsolute) {
            // Ages of two kinds do not mix, and these are the better ones.
            brokerAbsolute = true;
            points.remove(HopPoint.ARRIVED);
            points.remove(HopPoint.FORWARDED);
        }
        addTold(HopPoint.ENCODED, hops.encodedMicros());
        if (hops.absolute() == brokerAbsolute) {
            addTold(HopPoint.ARRIVED, hops.arrivedMicros());
            addTold(HopPoint.FORWARDED, hops.forwardedMicros());
        }
    }

    private void addTold(HopPoint point, int micros) {
        if (micros > 0) {
            add(point, micros);
        }
    }

    /** Forgets what was measured here: it was of another kind. */
    void forgetOwn() {
        points.keySet().removeIf(point -> !point.told());
    }

    /** How many ages there are of {@code point}. */
    long total(HopPoint point) {
        LatencyHistogram histogram = points.get(point);
        return histogram == null ? 0 : histogram.total();
    }

    /** A value; a point that nothing is known of is not there. {@code absolute}: of what was measured here. */
    Map<HopPoint, Ages> read(boolean absolute) {
        Map<HopPoint, Ages> read = new EnumMap<>(HopPoint.class);
        points.forEach((point, histogram) -> {
            boolean known = point == HopPoint.ENCODED || (point.told() ? brokerAbsolute : absolute);
            read.put(
                    point,
                    new Ages(
                            known,
                            millis(histogram, 0.50),
                            millis(histogram, 0.95),
                            millis(histogram, 0.99),
                            millis(histogram, 1)));
        });
        return read;
    }

    private static double millis(LatencyHistogram histogram, double ratio) {
        return histogram.quantileMicros(ratio) / 1000.0;
    }
}
