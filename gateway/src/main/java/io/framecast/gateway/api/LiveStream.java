package io.framecast.gateway.api;

import io.framecast.protocol.wire.ControlPacket.StreamEntry;

/** A stream that the broker has listed. {@code sinceMillis}: when it began, Unix epoch; steady from list to list. */
public record LiveStream(StreamEntry entry, long sinceMillis) {}
