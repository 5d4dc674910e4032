package io.framecast.gateway.feed;

import com.google.gson.JsonObject;
import io.framecast.protocol.session.BrokerHops;
import io.framecast.protocol.session.StreamStats;
import org.jspecify.annotations.Nullable;

/** The figures of one watched stream. Owned by the gateway's loop. */
final class FeedMeter {

    static final StreamStats NOTHING = new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE, 0);

    private static final double NANOS = 1e9;

    private final AgeWindow encoded = new AgeWindow();
    private final AgeWindow arrived = new AgeWindow();
    private final AgeWindow forwarded = new AgeWindow();
    private final AgeWindow here = new AgeWindow();
    private StreamStats stats = NOTHING;
    private boolean brokerAbsolute;
    private boolean absolute;
    private long frames;
    private long lookNanos;
    private long lookFrames;
    private long lookBytes;
    private double framesPerSecond;
    private long bitsPerSecond;
    private long sinceNanos;
    private @Nullable Double firstFrameMillis;

    /** {@code nowNanos}: when it was asked for. */
    FeedMeter(long nowNanos) {
        lookNanos = nowNanos;
        sinceNanos = nowNanos;
    }

    /** It is live after it was waited for: its first frame counts from here. */
    void onUp(long nowNanos) {
        if (firstFrameMillis == null) {
            sinceNanos = nowNanos;
        }
        here.clear();
        absolute = false;
    }

    /** A whole frame of what is timed is here. */
    void onFrame(long ageMicros, boolean ageAbsolute, long nowNanos) {
        frames++;
        if (firstFrameMillis == null) {
            firstFrameMillis = (nowNanos - sinceNanos) / 1e6;
        }
        if (ageAbsolute != absolute) {
            // Ages of two kinds do not mix.
            here.clear();
            absolute = ageAbsolute;
        }
        here.add(ageMicros, nowNanos);
    }

    void onStats(StreamStats now, long nowNanos) {
        BrokerHops hops = now.hops();
        if (hops.toldNanos() != stats.hops().toldNanos()) {
            if (hops.absolute() != brokerAbsolute) {
                brokerAbsolute = hops.absolute();
                arrived.clear();
                forwarded.clear();
            }
            add(encoded, hops.encodedMicros(), nowNanos);
            add(arrived, hops.arrivedMicros(), nowNanos);
            add(forwarded, hops.forwardedMicros(), nowNanos);
        }
        stats = now;
    }

    /** Once a second. */
    void onSecond(long nowNanos) {
        double seconds = (nowNanos - lookNanos) / NANOS;
        if (seconds > 0) {
            framesPerSecond = Math.round((frames - lookFrames) / seconds * 10) / 10.0;
            bitsPerSecond = Math.round((stats.bytes() - lookBytes) * 8 / seconds);
        }
        lookNanos = nowNanos;
        lookFrames = frames;
        lookBytes = stats.bytes();
    }

    long bitsPerSecond() {
        return bitsPerSecond;
    }

    FeedFigures figures(FeedState state, int watching, long nowNanos) {
        JsonObject hops = new JsonObject();
        // Ages at the broker that are of another kind than those here cannot be compared with them.
        boolean comparable = brokerAbsolute == absolute;
        hop(hops, "encoded", encoded.sorted(nowNanos));
        if (comparable) {
            hop(hops, "broker_in", arrived.sorted(nowNanos));
            hop(hops, "broker_out", forwarded.sorted(nowNanos));
        }
        int[] ages = here.sorted(nowNanos);
        hop(hops, "gateway", ages);
        boolean uncertain = stats.clockUncertaintyMicros() == Integer.MAX_VALUE;
        return new FeedFigures(
                state,
                absolute,
                uncertain ? null : stats.clockUncertaintyMicros() / 1000.0,
                hops,
                ages.length == 0 ? null : AgeWindow.millis(ages, 0.5),
                stats,
                watching,
                bitsPerSecond,
                framesPerSecond,
                firstFrameMillis);
    }

    private static void hop(JsonObject hops, String name, int[] sorted) {
        if (sorted.length > 0) {
            JsonObject quantiles = new JsonObject();
            quantiles.addProperty("p50", AgeWindow.millis(sorted, 0.5));
            quantiles.addProperty("p99", AgeWindow.millis(sorted, 0.99));
            hops.add(name, quantiles);
        }
    }

    private static void add(AgeWindow window, int micros, long nowNanos) {
        if (micros > 0) {
            window.add(micros, nowNanos);
        }
    }
}
