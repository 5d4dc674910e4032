package io.framecast.gateway.web;

import io.framecast.broker.core.Grant;
import io.framecast.broker.core.Scope;
import io.framecast.broker.rights.Rights;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;

/**
 * Who may watch what: the broker's own table, asked about the peer that speaks HTTP. That the broker trusts the gateway is nothing that
 * a peer has a part in.
 */
final class Entrance {

    /** What becomes of a peer. */
    sealed interface Verdict {

        /**
         * @param expiresNanos {@link Long#MAX_VALUE}: never
         * @param upheld whether the key that its token was signed with is still one that counts
         */
        record In(Scope watch, long expiresNanos, BooleanSupplier upheld) implements Verdict {

            boolean over(long nowNanos) {
                return !upheld.getAsBoolean() || (expiresNanos != Long.MAX_VALUE && expiresNanos - nowNanos <= 0);
            }
        }

        /** A token is needed, or another one. */
        record TokenWanted() implements Verdict {}

        /** Not from this address. */
        record Out() implements Verdict {}
    }

    private static final byte[] NO_PROOF = {};

    private final Rights rights;

    Entrance(Rights rights) {
        this.rights = rights;
    }

    /** @param token a JWT, or empty */
    Verdict judge(InetAddress peer, String token, long nowNanos) {
        Grant grant = rights.authorize(new InetSocketAddress(peer, 0), NO_PROOF, NO_PROOF, token, nowNanos);
        return switch (grant) {
            case Grant.Allowed allowed ->
                new Verdict.In(allowed.subscribe(), allowed.expiresNanos(), () -> rights.upholds(allowed));
            case Grant.Denied denied when denied.code() == ErrorCode.NOT_ALLOWED -> new Verdict.Out();
            case Grant.Denied _ -> new Verdict.TokenWanted();
        };
    }
}
