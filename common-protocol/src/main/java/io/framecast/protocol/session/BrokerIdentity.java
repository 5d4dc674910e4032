package io.framecast.protocol.session;

import io.framecast.protocol.session.HandshakeMachine.Outcome.GaveUp;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.Handshake.Retry;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a client knows that a broker is the right one: by the secret's pin, by the key it expected, or else by first use. */
final class BrokerIdentity {

    private final ClientConfig config;
    private byte @Nullable [] expectedKey;
    private boolean refuseOtherKey;

    BrokerIdentity(ClientConfig config) {
        this.config = config;
        expectedKey = config.expectedKey();
        refuseOtherKey = config.refuseOtherKey();
    }

    /** From now on another key is refused. */
    void insist() {
        refuseOtherKey = true;
    }

    /** Why this broker must not be joined; null if it may. */
    @Nullable
    GaveUp refusal(Retry retry) {
        if (isOther(retry.staticKey()) && refuseOtherKey) {
            return new GaveUp(
                    ErrorCode.NOT_ALLOWED, "the broker's key is not the one that is expected", retry.staticKey());
        }
        if (config.secret() == null || isPinned(retry)) {
            return null;
        }
        if (retry.pin().length > 0) {
            return new GaveUp(ErrorCode.WRONG_SECRET, "the broker uses another secret", null);
        }
        return isExpected(retry.staticKey())
                ? null
                : new GaveUp(ErrorCode.WRONG_SECRET, "the broker uses no secret; start it with the same one", null);
    }

    /** A token is for a broker that somebody vouches for, never for whoever answered first. */
    boolean mayHaveToken(Retry retry) {
        return (config.pinned() && Arrays.equals(config.expectedKey(), retry.staticKey())) || isPinned(retry);
    }

    boolean isOther(byte[] key) {
        return expectedKey != null && !Arrays.equals(expectedKey, key);
    }

    /** The broker proved that it has {@code key}. */
    void onProved(byte[] key) {
        expectedKey = key;
    }

    private boolean isExpected(byte[] key) {
        return Arrays.equals(expectedKey, key);
    }

    private boolean isPinned(Retry retry) {
        return config.secret() != null && MessageDigest.isEqual(config.secret().pin(retry.staticKey()), retry.pin());
    }
}
