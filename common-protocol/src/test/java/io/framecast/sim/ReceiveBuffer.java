package io.framecast.sim;

/** How much of a socket's receive buffer is in use, as Linux accounts it. */
final class ReceiveBuffer {

    /** Measured: 92 datagrams of 1200 bytes fill the default buffer of 212 992 bytes. */
    private static final int SMALL_TRUE_BYTES = 2304;

    private static final int SMALL_BYTES = 1_400;

    private final long bytes;
    private final long drainNanos;
    private long used;

    ReceiveBuffer(long bytes, long drainNanos) {
        this.bytes = bytes;
        this.drainNanos = drainNanos;
    }

    /** Whether a datagram fits; it then occupies its place until {@link #read}. */
    boolean accept(int datagramBytes) {
        if (used + trueBytes(datagramBytes) > bytes) {
            return false;
        }
        used += trueBytes(datagramBytes);
        return true;
    }

    void read(int datagramBytes) {
        used -= trueBytes(datagramBytes);
    }

    /** When what arrives now is read; 0 nanoseconds of draining: at once. */
    long readAt(long startNanos, long nowNanos) {
        return drainNanos == 0 ? nowNanos : nowNanos + drainNanos - (nowNanos - startNanos) % drainNanos;
    }

    private static int trueBytes(int datagramBytes) {
        return datagramBytes <= SMALL_BYTES ? SMALL_TRUE_BYTES : datagramBytes + SMALL_TRUE_BYTES;
    }
}
