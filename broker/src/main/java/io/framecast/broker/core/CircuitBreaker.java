package io.framecast.broker.core;

/**
 * Ends what congests a path although everything was left out that could be (RFC 8083). Two conditions, each of one subscriber's part of
 * one stream: a rate of more than ten times what TCP would reach at that loss and round trip, in three reports in a row that are a
 * second apart (§4.3; a rate is of about a second, so the one from before something was left out is in one of them at the most); and
 * media that is sent but, by reports that arrive, does not (§4.2). Owned by its {@link Seat}.
 */
final class CircuitBreaker {

    private static final double TIMES_TCP = 10;
    private static final double DATAGRAM_BYTES = 1200;
    private static final int INTERVALS = 3;
    /** Reports come four times a second where it is bad; with its jitter, one of a second is this long at the least. */
    private static final long INTERVAL_NANOS = 900_000_000L;

    private static final long TIMEOUT_NANOS = 5_000_000_000L;

    private int tooFast;
    private long tooFastAt;
    private int silent;
    private long silentAt;

    /**
     * @param sent bytes a second
     * @param lossRatio of the datagrams sent, before repair
     * @param roundTripNanos 0: not known
     * @param reduced whether less than everything is sent already: before that, it is not the breaker's turn
     * @return whether it opens
     */
    boolean onRate(double sent, double lossRatio, long roundTripNanos, boolean reduced, long nowNanos) {
        boolean over = reduced
                && lossRatio > 0
                && roundTripNanos > 0
                && sent > TIMES_TCP * tcpBytesPerSecond(lossRatio, roundTripNanos);
        if (!over) {
            tooFast = 0;
        } else if (tooFast == 0 || nowNanos - tooFastAt >= INTERVAL_NANOS) {
            tooFast++;
            tooFastAt = nowNanos;
        }
        return tooFast >= INTERVALS;
    }

    /** @return whether it opens; media was {@code sent} since the last report, {@code received}: at least a byte of it arrived */
    boolean onMedia(boolean sent, boolean received, long nowNanos) {
        if (received || !sent) {
            silent = received ? 0 : silent;
            return false;
        }
        if (silent++ == 0) {
            silentAt = nowNanos;
        }
        return silent > INTERVALS && nowNanos - silentAt >= TIMEOUT_NANOS;
    }

    /** The simplified throughput equation of RFC 8083 §4.3: s / (R sqrt(2p/3)). */
    static double tcpBytesPerSecond(double lossRatio, long roundTripNanos) {
        return DATAGRAM_BYTES / (roundTripNanos / 1e9 * Math.sqrt(2 * lossRatio / 3));
    }
}
