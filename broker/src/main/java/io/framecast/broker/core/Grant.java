package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.ErrorCode;

/** What an {@link Authorizer} says to a peer that has proved its address. */
public sealed interface Grant {

    /**
     * @param byAddress the right follows from the address alone, so a session that moves to another address is judged again
     * @param expiresNanos on the broker's monotonic clock; {@link Long#MAX_VALUE}: never
     */
    record Allowed(Scope publish, Scope subscribe, boolean byAddress, long expiresNanos) implements Grant {

        public boolean expired(long nowNanos) {
            return expiresNanos != Long.MAX_VALUE && expiresNanos - nowNanos <= 0;
        }
    }

    /** {@code detail}: for people, at most 200 bytes; says what to do, reveals nothing about others. */
    record Denied(ErrorCode code, String detail) implements Grant {}
}
