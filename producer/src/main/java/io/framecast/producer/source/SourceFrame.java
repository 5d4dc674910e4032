package io.framecast.producer.source;

/**
 * One encoded frame of a source.
 *
 * @param track as in the catalog, 1..255
 * @param presentationMicros when it is shown, from 0 at the source's start, continuous over loops
 * @param decodeMicros when it is sent, same origin, never decreasing over all tracks
 * @param payload the encoded bytes; owned by the frame
 */
public record SourceFrame(
        int track, boolean key, boolean discardable, long presentationMicros, long decodeMicros, byte[] payload) {}
