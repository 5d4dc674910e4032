package io.framecast.protocol.crypto;

/** Which of the newest packet numbers were seen (RFC 4303 §3.4.3), and their recovery from 32 bits. */
public final class ReplayWindow {

    private final int size;
    private final long[] seen;
    private long highest;

    /** @param size a multiple of 64 */
    public ReplayWindow(int size) {
        this(size, 0);
    }

    /** @param first the lowest number that is expected, >= 0 */
    public ReplayWindow(int size, long first) {
        if (size <= 0 || size % 64 != 0 || first < 0) {
            throw new IllegalArgumentException("size " + size + ", first " + first);
        }
        this.size = size;
        this.seen = new long[size / 64];
        this.highest = first - 1;
    }

    /** The number with these low 32 bits that is nearest to the one expected next; it may be negative, which is never fresh. */
    public long recover(int low32) {
        long expected = highest + 1;
        return expected + (low32 - (int) expected);
    }

    /** Neither seen nor too old to tell. */
    public boolean fresh(long number) {
        if (number < 0 || number <= highest - size) {
            return false;
        }
        return number > highest || (seen[slot(number)] & bit(number)) == 0;
    }

    /** Marks a number whose packet has authenticated. @return false: it was not fresh */
    public boolean accept(long number) {
        if (!fresh(number)) {
            return false;
        }
        long from = Math.max(highest, number - size) + 1;
        for (long n = from; n <= number; n++) {
            seen[slot(n)] &= ~bit(n);
        }
        seen[slot(number)] |= bit(number);
        highest = Math.max(highest, number);
        return true;
    }

    /** The highest number accepted; one below the first expected at the start. */
    public long highest() {
        return highest;
    }

    private int slot(long number) {
        return (int) Math.floorMod(number, (long) size) >>> 6;
    }

    private static long bit(long number) {
        return 1L << number;
    }
}
