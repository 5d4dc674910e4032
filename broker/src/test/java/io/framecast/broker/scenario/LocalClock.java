package io.framecast.broker.scenario;

/**
 * How a program's clocks differ from the network's time and the broker's wall clock.
 *
 * @param wallOffsetMicros its wall clock in microseconds is its monotonic time in microseconds and this
 * @param driftPpm how much faster its monotonic clock runs
 */
record LocalClock(long wallOffsetMicros, long driftPpm) {

    private static final long PARTS = 1_000_000;

    long nanos(long networkNanos) {
        return networkNanos + networkNanos / PARTS * driftPpm + networkNanos % PARTS * driftPpm / PARTS;
    }

    /** The first moment at which this clock shows {@code localNanos}. */
    long networkNanos(long localNanos) {
        if (driftPpm == 0 || localNanos == Long.MAX_VALUE) {
            return localNanos;
        }
        long at = localNanos - (long) (localNanos / (double) (PARTS + driftPpm) * driftPpm) - PARTS;
        while (nanos(at) < localNanos) {
            at += Math.max(1, (localNanos - nanos(at)) / 2);
        }
        return at;
    }

    long wallMicros(long localNanos) {
        return localNanos / 1000 + wallOffsetMicros;
    }

    /** When in the network's time this wall clock showed {@code micros}. */
    long networkNanosOfWall(long micros) {
        return networkNanos((micros - wallOffsetMicros) * 1000);
    }
}
