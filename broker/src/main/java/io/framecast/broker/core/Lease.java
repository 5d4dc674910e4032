package io.framecast.broker.core;

/**
 * How long a session may go on without a REPORT that proves receipt (invariant 5): media stops after 5 s, subscriptions end after
 * 15 s, the session after 60 s. Three times five is RFC 8083 §4.1's patience for reports.
 */
final class Lease {

    static final long PAUSE_NANOS = 5_000_000_000L;
    static final long UNSUBSCRIBE_NANOS = 15_000_000_000L;
    static final long CLOSE_NANOS = 60_000_000_000L;

    enum Stage {
        HELD,
        PAUSED,
        UNSUBSCRIBED,
        OVER
    }

    private long renewedAt;
    private Stage stage = Stage.HELD;

    Lease(long nowNanos) {
        renewedAt = nowNanos;
    }

    Stage stage() {
        return stage;
    }

    /** @return whether media had been paused and may flow again */
    boolean onRenewed(long nowNanos) {
        boolean paused = stage != Stage.HELD;
        renewedAt = nowNanos;
        stage = Stage.HELD;
        return paused;
    }

    /** @return whether a later stage was reached: see {@link #stage} */
    boolean onTimeout(long nowNanos) {
        long age = nowNanos - renewedAt;
        Stage reached = age >= CLOSE_NANOS
                ? Stage.OVER
                : age >= UNSUBSCRIBE_NANOS ? Stage.UNSUBSCRIBED : age >= PAUSE_NANOS ? Stage.PAUSED : Stage.HELD;
        boolean later = reached.compareTo(stage) > 0;
        stage = later ? reached : stage;
        return later;
    }

    long deadlineNanos() {
        return switch (stage) {
            case HELD -> renewedAt + PAUSE_NANOS;
            case PAUSED -> renewedAt + UNSUBSCRIBE_NANOS;
            case UNSUBSCRIBED -> renewedAt + CLOSE_NANOS;
            case OVER -> Long.MAX_VALUE;
        };
    }
}
