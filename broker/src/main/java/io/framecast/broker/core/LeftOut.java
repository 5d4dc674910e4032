package io.framecast.broker.core;

import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import org.jspecify.annotations.Nullable;

/** The last {@value #KEPT} runs of one lane that one subscriber was not sent, so that a NACK for them is answered with the truth. */
final class LeftOut {

    private static final int KEPT = 64;

    private final int[] from = new int[KEPT];
    private final int[] count = new int[KEPT];
    private final DropReason[] reason = new DropReason[KEPT];
    private int size;
    private int next;

    void add(int first, int sequences, DropReason why) {
        from[next] = first;
        count[next] = sequences;
        reason[next] = why;
        next = (next + 1) % KEPT;
        size = Math.min(KEPT, size + 1);
    }

    /** Null: it was sent, or will be, or it is long ago. */
    @Nullable
    DropReason reasonOf(int sequence) {
        for (int i = 0; i < size; i++) {
            int into = Serial.distance(from[i], sequence);
            if (into >= 0 && into < count[i]) {
                return reason[i];
            }
        }
        return null;
    }
}
