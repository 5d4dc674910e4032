package io.framecast.protocol.repair;

import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import java.util.function.Consumer;

/** Makes ranges of sequences that come in order: neighbours share one. Used again after {@link #finish}. */
final class RangeBuilder {

    private int first;
    private int count;

    /** Hands out the range before, where this one is no neighbour of it. */
    void add(int sequence, Consumer<? super SequenceRange> out) {
        if (count > 0 && sequence != first + count) {
            finish(out);
        }
        if (count == 0) {
            first = sequence;
        }
        count++;
    }

    /** Hands out the last range, if there is one. */
    void finish(Consumer<? super SequenceRange> out) {
        if (count > 0) {
            out.accept(new SequenceRange(first, count));
            count = 0;
        }
    }
}
