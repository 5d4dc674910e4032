package io.framecast.broker.core;

/** When an idle lane says where it stands: 20 ms after its last datagram left, and 100 ms after it. Owned by the lane. */
final class PaddingTimes {

    private static final long FIRST_NANOS = 20_000_000L;
    private static final long SECOND_NANOS = 100_000_000L;
    private static final int TIMES = 2;

    private long sentNanos;
    private int said = TIMES;

    void onData() {
        said = 0;
    }

    void onSent(long nowNanos) {
        sentNanos = nowNanos;
    }

    void onSaid() {
        said++;
    }

    boolean idle(long nowNanos) {
        return nowNanos - sentNanos >= FIRST_NANOS;
    }

    boolean owed() {
        return said < TIMES;
    }

    long dueNanos() {
        return sentNanos + (said == 0 ? FIRST_NANOS : SECOND_NANOS);
    }
}
