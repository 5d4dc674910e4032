package io.framecast.broker.core;

import io.framecast.protocol.wire.Malformed;

/** Which counter a rejected datagram belongs to. */
final class Junk {

    private Junk() {}

    static BrokerCounter counter(Malformed reason) {
        return switch (reason) {
            case NOT_AUTHENTIC -> BrokerCounter.NOT_AUTHENTIC;
            case REPLAYED -> BrokerCounter.REPLAYED;
            case UNKNOWN_TYPE, UNKNOWN_MANDATORY -> BrokerCounter.UNKNOWN_TYPE;
            case TRUNCATED, NOT_FRAMECAST, VERSION, MISSING_FIELD, OUT_OF_RANGE, BAD_HEADER -> BrokerCounter.MALFORMED;
        };
    }
}
