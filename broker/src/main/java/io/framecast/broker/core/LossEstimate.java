package io.framecast.broker.core;

/** Share of datagrams lost over the last few seconds, and whether chance explains it. */
final class LossEstimate {

    private static final double HALF_LIFE_NANOS = 2e9;
    /** Bursts of four on average make the number of losses in a sample vary seven times as much as independent ones. */
    private static final double BURST_VARIANCE = 7;

    private static final double DEVIATIONS = 5;

    private double datagrams;
    private double lost;
    private long decayedAt;

    LossEstimate(long nowNanos) {
        decayedAt = nowNanos;
    }

    void add(long moreDatagrams, long moreLost, long nowNanos) {
        double kept = Math.pow(0.5, Math.max(0, nowNanos - decayedAt) / HALF_LIFE_NANOS);
        datagrams = datagrams * kept + moreDatagrams;
        lost = lost * kept + moreLost;
        decayedAt = nowNanos;
    }

    void clear() {
        datagrams = 0;
        lost = 0;
    }

    double datagrams() {
        return datagrams;
    }

    /** In [0, 1]; 0 of nothing. */
    double ratio() {
        return datagrams < 1 ? 0 : Math.min(1, lost / datagrams);
    }

    /** Whether a path that loses {@code limit} of what it is sent would not have lost so much by chance. */
    boolean exceeds(double limit) {
        double expected = datagrams * limit;
        return lost - expected > DEVIATIONS * Math.sqrt(expected * (1 - limit) * BURST_VARIANCE);
    }
}
