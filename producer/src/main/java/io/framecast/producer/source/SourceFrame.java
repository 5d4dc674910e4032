package io.framecast.producer.source;

/**
 * One encoded frame of a source.
 *
 * @param track as in the catalog, 1..255
 * @param presentationMicros when it is shown, continuous over loops; 0 is the first shown frame of all tracks, and what only
 *     primes a decoder (an audio codec's delay, pictures before an edit list's start) lies before it
 * @param decodeMicros when it is sent, same origin, never decreasing over all tracks; negative before the first shown frame
 * @param payload the encoded bytes; owned by the frame
 */
public record SourceFrame(
        int track, boolean key, boolean discardable, long presentationMicros, long decodeMicros, byte[] payload) {

    SourceFrame decodedAt(long micros) {
        return new SourceFrame(track, key, discardable, presentationMicros, micros, payload);
    }
}
