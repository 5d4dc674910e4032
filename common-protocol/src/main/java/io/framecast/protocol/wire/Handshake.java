package io.framecast.protocol.wire;

import java.util.List;

/** The unsealed control packets: what is said before there is a session, and the hint that there is none. */
public sealed interface Handshake extends Decoded {

    /**
     * 1200 bytes. The first one has an empty cookie and an empty message; the second one both. {@code prologue}: all bytes of the
     * datagram before the Noise message's first byte; empty where there is no message, which is all that it is good for.
     */
    record Hello(List<Integer> versions, byte[] random, byte[] cookie, byte[] prologue, byte[] noiseMessage)
            implements Handshake {}

    /** {@code pin}: 16 bytes that prove knowledge of the secret over the static key, or empty. */
    record Retry(byte[] random, byte[] staticKey, byte[] pin, byte[] cookie) implements Handshake {}

    /** The session id stands in the header; the Noise message's payload is a {@link WelcomeBody}. {@code random} echoes the HELLO's. */
    record Welcome(long sessionId, byte[] random, byte[] noiseMessage) implements Handshake {}

    record Versions(byte[] random, List<Integer> versions) implements Handshake {}

    /** Unauthenticated: a hint to start a parallel HELLO, never a reason to drop the session. */
    record NoSession(long sessionId) implements Handshake {}

    /** Payload of the first Noise message. {@code proof}: 32 bytes or empty; {@code token}: JWT or empty; {@code request}: SUBSCRIBE, ANNOUNCE or LIST. */
    record HelloBody(byte[] proof, String token, long capabilities, ControlPacket.Request request) {}

    /** Payload of the second Noise message. {@code answer}: to the request in the HELLO, an {@link ControlPacket.Refused} where it was refused. */
    record WelcomeBody(long sessionId, byte[] leaseNonce, long brokerMicros, ControlPacket.Answer answer) {}
}
