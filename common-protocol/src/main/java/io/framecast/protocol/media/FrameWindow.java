package io.framecast.protocol.media;

import org.jspecify.annotations.Nullable;

/**
 * The frames that are being collected, from the next one to deliver on: at most {@value #FRAMES}, of each only what has arrived.
 * Owned by its assembler.
 */
final class FrameWindow {

    static final int FRAMES = 1024;

    private final @Nullable PartialFrame[] frames = new @Nullable PartialFrame[FRAMES];
    private final BlockPool pool;
    private final FrameMemory memory;
    private long next;
    /** One past the highest frame of which anything is here. */
    private long end;

    private int complete;
    private int completeKeys;
    private long heldBytes;

    FrameWindow(long next, BlockPool pool, FrameMemory memory) {
        this.next = next;
        this.end = next;
        this.pool = pool;
        this.memory = memory;
    }

    /** The frame in front. */
    long next() {
        return next;
    }

    /** One past the highest frame of which anything is here. */
    long end() {
        return end;
    }

    boolean isEmpty() {
        return next >= end;
    }

    boolean reaches(long number) {
        return number - next < FRAMES;
    }

    /** How many are whole. */
    int complete() {
        return complete;
    }

    /** How many of them are key frames. */
    int completeKeys() {
        return completeKeys;
    }

    long heldBytes() {
        return heldBytes;
    }

    /** Null where nothing is here of it, or where it is outside. */
    @Nullable
    PartialFrame find(long number) {
        return number < next || number >= end ? null : frames[slot(number)];
    }

    /** The first frame of which anything is here. */
    @Nullable
    PartialFrame first() {
        for (long number = next; number < end; number++) {
            PartialFrame frame = frames[slot(number)];
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    /** When the oldest of the whole frames behind the one in front became whole, but no later than now. */
    long heldSince(long nowNanos) {
        long since = nowNanos;
        for (long number = next + 1; number < end; number++) {
            PartialFrame frame = frames[slot(number)];
            if (frame != null && frame.isComplete() && frame.completedAtNanos - since < 0) {
                since = frame.completedAtNanos;
            }
        }
        return since;
    }

    /** It lies within reach, and nothing is here of it yet. */
    void add(PartialFrame frame) {
        frames[slot(frame.number)] = frame;
        end = Math.max(end, frame.number + 1);
        hold(frame.heldBytes());
    }

    byte[] commitBlock(PartialFrame frame, int index) {
        hold(pool.blockBytes());
        return frame.commitBlock(index);
    }

    void arrived(PartialFrame frame, int index, int bytes, long nowNanos) {
        long before = frame.heldBytes();
        frame.arrived(index, bytes, nowNanos);
        if (frame.isComplete()) {
            hold(frame.heldBytes() - before);
            complete++;
            completeKeys += frame.key ? 1 : 0;
        }
    }

    /** Lets go of the frame in front; what was there of it. */
    @Nullable
    PartialFrame advance() {
        PartialFrame frame = frames[slot(next)];
        if (frame != null) {
            hold(-frame.heldBytes());
            if (frame.isComplete()) {
                complete--;
                completeKeys -= frame.key ? 1 : 0;
            }
            frame.release();
            frames[slot(next)] = null;
        }
        next++;
        end = Math.max(end, next);
        return frame;
    }

    /** It is empty, and goes on there. */
    void jumpTo(long number) {
        next = number;
        end = number;
    }

    private void hold(long more) {
        heldBytes += more;
        memory.add(more);
    }

    private static int slot(long number) {
        return (int) (number & (FRAMES - 1));
    }
}
