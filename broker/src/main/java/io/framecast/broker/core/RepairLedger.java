package io.framecast.broker.core;

/**
 * What was sent again to one subscriber of one lane: a repeat within the time that the first repair may still be under way is not
 * answered, nor a ninth request. Remembers the last {@value #KEPT} sequences modulo that number, in memory that exists only where
 * something was lost.
 */
final class RepairLedger {

    private static final int KEPT = 512;
    private static final int MOST = 8;

    private final int[] sequences = new int[KEPT];
    private final byte[] times = new byte[KEPT];
    private final long[] sentAt = new long[KEPT];

    /** Whether {@code sequence} may be sent (again); if so, it counts as sent, at {@code leavesAtNanos}. */
    boolean admits(int sequence, long againAfterNanos, long nowNanos, long leavesAtNanos) {
        int cell = sequence & (KEPT - 1);
        boolean known = times[cell] > 0 && sequences[cell] == sequence;
        if (known && (times[cell] >= MOST || nowNanos - sentAt[cell] < againAfterNanos)) {
            return false;
        }
        times[cell] = (byte) (known ? times[cell] + 1 : 1);
        sequences[cell] = sequence;
        sentAt[cell] = leavesAtNanos;
        return true;
    }
}
