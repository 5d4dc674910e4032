package io.framecast.broker.core;

/** Whether a peer is still there: when it was heard, and the PINGs that ask. Owned by the session. */
final class Liveness {

    /** A producer that has not been heard for this long is asked. */
    static final long QUIET_NANOS = 1_000_000_000L;
    /** A producer that has not been heard for this long is gone, and its streams with it. */
    static final long GONE_NANOS = 3_000_000_000L;

    private static final long ASK_AGAIN_NANOS = 500_000_000L;
    /** How often the round trip is measured where there is nothing else to ask. */
    private static final long MEASURE_NANOS = 10_000_000_000L;
    /** The same for the first ones, of which some are slow because programs have just started, and for one that was lost. */
    private static final long MEASURE_SOON_NANOS = 900_000_000L;

    private static final int FIRST_MEASUREMENTS = 8;

    private long heardAt;
    private long pingedAt;
    private long pingToken;
    private boolean pinged;
    private boolean outstanding;
    private int pings;

    Liveness(long nowNanos) {
        heardAt = nowNanos;
        pingedAt = nowNanos;
    }

    void onHeard(long nowNanos) {
        heardAt = nowNanos;
    }

    long heardAt() {
        return heardAt;
    }

    boolean measurementDue(long nowNanos) {
        return !pinged
                || nowNanos - pingedAt
                        >= (outstanding || pings < FIRST_MEASUREMENTS ? MEASURE_SOON_NANOS : MEASURE_NANOS);
    }

    /** A PING with {@code token} leaves now. */
    void onPing(long token, long nowNanos) {
        pingToken = token;
        pingedAt = nowNanos;
        pinged = true;
        pings++;
        outstanding = true;
    }

    /** @return when the PING left that {@code token} answers, or {@link Long#MIN_VALUE} for any but the last one */
    long onPong(long token) {
        if (!outstanding || token != pingToken) {
            return Long.MIN_VALUE;
        }
        outstanding = false;
        return pingedAt;
    }

    boolean gone(long nowNanos) {
        return nowNanos - heardAt >= GONE_NANOS;
    }

    boolean askDue(long nowNanos) {
        return nowNanos - askAt() >= 0;
    }

    /** When a producer has to be looked at next. */
    long deadlineNanos() {
        long gone = heardAt + GONE_NANOS;
        return askAt() - gone < 0 ? askAt() : gone;
    }

    private long askAt() {
        long quiet = heardAt + QUIET_NANOS;
        long again = pingedAt + ASK_AGAIN_NANOS;
        return pinged && again - quiet > 0 && pingedAt - heardAt > 0 ? again : quiet;
    }
}
