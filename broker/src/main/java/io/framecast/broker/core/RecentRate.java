package io.framecast.broker.core;

/** The rate of something that is counted now and then, over about the last second. */
final class RecentRate {

    private static final int KEPT = 8;
    private static final long SPAN_NANOS = 900_000_000L;

    private final long[] at = new long[KEPT];
    private final long[] total = new long[KEPT];
    private int size;
    private int newest = -1;

    /** {@code nanos}: whose clock does not matter; a time that does not go forward is left out. */
    void onTotal(long count, long nanos) {
        if (size > 0 && nanos - at[newest] <= 0) {
            return;
        }
        newest = (newest + 1) % KEPT;
        at[newest] = nanos;
        total[newest] = count;
        size = Math.min(KEPT, size + 1);
    }

    /** A second; 0 until it was counted twice. */
    double perSecond() {
        for (int back = 1; back < size; back++) {
            int then = Math.floorMod(newest - back, KEPT);
            long span = at[newest] - at[then];
            if (span >= SPAN_NANOS || back == size - 1) {
                return Math.max(0, total[newest] - total[then]) * 1e9 / span;
            }
        }
        return 0;
    }
}
