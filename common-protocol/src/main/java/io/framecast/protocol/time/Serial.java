package io.framecast.protocol.time;

/**
 * Arithmetic on numbers that wrap at 2^32 and are kept in an {@code int} (RFC 1982 with SERIAL_BITS = 32). Comparisons hold while
 * the two numbers are less than 2^31 apart.
 */
public final class Serial {

    private Serial() {}

    /** Negative, zero or positive as {@code a} comes before, is, or comes after {@code b}. */
    public static int compare(int a, int b) {
        return Integer.signum(a - b);
    }

    /** How far {@code to} is ahead of {@code from}; negative: behind. */
    public static int distance(int from, int to) {
        return to - from;
    }

    /** The number nearest to {@code reference} whose low 32 bits are {@code low32}. */
    public static long extend(long reference, int low32) {
        return reference + (low32 - (int) reference);
    }
}
