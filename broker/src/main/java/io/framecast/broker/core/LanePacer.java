package io.framecast.broker.core;

/**
 * When the datagrams that wait in one lane may leave. {@value #BURST} go at once, the rest in chunks of about {@value #CHUNK}: a frame
 * is spread over at most 0.7 of the frame interval and 25 ms from the moment it came, and nothing waits for longer, because a default
 * Linux receive buffer holds 92 datagrams of 1200 bytes and a large key frame overflows it.
 *
 * <p>What may leave is a credit that refills a tenth faster than the frame at hand needs: datagrams that their producer has paced
 * already by the same rule find it filled and pass. Where frames pile up the pace is that of the one in the greatest hurry. Owned by
 * its lane; all counts are datagrams.
 */
final class LanePacer {

    static final int BURST = 16;
    static final int CHUNK = 8;
    private static final long LONGEST_SPREAD_NANOS = 25_000_000L;
    /** Two milliseconds for a chunk: small frames need not wait for longer than a timer can be late. */
    private static final long SLOWEST_NANOS = 2_000_000L / CHUNK;

    private double credit = BURST;
    private long creditAt;
    private boolean creditKnown;
    private long eachNanos = SLOWEST_NANOS;
    private long spreadNanos = LONGEST_SPREAD_NANOS;
    private long dueNanos;

    /**
     * The first datagram of a frame came.
     *
     * @param count of the whole frame
     * @param waiting what came before it and has not left yet
     * @param intervalNanos from one frame to the next
     */
    void onFrame(int count, int waiting, long intervalNanos, long nowNanos) {
        refill(nowNanos);
        spreadNanos = Math.min(intervalNanos / 10 * 7, LONGEST_SPREAD_NANOS);
        long each = Math.min(spreadNanos * 10 / 11 / Math.max(1, waiting + count - BURST), SLOWEST_NANOS);
        eachNanos = Math.max(1, waiting > 0 ? Math.min(eachNanos, each) : each);
        dueNanos = nowNanos + spreadNanos;
    }

    /** A datagram came, and nothing waits before it. */
    void onFirstWaiting(long nowNanos) {
        dueNanos = nowNanos + spreadNanos;
    }

    /** How many of those that wait leave now; they count as sent. */
    int take(int waiting, long nowNanos) {
        if (waiting <= 0) {
            return 0;
        }
        refill(nowNanos);
        if (dueNanos - nowNanos <= 0 || waiting <= credit) {
            return spend(waiting);
        }
        return credit < CHUNK ? 0 : spend((int) credit);
    }

    /** When some of those that wait may leave, after {@link #take} left them. */
    long deadlineNanos(int waiting, long nowNanos) {
        refill(nowNanos);
        double lacking = Math.min(waiting, CHUNK) - credit;
        long filled = nowNanos + Math.max(0, (long) Math.ceil(lacking * eachNanos));
        return dueNanos - filled < 0 ? dueNanos : filled;
    }

    private int spend(int datagrams) {
        credit = Math.max(0, credit - datagrams);
        return datagrams;
    }

    private void refill(long nowNanos) {
        if (creditKnown) {
            credit = Math.min(BURST, credit + (double) (nowNanos - creditAt) / eachNanos);
        }
        creditKnown = true;
        creditAt = nowNanos;
    }
}
