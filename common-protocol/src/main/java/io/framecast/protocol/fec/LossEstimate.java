package io.framecast.protocol.fec;

/**
 * What share of the datagrams did not arrive, or not at first, over the last seconds, and whether chance explains it: sums that halve
 * in a given time. Owned by one thread.
 */
public final class LossEstimate {

    /** Bursts of four on average make the number of losses in a sample vary seven times as much as independent ones. */
    private static final double BURST_VARIANCE = 7;

    private static final double DEVIATIONS = 5;

    private final double halfLifeNanos;
    private double sent;
    private double lost;
    private long atNanos;

    public LossEstimate(long halfLifeNanos) {
        this.halfLifeNanos = halfLifeNanos;
    }

    /** So many more were sent, and so many of them lost. */
    public void add(long moreSent, long moreLost, long nowNanos) {
        double keep = Math.pow(0.5, Math.max(0, nowNanos - atNanos) / halfLifeNanos);
        atNanos = nowNanos;
        sent = sent * keep + Math.max(0, moreSent);
        lost = lost * keep + Math.max(0, moreLost);
    }

    /** Forgets everything. */
    public void clear() {
        sent = 0;
        lost = 0;
    }

    /** How many count, the older the less. */
    public double datagrams() {
        return sent;
    }

    /** In [0, 1]; 0 as long as nothing is known. */
    public double ratio() {
        return sent <= 0 ? 0 : Math.min(1, lost / sent);
    }

    /** Whether a path that loses {@code limit} of what it is sent would not have lost so much by chance. */
    public boolean exceeds(double limit) {
        double expected = sent * limit;
        return lost - expected > DEVIATIONS * Math.sqrt(expected * (1 - limit) * BURST_VARIANCE);
    }
}
