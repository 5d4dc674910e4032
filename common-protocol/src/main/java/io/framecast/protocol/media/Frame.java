package io.framecast.protocol.media;

/**
 * One encoded access unit as a receiver gets it, in decode order within its track.
 *
 * @param track 1..255; 0 is the catalog
 * @param number per track, +1 in decode order, u32 extended so that it never wraps within a stream
 * @param key decodable without any earlier frame of the track
 * @param discardable no other frame refers to it
 * @param gopDistance frames since the last key frame, 0..65535, saturating
 * @param captureMicros presentation time on the producer's clock, microseconds since the Unix epoch; not monotonic with B-frames
 * @param receivedNanos when the first fragment came, on the receiving machine's clock
 * @param completeNanos when the last one did
 * @param payload the encoded bytes; owned by the frame, never changed
 */
public record Frame(
        int track,
        int temporalId,
        long number,
        boolean key,
        boolean discardable,
        int gopDistance,
        long captureMicros,
        long receivedNanos,
        long completeNanos,
        byte[] payload) {

    /** A frame that did not come over a network. */
    public Frame(
            int track,
            int temporalId,
            long number,
            boolean key,
            boolean discardable,
            int gopDistance,
            long captureMicros,
            byte[] payload) {
        this(track, temporalId, number, key, discardable, gopDistance, captureMicros, 0, 0, payload);
    }
}
