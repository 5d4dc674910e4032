package io.framecast.protocol.session;

/**
 * What a subscription received so far, over all its incarnations.
 *
 * @param frames delivered whole, the catalog's not counted
 * @param framesBroken given up because a part did not come in time
 * @param framesSkipped whole, but of no use without a broken one
 * @param framesLate delivered whole, but after they were to be shown; what a subscription catches up with is not counted
 * @param bytes of all media datagrams
 * @param datagrams media datagrams, duplicates and retransmissions included
 * @param lost datagrams that never came
 * @param repairedNack datagrams that came because they were asked for
 * @param repairedFec datagrams that were recovered from REPAIR
 * @param duplicates datagrams that came again
 * @param roundTripNanos smoothed, to the broker; 0 unknown
 * @param clockOffsetMicros add this to a capture time to get this machine's wall clock
 * @param clockUncertaintyMicros the true offset is at most this far away; {@link Integer#MAX_VALUE}: nothing is known, and latency
 *     can only be told relative to the fastest frame
 * @param framesLeftOut that the broker did not send, because the path from it takes less
 * @param jitterMicros RFC 3550 §6.4.1, of the lane with the largest
 * @param monotonicOffsetMicros like {@code clockOffsetMicros}, but gives this machine's {@code nowNanos / 1000}
 * @param hops how old frames were on their way here
 */
public record StreamStats(
        long frames,
        long framesBroken,
        long framesSkipped,
        long framesLate,
        long bytes,
        long datagrams,
        long lost,
        long repairedNack,
        long repairedFec,
        long duplicates,
        long roundTripNanos,
        long clockOffsetMicros,
        int clockUncertaintyMicros,
        long framesLeftOut,
        int jitterMicros,
        long monotonicOffsetMicros,
        BrokerHops hops) {

    /** Of a stream whose way is not known. */
    public StreamStats(
            long frames,
            long framesBroken,
            long framesSkipped,
            long framesLate,
            long bytes,
            long datagrams,
            long lost,
            long repairedNack,
            long repairedFec,
            long duplicates,
            long roundTripNanos,
            long clockOffsetMicros,
            int clockUncertaintyMicros,
            int jitterMicros) {
        this(
                frames,
                framesBroken,
                framesSkipped,
                framesLate,
                bytes,
                datagrams,
                lost,
                repairedNack,
                repairedFec,
                duplicates,
                roundTripNanos,
                clockOffsetMicros,
                clockUncertaintyMicros,
                0,
                jitterMicros,
                0,
                BrokerHops.UNKNOWN);
    }

    /** Above this a latency computed from two clocks says too little. */
    public static final int ABSOLUTE_WITHIN_MICROS = 20_000;

    /** Whether a latency computed with {@link #clockOffsetMicros} may be called absolute. */
    public boolean absolute() {
        return clockUncertaintyMicros <= ABSOLUTE_WITHIN_MICROS;
    }
}
