package io.framecast.protocol.time;

import java.util.Arrays;

/**
 * Round-trip time and clock offset to one peer, from exchanges that the peer answers with its own clock. Owned by the session.
 *
 * <p>The offset comes from the exchange that was queued least (the one with the shortest round trip of the last
 * {@value #SAMPLES}, aged by {@value #DRIFT_PPM} ppm for the drift of two ordinary crystals), as NTP's clock filter does (RFC 5905
 * §10). Smoothing is RFC 9002 §5.3 without the ack delay: the hold time is subtracted exactly.
 */
public final class ClockFilter {

    private static final int SAMPLES = 16;
    private static final int TYPICAL_SAMPLES = 5;
    private static final long DRIFT_PPM = 100;
    private static final long FIRST_RETRY_NANOS = 500_000_000L;
    private static final long LEAST_RETRY_NANOS = 50_000_000L;
    private static final long LONGEST_EXCHANGE_NANOS = 60_000_000_000L;

    private final long[] roundTrips = new long[SAMPLES];
    private final long[] offsets = new long[SAMPLES];
    private final long[] times = new long[SAMPLES];
    private long taken;
    private long smoothed;
    private long typical;
    private long variation;

    /**
     * One exchange: sent at {@code sentNanos} of our clock, held by the peer for {@code holdNanos}, answered when the peer's wall
     * clock read {@code remoteMicros}, received now. One that cannot have happened like this is ignored.
     *
     * @return whether it counted
     */
    public boolean onExchange(long sentNanos, long holdNanos, long remoteMicros, long nowNanos) {
        long elapsed = nowNanos - sentNanos;
        long roundTrip = elapsed - holdNanos;
        if (elapsed < 0 || elapsed > LONGEST_EXCHANGE_NANOS || holdNanos < 0 || roundTrip < 0) {
            return false;
        }
        if (taken == 0) {
            smoothed = roundTrip;
            variation = roundTrip / 2;
        } else {
            variation += (Math.abs(smoothed - roundTrip) - variation) / 4;
            smoothed += (roundTrip - smoothed) / 8;
        }
        int slot = (int) (taken++ % SAMPLES);
        roundTrips[slot] = roundTrip;
        offsets[slot] = remoteMicros + roundTrip / 2_000 - nowNanos / 1_000;
        times[slot] = nowNanos;
        typical = middleOfTheLast();
        return true;
    }

    private long middleOfTheLast() {
        long[] last = new long[(int) Math.min(taken, TYPICAL_SAMPLES)];
        for (int i = 0; i < last.length; i++) {
            last[i] = roundTrips[(int) ((taken - 1 - i) % SAMPLES)];
        }
        Arrays.sort(last);
        return last[(last.length - 1) / 2];
    }

    /** Whether anything was measured yet; until then all figures are zero. */
    public boolean known() {
        return taken > 0;
    }

    /** Smoothed round-trip time; 0 while unknown. */
    public long roundTripNanos() {
        return smoothed;
    }

    public long variationNanos() {
        return variation;
    }

    /** The shortest round trip among the last {@value #SAMPLES}; 0 while unknown. */
    public long leastRoundTripNanos() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count(); i++) {
            least = Math.min(least, roundTrips[i]);
        }
        return taken == 0 ? 0 : least;
    }

    /**
     * The middle one of the last {@value #TYPICAL_SAMPLES} round trips, the shorter of two; 0 while unknown. A peer that stalled once, as
     * programs do when they start, does not move it, while it moves the smoothed one for many exchanges.
     */
    public long typicalRoundTripNanos() {
        return typical;
    }

    /** How long to wait for an answer before asking again: 500 ms while unknown, then srtt + 4 rttvar and at least 50 ms. */
    public long retryNanos() {
        return taken == 0 ? FIRST_RETRY_NANOS : Math.max(LEAST_RETRY_NANOS, smoothed + 4 * variation);
    }

    /** Add this to our {@code nowNanos / 1000} to get the peer's wall clock in microseconds. */
    public long offsetMicros(long nowNanos) {
        return taken == 0 ? 0 : offsets[best(nowNanos)];
    }

    /** The true offset is at most this far from {@link #offsetMicros}; {@link Integer#MAX_VALUE} while unknown. */
    public int uncertaintyMicros(long nowNanos) {
        return taken == 0
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, errorNanos(best(nowNanos), nowNanos) / 1_000);
    }

    private int best(long nowNanos) {
        int best = 0;
        for (int i = 1; i < count(); i++) {
            if (errorNanos(i, nowNanos) < errorNanos(best, nowNanos)) {
                best = i;
            }
        }
        return best;
    }

    private long errorNanos(int slot, long nowNanos) {
        return roundTrips[slot] / 2 + (nowNanos - times[slot]) / 1_000_000 * DRIFT_PPM;
    }

    private int count() {
        return (int) Math.min(taken, SAMPLES);
    }
}
