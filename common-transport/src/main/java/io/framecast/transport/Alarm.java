package io.framecast.transport;

/** Wakes a loop's {@link Ticks} once. Owned by its event loop. */
interface Alarm {

    /** Rings so long from now, at the earliest as soon as the loop is free, in place of what was set before. */
    void set(long nanos);

    void clear();
}
