package io.framecast.subscriber.media;

/** One audio packet that a container or a decoder takes as it is, and when it sounds. */
public record AudioUnit(byte[] payload, long captureMicros, long durationMicros) {}
