package io.framecast.time;

/** Something that is due at a time, in one {@link DeadlineQueue} or none. */
public abstract class Deadline {
    long deadlineNanos = Long.MAX_VALUE;
    int index = -1;

    /** Whether it is in its queue. */
    public final boolean armed() {
        return index >= 0;
    }
}
