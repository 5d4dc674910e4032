package io.framecast.subscriber;

/**
 * Counts of durations in buckets that are 1/64 of their value wide, up to an hour: quantiles are right to 1.6 %. One writer; a reader
 * on another thread sees counts that may be a few behind.
 */
public final class LatencyHistogram {

    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;
    private static final long LONGEST_MICROS = 3_600_000_000L;

    private final long[] counts = new long[bucket(LONGEST_MICROS) + 1];
    private long total;
    private long maxMicros;

    /** Counts one value; below 0 counts as 0, above an hour as an hour. */
    public void add(long micros) {
        long value = Math.clamp(micros, 0, LONGEST_MICROS);
        counts[bucket(value)]++;
        total++;
        maxMicros = Math.max(maxMicros, value);
    }

    public long total() {
        return total;
    }

    public long maxMicros() {
        return maxMicros;
    }

    /** The value below which {@code ratio} (0..1) of all values lie, never above the largest one; 0 if there is none. */
    public long quantileMicros(double ratio) {
        long wanted = Math.max(1, (long) Math.ceil(ratio * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return Math.min(upperMicros(i), maxMicros);
            }
        }
        return maxMicros;
    }

    /** Values below 64 have a bucket each; above, 64 buckets per power of two. */
    private static int bucket(long micros) {
        if (micros < SUB) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
        return (exponent << SUB_BITS) + (int) (micros >>> exponent);
    }

    private static long upperMicros(int bucket) {
        if (bucket < 2 * SUB) {
            return bucket;
        }
        int exponent = (bucket >>> SUB_BITS) - 1;
        long mantissa = (long) (bucket & (SUB - 1)) + SUB;
        return ((mantissa + 1) << exponent) - 1;
    }
}
