package io.framecast.broker.core;

/**
 * What was sent again to one subscriber of one lane: a repeat within the time that the first repair may still be under way is not
 * answered, nor a fifth request. Remembers the last {@value #KEPT} sequences modulo that number, in memory that exists only where
 * something was lost.
 */
final class RepairLedger {

    private static final int KEPT = 512;
    private static final int MOST = 4;

    private final int[] sequences = new int[KEPT];
    private final byte[] times = new byte[KEPT];
    private final long[] sentAt = new long[KEPT];

    /** Whether {@code sequence} may be sent (again) now; if so, it counts as sent. */
    boolean admits(int sequence, long againAfterNanos, long nowNanos) {
        int cell = sequence & (KEPT - 1);
        boolean known = times[cell] > 0 && sequences[cell] == sequence;
        if (known && (times[cell] >= MOST || nowNanos - sentAt[cell] < againAfterNanos)) {
            return false;
        }
        times[cell] = (byte) (known ? times[cell] + 1 : 1);
        sequences[cell] = sequence;
        sentAt[cell] = nowNanos;
        return true;
    }
}
