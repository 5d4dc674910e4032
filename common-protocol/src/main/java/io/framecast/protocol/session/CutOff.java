package io.framecast.protocol.session;

/**
 * When to ask again for a stream that the broker has ended because its path took next to nothing of it (RFC 8083 §4.5 leaves it to the
 * application, but not to repeat it at once): after 30 s, doubling up to 8 min; from the start once it has lasted longer than that.
 * Owned by its {@link Subscription}.
 */
final class CutOff {

    private static final long FIRST_NANOS = 30_000_000_000L;
    private static final long LONGEST_NANOS = 480_000_000_000L;

    private long waitNanos = FIRST_NANOS;
    private long untilNanos = Deadline.NONE;
    private long streamNanos;

    /** A stream is there. */
    void onStream(long nowNanos) {
        streamNanos = nowNanos;
    }

    /** @return when to ask again */
    long onCutOff(long nowNanos) {
        if (nowNanos - streamNanos > LONGEST_NANOS) {
            waitNanos = FIRST_NANOS;
        }
        untilNanos = nowNanos + waitNanos;
        waitNanos = Math.min(2 * waitNanos, LONGEST_NANOS);
        return untilNanos;
    }

    /** It is asked for, by itself or because somebody wants it so. */
    void onAsked() {
        untilNanos = Deadline.NONE;
    }

    /** {@link Deadline#NONE}: nothing is waited for. */
    long untilNanos() {
        return untilNanos;
    }
}
