package io.framecast.gateway.feed;

import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.time.SlidingMinimum;

/**
 * Translates capture times of one producer to this machine's monotonic clock. Until the clocks are known to each other within
 * {@link StreamStats#ABSOLUTE_WITHIN_MICROS}, and where they never are, it goes by the fastest frame of the last ten seconds and half a
 * round trip. A translation that is {@value #TOLERANCE_MICROS} us off or less is kept, so that frames stay as far apart as they were
 * captured. Owned by the gateway's loop.
 */
final class FeedClock {

    static final long TOLERANCE_MICROS = 3_000;

    private final SlidingMinimum fastest = new SlidingMinimum();
    private boolean absolute;
    private long offsetMicros;
    private boolean known;
    private long halfTripMicros;

    /** What was captured at {@code captureMicros} is here since {@code atNanos}. */
    void onArrival(long captureMicros, long atNanos) {
        fastest.onValue(atNanos / 1000 - captureMicros, atNanos);
        if (!absolute) {
            adopt(fastest.value() - halfTripMicros);
        }
    }

    void onStats(StreamStats stats) {
        halfTripMicros = stats.roundTripNanos() / 2_000;
        if (stats.absolute()) {
            known &= absolute;
            absolute = true;
            adopt(stats.monotonicOffsetMicros());
        }
    }

    private void adopt(long targetMicros) {
        if (!known || Math.abs(targetMicros - offsetMicros) > TOLERANCE_MICROS) {
            offsetMicros = targetMicros;
            known = true;
        }
    }

    boolean absolute() {
        return absolute;
    }

    /** In microseconds of {@link System#nanoTime}'s clock. */
    long localMicros(long captureMicros) {
        return captureMicros + offsetMicros;
    }

    /** How old it was then, at least 0. */
    long ageMicros(long captureMicros, long atNanos) {
        return Math.max(0, atNanos / 1000 - localMicros(captureMicros));
    }
}
