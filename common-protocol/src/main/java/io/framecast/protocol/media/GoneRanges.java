package io.framecast.protocol.media;

import io.framecast.protocol.time.Serial;

/** The last few ranges of sequences that their sender says will not come. */
final class GoneRanges {

    private static final int KEPT = 32;

    private final int[] from = new int[KEPT];
    private final int[] count = new int[KEPT];
    private final boolean[] leftOut = new boolean[KEPT];
    private int size;
    private int next;

    /** What touches a range that is known becomes part of it; what is both on purpose and not counts as on purpose. */
    void add(int first, int sequences, boolean onPurpose) {
        for (int i = 0; i < size; i++) {
            int into = Serial.distance(from[i], first);
            boolean same = leftOut[i] == onPurpose || (into == 0 && count[i] == sequences);
            if (same && into <= count[i] && into + sequences >= 0) {
                int end = Math.max(count[i], into + sequences);
                from[i] += Math.min(0, into);
                count[i] = end - Math.min(0, into);
                leftOut[i] |= onPurpose;
                return;
            }
        }
        from[next] = first;
        count[next] = sequences;
        leftOut[next] = onPurpose;
        next = (next + 1) % KEPT;
        size = Math.min(KEPT, size + 1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The range that {@code sequence} is in, or -1. */
    int find(int sequence) {
        for (int i = 0; i < size; i++) {
            int into = Serial.distance(from[i], sequence);
            if (into >= 0 && into < count[i]) {
                return i;
            }
        }
        return -1;
    }

    int from(int range) {
        return from[range];
    }

    int end(int range) {
        return from[range] + count[range];
    }

    /** Whether it was the sender's choice, so that nothing that it sends afterwards needs what is in the range. */
    boolean leftOut(int range) {
        return leftOut[range];
    }

    int size() {
        return size;
    }
}
