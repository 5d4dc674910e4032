package io.framecast.subscriber.play;

/**
 * What is known of a stream's clocks at one moment.
 *
 * @param absolute whether the producer's clock is known within 20 ms
 * @param captureOffsetMicros where it is: to be added to a capture time for {@link System#nanoTime} in microseconds
 * @param roundTripNanos smoothed, to the broker; 0 unknown
 */
public record StreamClock(boolean absolute, long captureOffsetMicros, long roundTripNanos) {

    public static final StreamClock UNKNOWN = new StreamClock(false, 0, 0);
}
