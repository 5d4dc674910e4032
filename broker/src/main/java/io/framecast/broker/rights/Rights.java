package io.framecast.broker.rights;

import io.framecast.broker.core.Authorizer;
import io.framecast.broker.core.Grant;
import io.framecast.broker.core.Scope;
import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rights table. Any thread. With neither secret nor keys the address decides; with a secret its holders may do everything, and holders of a
 * token what it says; with keys only, tokens decide alone.
 */
public final class Rights implements Authorizer {

    private final @Nullable Secret secret;
    private volatile @Nullable Tokens tokens;
    private final boolean openInternet;
    private final long wallOffsetMicros;

    /**
     * @param secret null: none
     * @param jwks a JWK set with the public keys that sign tokens; null: none
     * @param openInternet without secret and keys: whether peers on public addresses are let in too
     * @param wallOffsetMicros as in the broker's configuration
     * @throws IllegalArgumentException one line: what is wrong with {@code jwks}
     */
    public Rights(@Nullable Secret secret, @Nullable String jwks, boolean openInternet, long wallOffsetMicros) {
        this.secret = secret;
        this.openInternet = openInternet;
        this.wallOffsetMicros = wallOffsetMicros;
        tokens = secret == null && jwks == null ? null : tokens(secret, jwks);
    }

    /**
     * Puts other keys in the place of those that verify tokens; the secret stays. Any thread; whoever holds sessions asks
     * {@link #upholds} about them afterwards.
     *
     * @param jwks a JWK set
     * @throws IllegalArgumentException one line: what is wrong with it; the keys from before hold
     */
    public void replaceKeys(String jwks) {
        tokens = tokens(secret, jwks);
    }

    /** Whether who reads this file could sign tokens. {@code jwks} has been taken already. */
    public static boolean holdPrivateKey(String jwks) {
        return Tokens.holdPrivateKey(jwks);
    }

    private static Tokens tokens(@Nullable Secret secret, @Nullable String jwks) {
        List<TokenKey> keys = new ArrayList<>();
        if (secret != null) {
            keys.add(TokenKey.ofSecret(secret.tokenKey()));
        }
        if (jwks != null) {
            keys.addAll(Tokens.keysOf(jwks));
        }
        return new Tokens(keys);
    }

    @Override
    public boolean upholds(Grant.Allowed grant) {
        Tokens current = tokens;
        return grant.key().isEmpty() || (current != null && current.has(grant.key()));
    }

    @Override
    public Grant authorize(InetSocketAddress from, byte[] proof, byte[] bindingHash, String token, long nowNanos) {
        Tokens current = tokens;
        if (current == null) {
            return byAddress(from);
        }
        if (secret != null && proof.length > 0) {
            return MessageDigest.isEqual(proof, secret.proof(bindingHash))
                    ? new Grant.Allowed(Scope.ALL, Scope.ALL, false, Long.MAX_VALUE)
                    : new Grant.Denied(ErrorCode.WRONG_SECRET, "the broker has another secret");
        }
        if (!token.isEmpty()) {
            return current.judge(token, nowNanos / 1000 + wallOffsetMicros, nowNanos);
        }
        return secret != null
                ? new Grant.Denied(ErrorCode.SECRET_REQUIRED, "this broker wants its secret, or a ticket")
                : new Grant.Denied(ErrorCode.TOKEN_INVALID, "this broker wants a ticket");
    }

    private Grant byAddress(InetSocketAddress from) {
        if (openInternet || AddressClass.of(from.getAddress()) != AddressClass.PUBLIC) {
            return new Grant.Allowed(Scope.ALL, Scope.ALL, !openInternet, Long.MAX_VALUE);
        }
        return new Grant.Denied(
                ErrorCode.NOT_ALLOWED,
                "a broker without a secret serves private addresses only: set FRAMECAST_SECRET on both sides");
    }
}
