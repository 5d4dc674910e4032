package io.framecast.broker.core;

import java.util.Arrays;

/**
 * When a lane's table was sent what, as far back as a long round trip: the last {@value #KEPT} steps of its cursor. Owned by the lane.
 */
final class SendTimes {

    private static final int KEPT = 256;

    private final int[] sequences = new int[KEPT];
    private final long[] nanos = new long[KEPT];
    private int sends;

    /** From {@code firstSequence} on something was sent. */
    void add(int firstSequence, long nowNanos) {
        if (sends == 0) {
            Arrays.fill(nanos, nowNanos);
            Arrays.fill(sequences, firstSequence);
        }
        int cell = sends++ & (KEPT - 1);
        sequences[cell] = firstSequence;
        nanos[cell] = nowNanos;
    }

    /** The first sequence that was sent after {@code sinceNanos}; {@code next}, where nothing was. */
    int firstAfter(long sinceNanos, int next) {
        int first = next;
        for (int back = 1; back <= Math.min(sends, KEPT); back++) {
            int cell = (sends - back) & (KEPT - 1);
            if (nanos[cell] - sinceNanos <= 0) {
                return first;
            }
            first = sequences[cell];
        }
        return first;
    }
}
