package io.framecast.protocol.time;

import java.util.Arrays;

/** The newest 128 of some durations, for their median, and the longest of all of them. One owner; nothing is allocated per value. */
public final class AgeSample {

    private static final int MOST = 128;

    private final long[] values = new long[MOST];
    private final long[] sorted = new long[MOST];
    private long count;
    private long longest;

    public void add(long micros) {
        longest = count == 0 ? micros : Math.max(longest, micros);
        values[(int) (count++ % MOST)] = micros;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The lower one of two in the middle; 0 without any value. */
    public long medianMicros() {
        int kept = (int) Math.min(count, MOST);
        if (kept == 0) {
            return 0;
        }
        System.arraycopy(values, 0, sorted, 0, kept);
        Arrays.sort(sorted, 0, kept);
        return sorted[(kept - 1) / 2];
    }

    /** 0 without any value. */
    public long longestMicros() {
        return longest;
    }

    public void clear() {
        count = 0;
        longest = 0;
    }
}
