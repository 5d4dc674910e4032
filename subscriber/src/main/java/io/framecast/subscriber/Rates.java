package io.framecast.subscriber;

/** Frames and bits a second of one stream, between two looks at its counters. One thread looks, any thread reads. */
final class Rates {

    private static final double NANOS = 1e9;

    private long nanos;
    private long frames;
    private long bytes;
    private volatile double framesPerSecond;
    private volatile double bitsPerSecond;

    Rates(long nowNanos) {
        nanos = nowNanos;
    }

    /** Looks at the counters; call it about once a second. */
    void onCounts(long framesNow, long bytesNow, long nowNanos) {
        double seconds = (nowNanos - nanos) / NANOS;
        if (seconds <= 0) {
            return;
        }
        framesPerSecond = (framesNow - frames) / seconds;
        bitsPerSecond = (bytesNow - bytes) * 8 / seconds;
        nanos = nowNanos;
        frames = framesNow;
        bytes = bytesNow;
    }

    /** As counted by {@link StreamMeter#frames}. */
    double framesPerSecond() {
        return framesPerSecond;
    }

    double bitsPerSecond() {
        return bitsPerSecond;
    }
}
