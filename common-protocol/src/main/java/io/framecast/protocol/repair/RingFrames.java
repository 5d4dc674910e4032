package io.framecast.protocol.repair;

import io.framecast.protocol.time.Serial;
import org.jspecify.annotations.Nullable;

/** A ring's frames in order of their sequences, oldest first, in a circular array: no allocation to look one up. */
final class RingFrames {

    private @Nullable RingFrame[] frames = new @Nullable RingFrame[64];
    private int oldest;
    private int size;

    int size() {
        return size;
    }

    RingFrame get(int position) {
        RingFrame frame = frames[slot(position)];
        if (position >= size || frame == null) {
            throw new IndexOutOfBoundsException("frame " + position + " of " + size);
        }
        return frame;
    }

    /** How many frames start at or before {@code sequence}: the last of them is the one that may hold it. */
    int startingUpTo(int sequence) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Serial.compare(get(middle).firstSequence(), sequence) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The frame that {@code sequence} belongs to, whether the datagram is here or not. */
    @Nullable
    RingFrame holding(int sequence) {
        int position = startingUpTo(sequence) - 1;
        if (position < 0) {
            return null;
        }
        RingFrame frame = get(position);
        return Serial.distance(frame.firstSequence(), sequence) < frame.count() ? frame : null;
    }

    @Nullable
    RingFrame numbered(int number) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Serial.compare(get(middle).number(), number);
            if (order == 0) {
                return get(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    void insert(int position, RingFrame frame) {
        if (size == frames.length) {
            grow();
        }
        for (int i = size; i > position; i--) {
            frames[slot(i)] = frames[slot(i - 1)];
        }
        frames[slot(position)] = frame;
        size++;
    }

    /** Cheap near the oldest. */
    RingFrame remove(int position) {
        RingFrame removed = get(position);
        for (int i = position; i > 0; i--) {
            frames[slot(i)] = frames[slot(i - 1)];
        }
        frames[slot(0)] = null;
        oldest = slot(1);
        size--;
        return removed;
    }

    private int slot(int position) {
        return (oldest + position) & (frames.length - 1);
    }

    private void grow() {
        @Nullable RingFrame[] larger = new @Nullable RingFrame[frames.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = frames[slot(i)];
        }
        frames = larger;
        oldest = 0;
    }
}
