package io.framecast.protocol.session;

/**
 * What is known of the broker's clock here.
 *
 * @param offsetMicros add this to this machine's wall clock to get the broker's
 * @param uncertaintyMicros the true offset is at most this far away
 * @param roundTripNanos smoothed
 */
public record BrokerClock(long offsetMicros, int uncertaintyMicros, long roundTripNanos) {}
