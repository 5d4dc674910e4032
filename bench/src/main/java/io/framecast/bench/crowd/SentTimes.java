package io.framecast.bench.crowd;

/** When the newest frames had left their source. Owned by one event loop. */
public final class SentTimes {
    private static final int KEPT = 1 << 12;

    private final int[] frames = new int[KEPT];
    private final long[] nanos = new long[KEPT];

    /** Some of the frame left; the last time counts. */
    public void onSent(int frame, long nowNanos) {
        frames[frame & KEPT - 1] = frame;
        nanos[frame & KEPT - 1] = nowNanos;
    }

    /** Nanoseconds since all of the frame had left; negative where it is not known. */
    long since(int frame, long nowNanos) {
        return frames[frame & KEPT - 1] == frame ? Math.max(0, nowNanos - nanos[frame & KEPT - 1]) : -1;
    }
}
