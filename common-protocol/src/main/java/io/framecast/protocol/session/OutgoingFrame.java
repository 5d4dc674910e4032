package io.framecast.protocol.session;

/** A frame on its way out that has no number and no seal yet. */
record OutgoingFrame(
        int track, boolean key, boolean discardable, long captureMicros, byte[] payload, long queuedNanos) {}
