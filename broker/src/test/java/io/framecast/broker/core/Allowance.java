package io.framecast.broker.core;

/** What an observer would let pass: so much at once, and so much a second. */
final class Allowance {

    private final double most;
    private double left;
    private long at;

    Allowance(double most, long nowNanos) {
        this.most = most;
        left = most;
        at = nowNanos;
    }

    void refill() {
        left = most;
    }

    /** @return whether it was there, with a rounding error's grace */
    boolean spend(double amount, double perSecond, long nowNanos) {
        left = Math.min(most, left + (nowNanos - at) * perSecond / 1e9) - amount;
        at = nowNanos;
        return left >= -1e-6 * most;
    }
}
