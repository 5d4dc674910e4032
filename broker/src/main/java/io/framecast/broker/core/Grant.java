package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.ErrorCode;

/** What an {@link Authorizer} says to a peer that has proved its address. */
public sealed interface Grant {

    /**
     * @param byAddress the right follows from the address alone, so a session that moves to another address is judged again
     * @param expiresNanos on the broker's monotonic clock; {@link Long#MAX_VALUE}: never
     * @param quota of each stream that is published by this right, beside the broker's own limits
     * @param key names the key that the right was signed with; empty: it needs none
     */
    record Allowed(Scope publish, Scope subscribe, boolean byAddress, long expiresNanos, Quota quota, String key)
            implements Grant {

        /** Without a quota, signed by nobody. */
        public Allowed(Scope publish, Scope subscribe, boolean byAddress, long expiresNanos) {
            this(publish, subscribe, byAddress, expiresNanos, Quota.NONE, "");
        }

        public boolean expired(long nowNanos) {
            return expiresNanos != Long.MAX_VALUE && expiresNanos - nowNanos <= 0;
        }
    }

    /** {@code detail}: for people, at most 200 bytes; says what to do, reveals nothing about others. */
    record Denied(ErrorCode code, String detail) implements Grant {}

    /**
     * How much a stream may take.
     *
     * @param subscribers at once, waiting ones included, at least 1
     * @param bitsPerSecond from its producer, repairs included, at least 1; more is dropped
     */
    record Quota(int subscribers, long bitsPerSecond) {

        public static final Quota NONE = new Quota(Integer.MAX_VALUE, Long.MAX_VALUE);

        public Quota {
            if (subscribers < 1 || bitsPerSecond < 1) {
                throw new IllegalArgumentException(
                        "a quota is at least 1 of each, not " + subscribers + " and " + bitsPerSecond);
            }
        }
    }
}
