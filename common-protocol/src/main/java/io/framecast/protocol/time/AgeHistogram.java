package io.framecast.protocol.time;

import java.util.Arrays;

/** Counts of durations in fixed buckets from 1 ms to 5 s, as a monitoring system adds them up over many machines. One owner. */
public final class AgeHistogram {

    private static final long[] UPPER_MICROS = {
        1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 75_000, 100_000, 150_000, 200_000, 300_000, 500_000,
        750_000, 1_000_000, 2_000_000, 5_000_000
    };

    private final long[] counts = new long[UPPER_MICROS.length + 1];
    private long sumMicros;

    /**
     * What was counted at one moment; a value.
     *
     * @param counts one for each of {@link #upperMicros}, not cumulated, and a last one for all that is longer
     * @param sumMicros of all values
     */
    public record Counts(long[] counts, long sumMicros) {

        /** Nothing was counted. */
        public static final Counts NONE = new Counts(new long[UPPER_MICROS.length + 1], 0);

        public long total() {
            return Arrays.stream(counts).sum();
        }
    }

    /** The longest duration that each bucket but the last takes, ascending. */
    public static long[] upperMicros() {
        return UPPER_MICROS.clone();
    }

    /** Counts one value; below 0 counts as 0. */
    public void add(long micros) {
        long value = Math.max(0, micros);
        int bucket = 0;
        while (bucket < UPPER_MICROS.length && value > UPPER_MICROS[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sumMicros += value;
    }

    public Counts counts() {
        return new Counts(counts.clone(), sumMicros);
    }
}
