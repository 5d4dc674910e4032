package io.framecast.protocol.media;

import io.framecast.protocol.time.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Which frames cannot be completed any more because the sender says that some of their sequences will not come. Follows where the
 * next frame's sequences start. Owned by its assembler.
 */
final class GoneFrames {

    static final int NO_RANGE = -1;

    private final GoneRanges ranges = new GoneRanges();
    private boolean sequenceKnown;
    private int nextSequence;

    void add(int fromSequence, int count, boolean leftOut) {
        ranges.add(fromSequence, count, leftOut);
    }

    /** The window went past a frame; null: nothing of it is known. */
    void onAdvance(@Nullable PartialFrame passed) {
        sequenceKnown = passed != null;
        if (passed != null) {
            nextSequence = passed.firstSequence + passed.count;
        }
    }

    /** The window goes on further ahead. */
    void onJump() {
        sequenceKnown = false;
    }

    /**
     * The range because of which the frame in front cannot be completed any more, or {@link #NO_RANGE}.
     *
     * @param front null where nothing is here of it
     * @param first the first frame of which anything is here
     */
    int blocking(@Nullable PartialFrame front, @Nullable PartialFrame first) {
        if (ranges.isEmpty()) {
            return NO_RANGE;
        }
        if (front == null) {
            // Of a frame that is missing altogether only its first sequence is known, where the one before it is.
            return sequenceKnown && first != null ? ranges.find(nextSequence) : NO_RANGE;
        }
        for (int i = 0; i < ranges.size(); i++) {
            int from = Math.max(0, Serial.distance(front.firstSequence, ranges.from(i)));
            int to = Math.min(front.count, Serial.distance(front.firstSequence, ranges.end(i)));
            for (int index = from; index < to; index++) {
                if (!front.has(index)) {
                    return i;
                }
            }
        }
        return NO_RANGE;
    }

    /** Whether the frame in front lacks a sequence from before {@code awaited}; as far as can be told. */
    boolean passed(@Nullable PartialFrame front, @Nullable PartialFrame first, int awaited) {
        if (front == null) {
            return sequenceKnown && first != null && Serial.compare(nextSequence, awaited) < 0;
        }
        return Serial.compare(front.firstSequence + front.firstMissing(), awaited) < 0;
    }

    /** Whether it was the sender's choice, so that nothing that it sends afterwards needs what is in the range. */
    boolean leftOut(int range) {
        return ranges.leftOut(range);
    }

    /**
     * The window goes past a frame of which nothing is here, before {@code later}: where one range holds everything up to that one, the
     * next missing frame is in it too.
     */
    void onAdvanceMissing(@Nullable PartialFrame later) {
        int range = later != null && sequenceKnown ? ranges.find(nextSequence) : NO_RANGE;
        sequenceKnown = range >= 0 && later != null && Serial.compare(later.firstSequence, ranges.end(range)) <= 0;
    }
}
