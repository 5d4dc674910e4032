package io.framecast.transport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * On which cores a thread may run. A thread that is woken often starts on the core of the one that woke it, in its place: Linux takes
 * a virtual machine's idle cores for busy ones. Owned by one thread, and about that thread.
 */
final class Affinity {

    /** 1024 cores; the kernel refuses to tell where there are more. */
    private static final int BYTES = 128;

    private final Syscalls calls = new Syscalls(-1);
    private final MemorySegment core = Arena.ofAuto().allocate(JAVA_INT);
    private final MemorySegment given = Arena.ofAuto().allocate(BYTES, Long.BYTES);
    private final MemorySegment mask = Arena.ofAuto().allocate(BYTES, Long.BYTES);
    private final boolean known;

    /** By the thread itself: what it may run on now is what it was given. */
    Affinity() {
        known = calls.coresOfThread(given.address(), BYTES) > 0;
    }

    /** The core that the calling thread runs on; −1: not known. */
    int core() {
        return calls.coreOfThread(core.address()) < 0 ? -1 : core.get(JAVA_INT, 0);
    }

    /** Goes elsewhere if it is on this core, and stays off it, unless there is no other. −1: none. */
    void keepOff(int other) {
        if (known && other >= 0 && other < BYTES * Byte.SIZE && other == core()) {
            mask.copyFrom(given);
            int at = other / Byte.SIZE;
            mask.set(JAVA_BYTE, at, (byte) (mask.get(JAVA_BYTE, at) & ~(1 << other % Byte.SIZE)));
            calls.setCoresOfThread(mask.address(), BYTES);
        }
    }
}
