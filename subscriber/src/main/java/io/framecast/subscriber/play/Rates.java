package io.framecast.subscriber.play;

import java.util.ArrayDeque;

/** Frames and bits a second over the last two seconds. Owned by one thread. */
final class Rates {
    private static final long WINDOW_NANOS = 2_000_000_000L;

    private final ArrayDeque<long[]> frames = new ArrayDeque<>();
    private long bytes;
    private long pictures;

    void add(long nowNanos, int frameBytes, boolean picture) {
        frames.add(new long[] {nowNanos, frameBytes, picture ? 1 : 0});
        bytes += frameBytes;
        pictures += picture ? 1 : 0;
        forget(nowNanos);
    }

    double framesPerSecond(long nowNanos) {
        double seconds = seconds(nowNanos);
        return Math.max(0, pictures - 1) / seconds; // n pictures have n - 1 gaps
    }

    long bitsPerSecond(long nowNanos) {
        return Math.round(bytes * 8 / seconds(nowNanos));
    }

    private double seconds(long nowNanos) {
        forget(nowNanos);
        long[] oldest = frames.peekFirst();
        // A short past would make a burst at the start look like a rate.
        return oldest == null ? 1 : Math.max(0.5, (nowNanos - oldest[0]) / 1e9);
    }

    private void forget(long nowNanos) {
        while (!frames.isEmpty() && nowNanos - frames.getFirst()[0] > WINDOW_NANOS) {
            long[] gone = frames.remove();
            bytes -= gone[1];
            pictures -= gone[2];
        }
    }
}
