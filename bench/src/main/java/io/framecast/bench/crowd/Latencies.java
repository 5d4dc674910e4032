package io.framecast.bench.crowd;

import java.util.Arrays;

/** How long things took, in microseconds; all of them are kept. Owned by one thread. */
public final class Latencies {
    private int[] micros = new int[1 << 12];
    private int size;

    public void add(long nanos) {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, 2 * size);
        }
        micros[size++] = Math.clamp(nanos / 1000, 0, Integer.MAX_VALUE);
    }

    public void clear() {
        size = 0;
    }

    public int count() {
        return size;
    }

    /** The smallest value that at least {@code share} of them do not exceed; 0 where there are none. */
    public int quantileMicros(double share) {
        if (size == 0) {
            return 0;
        }
        Arrays.sort(micros, 0, size);
        return micros[Math.clamp((long) Math.ceil(share * size) - 1, 0, size - 1)];
    }
}
