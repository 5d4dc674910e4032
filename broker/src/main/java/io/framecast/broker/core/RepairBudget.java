package io.framecast.broker.core;

/** What one subscriber of one stream may be sent again: a quarter of the stream's rate, and enough for a bad moment of a slow one. */
final class RepairBudget {

    private static final double SHARE = 0.25;
    private static final double LEAST_BYTES_PER_SECOND = 64_000;
    private static final double LEAST_BURST = 256_000;

    private final TokenBucket bucket;

    RepairBudget(long nowNanos) {
        bucket = new TokenBucket(LEAST_BYTES_PER_SECOND, LEAST_BURST, nowNanos);
    }

    /** Whether {@code bytes} may be sent again now; they count as sent. */
    boolean affords(int bytes, double streamBytesPerSecond, long nowNanos) {
        double rate = Math.max(LEAST_BYTES_PER_SECOND, SHARE * streamBytesPerSecond);
        bucket.rate(rate, Math.max(LEAST_BURST, rate), nowNanos);
        return bucket.take(bytes, nowNanos);
    }
}
