package io.framecast.protocol.repair;

/**
 * When a question that was not answered is asked again: after a round trip and what it varies by; where each one goes out twice, the
 * second time soon after the first. Owned by a {@link LossTracker}.
 */
final class QuestionRounds {

    static final long LEAST_NANOS = 20_000_000L;

    private static final long LEAST_MARGIN_NANOS = 10_000_000L;
    private static final long REPEAT_NANOS = 5_000_000L;

    private final boolean repeats;
    private long nanos = LEAST_NANOS;

    QuestionRounds(boolean repeats) {
        this.repeats = repeats;
    }

    /** How often a question is asked in one round. */
    int asksOfOne() {
        return repeats ? 2 : 1;
    }

    /** Smoothed round trip, 0 while unknown, and its variation. */
    void roundTrip(long roundTripNanos, long variationNanos) {
        long mostMargin = Math.max(LEAST_MARGIN_NANOS, roundTripNanos / 4);
        long margin = Math.clamp(4 * variationNanos, LEAST_MARGIN_NANOS, mostMargin);
        nanos = Math.max(LEAST_NANOS, roundTripNanos + margin);
    }

    /** From a question that is asked now to the next one; {@code asked} times it was asked before. */
    long untilNextNanos(int asked) {
        if (!repeats) {
            return nanos;
        }
        return (asked & 1) == 0 ? REPEAT_NANOS : nanos - REPEAT_NANOS;
    }
}
