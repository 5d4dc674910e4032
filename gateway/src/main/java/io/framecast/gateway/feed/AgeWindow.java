package io.framecast.gateway.feed;

import java.util.Arrays;

/** Ages of the last ten seconds, the newest {@value #MOST}. Owned by the gateway's loop. */
final class AgeWindow {

    static final int MOST = 2048;
    static final long WINDOW_NANOS = 10_000_000_000L;

    private final int[] micros = new int[MOST];
    private final long[] nanos = new long[MOST];
    private int head;
    private int filled;

    void add(long ageMicros, long nowNanos) {
        micros[head] = Math.clamp(ageMicros, 0, Integer.MAX_VALUE);
        nanos[head] = nowNanos;
        head = (head + 1) % MOST;
        filled = Math.min(MOST, filled + 1);
    }

    void clear() {
        filled = 0;
    }

    /** The values of the window in ascending order. */
    int[] sorted(long nowNanos) {
        int[] found = new int[filled];
        int count = 0;
        while (count < filled) {
            int at = Math.floorMod(head - 1 - count, MOST);
            if (nowNanos - nanos[at] > WINDOW_NANOS) {
                break;
            }
            found[count++] = micros[at];
        }
        int[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The value below which {@code ratio} of {@code sorted} lie, in milliseconds; NaN if there is none. */
    static double millis(int[] sorted, double ratio) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(ratio * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)] / 1000.0;
    }
}
