package io.framecast.protocol.repair;

import java.util.Arrays;

/** Which of the last {@link LossTracker#WINDOW} sequences are here, a bit each; whoever owns it says where the window is. */
final class SeenSequences {

    private static final int MASK = LossTracker.WINDOW - 1;

    private final long[] bits = new long[LossTracker.WINDOW / Long.SIZE];

    void add(int sequence) {
        bits[(sequence & MASK) >>> 6] |= 1L << sequence;
    }

    void remove(int sequence) {
        bits[(sequence & MASK) >>> 6] &= ~(1L << sequence);
    }

    boolean contains(int sequence) {
        return (bits[(sequence & MASK) >>> 6] & 1L << sequence) != 0;
    }

    void clear() {
        Arrays.fill(bits, 0);
    }
}
