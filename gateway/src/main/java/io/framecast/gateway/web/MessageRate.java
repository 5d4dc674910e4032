package io.framecast.gateway.web;

/** Whether a peer keeps to so many messages in any second that begins with one of them. */
final class MessageRate {

    private static final long SECOND = 1_000_000_000L;

    private final int most;
    private long startNanos;
    private int count;

    MessageRate(int most) {
        this.most = most;
    }

    boolean allows(long nowNanos) {
        if (count == 0 || nowNanos - startNanos >= SECOND) {
            startNanos = nowNanos;
            count = 0;
        }
        count++;
        return count <= most;
    }
}
