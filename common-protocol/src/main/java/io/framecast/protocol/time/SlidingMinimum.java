package io.framecast.protocol.time;

/**
 * The least value of the last ten seconds, in steps of one: the one-way floor that playout is based on where clocks are not known
 * well (the minimum of arrival minus capture).
 */
public final class SlidingMinimum {

    private static final int BUCKETS = 10;
    private static final long BUCKET_NANOS = 1_000_000_000L;

    private final long[] least = new long[BUCKETS];
    private long bucketStart;
    private int bucket;
    private int filled;

    public void onValue(long value, long nowNanos) {
        if (filled == 0) {
            filled = 1;
            bucketStart = nowNanos;
            least[bucket] = value;
            return;
        }
        if (nowNanos - bucketStart >= BUCKET_NANOS * BUCKETS) {
            // Everything kept is older than the window.
            filled = 0;
            onValue(value, nowNanos);
            return;
        }
        while (nowNanos - bucketStart >= BUCKET_NANOS) {
            bucket = (bucket + 1) % BUCKETS;
            least[bucket] = Long.MAX_VALUE;
            filled = Math.min(BUCKETS, filled + 1);
            bucketStart += BUCKET_NANOS;
        }
        least[bucket] = Math.min(least[bucket], value);
    }

    public boolean known() {
        return filled > 0;
    }

    /** The least value; {@link Long#MAX_VALUE} before the first. */
    public long value() {
        long minimum = Long.MAX_VALUE;
        for (int i = 0; i < filled; i++) {
            minimum = Math.min(minimum, least[Math.floorMod(bucket - i, BUCKETS)]);
        }
        return minimum;
    }
}
