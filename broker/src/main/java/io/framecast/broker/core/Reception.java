package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.StreamReport;

/** How one stream fares at one subscriber, by its reports and by what it was sent meanwhile. Owned by its {@link Seat}. */
final class Reception {

    final Arrivals arrivals = new Arrivals();

    private final RecentRate received = new RecentRate();
    private final RecentRate sent = new RecentRate();
    private final CircuitBreaker breaker = new CircuitBreaker();
    private long sentBytes;
    private long receivedBytes;
    private long queueNanos = -1;
    private long lagMicros;
    private long earlierLagMicros;

    /** Something was sent so much later than it came. */
    void onLag(long micros) {
        lagMicros = Math.max(lagMicros, micros);
    }

    /**
     * @param sentSoFar bytes of media, repairs included
     * @param reportNanos when the report left, on any clock
     * @param joining what is cached is under way for longer than what is live: that is no queue
     * @param reduced whether less than everything is sent already
     * @return whether the circuit breaker opens
     */
    boolean onReport(
            StreamReport report,
            long sentSoFar,
            long reportNanos,
            boolean joining,
            boolean reduced,
            double lossRatio,
            long roundTripNanos,
            long nowNanos) {
        boolean silent = breaker.onMedia(sentSoFar > sentBytes, report.bytes() > receivedBytes, nowNanos);
        sentBytes = sentSoFar;
        receivedBytes = report.bytes();
        received.onTotal(report.bytes(), reportNanos);
        sent.onTotal(sentSoFar, nowNanos);
        // Our own backlog is not the path's queue.
        long own = Math.max(lagMicros, earlierLagMicros);
        queueNanos = joining ? -1 : Math.max(0, report.queueMicros() - own) * 1000;
        earlierLagMicros = lagMicros;
        lagMicros = 0;
        return breaker.onRate(sent.perSecond(), lossRatio, roundTripNanos, reduced, nowNanos) || silent;
    }

    double receivedPerSecond() {
        return received.perSecond();
    }

    double sentPerSecond() {
        return sent.perSecond();
    }

    /** What was reported since this was asked last; −1: nothing that counts. */
    long takeQueueNanos() {
        long reported = queueNanos;
        queueNanos = -1;
        return reported;
    }
}
