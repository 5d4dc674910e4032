package io.framecast.broker.core;

/** A budget that refills steadily up to a burst. */
final class TokenBucket {

    private double perNano;
    private double capacity;
    private double level;
    private long filledAt;

    /** Full at first. */
    TokenBucket(double perSecond, double burst, long nowNanos) {
        perNano = perSecond / 1e9;
        capacity = burst;
        level = burst;
        filledAt = nowNanos;
    }

    /** Changes the rate from now on; what has gathered stays, up to the burst. */
    void rate(double perSecond, double burst, long nowNanos) {
        refill(nowNanos);
        perNano = perSecond / 1e9;
        capacity = burst;
        level = Math.min(level, burst);
    }

    boolean take(double amount, long nowNanos) {
        refill(nowNanos);
        if (level < amount) {
            return false;
        }
        level -= amount;
        return true;
    }

    /** Takes what is used even beyond what is there: {@link #nanosUntil} then says when the debt is paid. */
    void spend(double amount) {
        level -= amount;
    }

    double available(long nowNanos) {
        refill(nowNanos);
        return level;
    }

    /** How long until {@code amount} is there; 0: it is. */
    long nanosUntil(double amount, long nowNanos) {
        refill(nowNanos);
        return level >= amount ? 0 : (long) Math.ceil((Math.min(amount, capacity) - level) / perNano);
    }

    private void refill(long nowNanos) {
        long elapsed = nowNanos - filledAt;
        if (elapsed > 0) {
            level = Math.min(capacity, level + elapsed * perNano);
            filledAt = nowNanos;
        }
    }
}
