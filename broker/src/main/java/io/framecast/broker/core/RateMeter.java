package io.framecast.broker.core;

/** Bytes per second, smoothed over a few seconds; windows of a second, so that key frames do not make it jump. */
final class RateMeter {

    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final long sinceNanos;
    private long windowStart;
    private long windowBytes;
    private double bytesPerSecond;
    private boolean measured;

    RateMeter(long nowNanos) {
        sinceNanos = nowNanos;
        windowStart = nowNanos;
    }

    void onBytes(long bytes, long nowNanos) {
        long elapsed = nowNanos - windowStart;
        if (elapsed >= WINDOW_NANOS) {
            close(elapsed);
            windowStart = nowNanos;
            windowBytes = 0;
        }
        windowBytes += bytes;
    }

    double bytesPerSecond(long nowNanos) {
        if (measured) {
            // A stream that stopped is not as fast as it was.
            long idle = nowNanos - windowStart - 2 * WINDOW_NANOS;
            return idle > 0 ? bytesPerSecond * WINDOW_NANOS / (WINDOW_NANOS + (double) idle) : bytesPerSecond;
        }
        long elapsed = Math.max(WINDOW_NANOS / 10, nowNanos - sinceNanos);
        return windowBytes * 1e9 / elapsed;
    }

    private void close(long elapsed) {
        double rate = windowBytes * 1e9 / elapsed;
        bytesPerSecond = measured ? bytesPerSecond + (rate - bytesPerSecond) / 4 : rate;
        measured = true;
    }
}
