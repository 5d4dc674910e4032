package io.framecast.protocol.session;

/**
 * How old the frames of a subscribed stream were on their way here, as the broker told it last: medians over about a second, in
 * microseconds since capture, 0 where unknown.
 *
 * @param toldNanos when it was told, on this machine's clock; 0: never
 * @param absolute whether the producer's and the broker's clock allow to say so of the two ages at the broker; what the producer
 *     measured itself always is
 * @param encodedMicros when sealed at the producer
 * @param arrivedMicros when the broker had the whole of them
 * @param forwardedMicros when it had sent the whole of them on
 */
public record BrokerHops(long toldNanos, boolean absolute, int encodedMicros, int arrivedMicros, int forwardedMicros) {

    public static final BrokerHops UNKNOWN = new BrokerHops(0, false, 0, 0, 0);
}
