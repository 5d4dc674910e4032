package io.framecast.protocol.session;

import io.framecast.protocol.time.ClockFilter;
import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the producer's clock here: the broker's word on it and our own measurement of the broker's, added.
 *
 * @param offsetMicros added to a capture time gives this machine's {@code nowNanos / 1000}
 * @param uncertaintyMicros the true offset is at most this far away; {@link Integer#MAX_VALUE}: nothing is known
 * @param roundTripNanos smoothed, to the broker; 0 unknown
 */
record StreamClock(long offsetMicros, int uncertaintyMicros, long roundTripNanos) {

    /** What the broker said ages like a measurement of our own. */
    private static final long DRIFT_PPM = 100;

    private static final long NANOS_PER_MICRO_OF_DRIFT = 1_000_000_000L / DRIFT_PPM;

    /** Of the divisions of nanoseconds on the way to an offset and an age. */
    private static final long ROUNDING_MICROS = 10;

    /** {@code told}: the producer's clock by the broker's, told at {@code toldNanos}. */
    static StreamClock of(@Nullable ClockOffset told, long toldNanos, Exchange exchange, long nowNanos) {
        Link link = exchange.link();
        if (told == null || link == null || !link.clock().known()) {
            return new StreamClock(0, Integer.MAX_VALUE, exchange.roundTripNanos());
        }
        ClockFilter broker = link.clock();
        long drift = Math.max(0, nowNanos - toldNanos) / NANOS_PER_MICRO_OF_DRIFT;
        long uncertainty = told.uncertaintyMicros() + drift + broker.uncertaintyMicros(nowNanos) + ROUNDING_MICROS;
        return new StreamClock(
                told.offsetMicros() - broker.offsetMicros(nowNanos),
                (int) Math.min(Integer.MAX_VALUE, uncertainty),
                exchange.roundTripNanos());
    }

    /** Whether an age computed with it may be called absolute. */
    boolean absolute() {
        return uncertaintyMicros <= StreamStats.ABSOLUTE_WITHIN_MICROS;
    }
}
