package io.framecast.producer.libav;

/** What came out of an encoder, in decode order. */
public record EncodedUnit(byte[] payload, boolean key, long presentationMicros) {}
