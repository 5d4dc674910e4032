package io.framecast.protocol.time;

/** The median of some durations over about the last second. One owner; nothing is allocated per value. */
public final class RecentMedian {

    /** What {@link #micros} returns where there was nothing of late. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final long KEPT_NANOS = 3 * WINDOW_NANOS;

    private final AgeSample window = new AgeSample();
    private long startNanos;
    private long median = UNKNOWN;
    private long medianNanos;

    public void add(long micros, long nowNanos) {
        if (!window.isEmpty() && nowNanos - startNanos >= WINDOW_NANOS) {
            close();
        }
        if (window.isEmpty()) {
            startNanos = nowNanos;
        }
        window.add(micros);
    }

    /** Of the last whole second in which there was any, or of what there is so far; {@link #UNKNOWN} three seconds later. */
    public long micros(long nowNanos) {
        if (!window.isEmpty() && nowNanos - startNanos >= WINDOW_NANOS) {
            close();
        }
        if (median != UNKNOWN && nowNanos - medianNanos >= KEPT_NANOS) {
            median = UNKNOWN;
        }
        return median == UNKNOWN && !window.isEmpty() ? window.medianMicros() : median;
    }

    private void close() {
        median = window.medianMicros();
        medianNanos = startNanos + WINDOW_NANOS;
        window.clear();
    }
}
