package io.framecast.broker.core;

import java.net.InetSocketAddress;

/** Decides what a peer may do. Called on the broker's loop, after the cookie and the Noise message; never blocks, never throws. */
public interface Authorizer {

    /**
     * @param from the address that echoed the cookie
     * @param proof 32 bytes by which a holder of the secret proves it, or empty
     * @param bindingHash the handshake's hash that {@code proof} is computed over; empty where there is none
     * @param token a JWT, or empty
     */
    Grant authorize(InetSocketAddress from, byte[] proof, byte[] bindingHash, String token, long nowNanos);

    /** Whether what was granted once is still worth something: not if the key that it was signed with has been taken away. */
    default boolean upholds(Grant.Allowed grant) {
        return true;
    }
}
