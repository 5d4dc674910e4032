package io.framecast.protocol.wire;

/** What parsing a datagram gives: a packet, or the reason why it is none. Parsing never throws. */
public sealed interface Decoded permits ControlPacket, Handshake, Malformed {}
