package io.framecast.protocol.repair;

/**
 * Sequences that were skipped, oldest first, in parallel arrays: nothing is allocated per packet. Grows to what is missing, gives
 * the memory back once nothing is. Positions are 0 for the oldest; they hold until the next {@link #add} or {@link #removeOldest}.
 */
final class MissingSequences {

    /** Not here, never asked for. */
    static final byte OPEN = 0;
    /** Not here, asked for. */
    static final byte ASKED = 1;
    /** Here, and it had been asked for: remembered, because the original may still come. */
    static final byte ANSWERED = 2;
    /** Here, or given up. */
    static final byte CLOSED = 3;

    private static final int SMALLEST = 16;

    private int[] sequences = new int[SMALLEST];
    private long[] noticedAt = new long[SMALLEST];
    private long[] dueAt = new long[SMALLEST];
    private long[] askedAt = new long[SMALLEST];
    private byte[] states = new byte[SMALLEST];
    private byte[] asks = new byte[SMALLEST];
    private int oldest;
    private int size;
    private int awaited;

    /** {@code sequence} comes after all that are kept. */
    void add(int sequence, long nowNanos, long dueNanos) {
        if (size == sequences.length) {
            resize(size * 2);
        }
        int slot = slot(size++);
        sequences[slot] = sequence;
        noticedAt[slot] = nowNanos;
        dueAt[slot] = dueNanos;
        askedAt[slot] = 0;
        states[slot] = OPEN;
        asks[slot] = 0;
        awaited++;
    }

    int size() {
        return size;
    }

    /** How many are neither here nor given up. */
    int awaited() {
        return awaited;
    }

    int sequence(int position) {
        return sequences[slot(position)];
    }

    /** When a later packet showed that it is missing. */
    long noticedAt(int position) {
        return noticedAt[slot(position)];
    }

    /** When to ask (again); once it is {@link #ANSWERED}, when that was. */
    long dueAt(int position) {
        return dueAt[slot(position)];
    }

    /** When it was asked for first. */
    long askedAt(int position) {
        return askedAt[slot(position)];
    }

    int asks(int position) {
        return asks[slot(position)];
    }

    byte state(int position) {
        return states[slot(position)];
    }

    boolean isAwaited(int position) {
        return states[slot(position)] <= ASKED;
    }

    void ask(int position, long nowNanos, long nextNanos) {
        int slot = slot(position);
        if (states[slot] == OPEN) {
            states[slot] = ASKED;
            askedAt[slot] = nowNanos;
        }
        if (asks[slot] < Byte.MAX_VALUE) {
            asks[slot]++;
        }
        dueAt[slot] = nextNanos;
    }

    void postpone(int position, long nextNanos) {
        dueAt[slot(position)] = nextNanos;
    }

    void answered(int position, long nowNanos) {
        int slot = slot(position);
        states[slot] = ANSWERED;
        dueAt[slot] = nowNanos;
        awaited--;
    }

    void close(int position) {
        int slot = slot(position);
        if (states[slot] <= ASKED) {
            awaited--;
        }
        states[slot] = CLOSED;
    }

    /** It is missed from now on, and not since it was first heard of. */
    void noticeAgain(int position, long nowNanos) {
        noticedAt[slot(position)] = nowNanos;
    }

    void removeNewest() {
        if (isAwaited(size - 1)) {
            awaited--;
        }
        size--;
    }

    void removeOldest() {
        if (isAwaited(0)) {
            awaited--;
        }
        oldest = (oldest + 1) & (sequences.length - 1);
        size--;
        if (size == 0 && sequences.length > 4 * SMALLEST) {
            clear();
        }
    }

    void clear() {
        oldest = 0;
        size = 0;
        awaited = 0;
        resize(SMALLEST);
    }

    /** The position of {@code sequence}, or -1. */
    int find(int sequence) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int distance = sequence - sequences[slot(middle)];
            if (distance == 0) {
                return middle;
            }
            if (distance > 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int slot(int position) {
        return (oldest + position) & (sequences.length - 1);
    }

    private void resize(int capacity) {
        int[] newSequences = new int[capacity];
        long[] newNoticedAt = new long[capacity];
        long[] newDueAt = new long[capacity];
        long[] newAskedAt = new long[capacity];
        byte[] newStates = new byte[capacity];
        byte[] newAsks = new byte[capacity];
        for (int i = 0; i < size; i++) {
            int slot = slot(i);
            newSequences[i] = sequences[slot];
            newNoticedAt[i] = noticedAt[slot];
            newDueAt[i] = dueAt[slot];
            newAskedAt[i] = askedAt[slot];
            newStates[i] = states[slot];
            newAsks[i] = asks[slot];
        }
        sequences = newSequences;
        noticedAt = newNoticedAt;
        dueAt = newDueAt;
        askedAt = newAskedAt;
        states = newStates;
        asks = newAsks;
        oldest = 0;
    }
}
