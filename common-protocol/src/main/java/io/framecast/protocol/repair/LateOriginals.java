package io.framecast.protocol.repair;

/**
 * Originals and retransmissions are the same bytes: which of them was an original that came after it had been asked for, and what
 * there is to learn from it. What arrives sooner after the question than three quarters of the shortest round trip cannot be its answer,
 * nor can a second copy that comes a round trip after the first. Owned by a {@link LossTracker}.
 */
final class LateOriginals {

    private static final long COPY_NANOS = 2_000_000L;

    /** Within less than this of each other an answer and a late original cannot be told apart on machines that do other things, too. */
    private static final long NOISE_NANOS = 1_000_000L;

    final ReorderWait wait;

    private final MissingSequences missing;
    private final int asksOfOneRound;
    private long roundTripNanos;
    private long leastRoundTripNanos;
    private long needless;

    /** {@code asksOfOneRound}: more questions than that may have had an answer each. */
    LateOriginals(MissingSequences missing, ReorderWait wait, int asksOfOneRound) {
        this.missing = missing;
        this.wait = wait;
        this.asksOfOneRound = asksOfOneRound;
    }

    /** Smoothed; 0 while unknown. */
    void roundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    /** The shortest of late; 0 while unknown. */
    void leastRoundTrip(long nanos) {
        if (nanos < leastRoundTripNanos / 4 * 3) {
            // By the longer one, that of a handshake for example, answers were taken for originals.
            wait.forget();
        }
        leastRoundTripNanos = nanos;
    }

    /** What was asked for has come: closes it and returns true where this cannot be the answer. */
    boolean take(int position, long nowNanos) {
        if (nowNanos - missing.askedAt(position) >= soonestAnswerNanos()) {
            return false;
        }
        learn(position, nowNanos);
        return true;
    }

    /** A packet came that was here already. */
    void onCopy(int sequence, long nowNanos) {
        int position = missing.find(sequence);
        if (position >= 0
                && missing.state(position) == MissingSequences.ANSWERED
                && missing.asks(position) <= asksOfOneRound
                && nowNanos - missing.dueAt(position) > Math.max(COPY_NANOS, roundTripNanos)) {
            learn(position, nowNanos);
        }
    }

    /** Asked for although the original was on its way. */
    long needless() {
        return needless;
    }

    private long soonestAnswerNanos() {
        return leastRoundTripNanos == 0 ? roundTripNanos * 3 / 4 : leastRoundTripNanos * 3 / 4 - NOISE_NANOS;
    }

    private void learn(int position, long nowNanos) {
        needless++;
        wait.onLateOriginal(nowNanos - missing.noticedAt(position), nowNanos);
        missing.close(position);
    }
}
