package io.framecast.protocol.fec;

/** What part of the datagrams did not arrive at first, over the last seconds: sums that halve every 4 s, so that chance moves them by less than a row of REPAIR. Owned by one thread. */
public final class LossEstimate {

    private static final double HALF_LIFE_NANOS = 4e9;

    private double expected;
    private double missed;
    private long atNanos;
    private boolean known;

    /** So many more were sent, and so many of them had to be repaired or never came. */
    public void add(long sent, long lost, long nowNanos) {
        if (known) {
            double keep = Math.pow(0.5, Math.max(0, nowNanos - atNanos) / HALF_LIFE_NANOS);
            expected *= keep;
            missed *= keep;
        }
        known = true;
        atNanos = nowNanos;
        expected += Math.max(0, sent);
        missed += Math.max(0, lost);
    }

    /** In [0, 1]; 0 as long as nothing is known. */
    public double ratio() {
        return expected <= 0 ? 0 : Math.min(1, missed / expected);
    }
}
