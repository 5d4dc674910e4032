package io.framecast.protocol.session;

import io.framecast.protocol.crypto.Secret;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told once, before its first datagram.
 *
 * @param secret proves the right to publish and subscribe, and recognises the broker; null: none
 * @param token JWT, at most 900 bytes; empty: none. Sent only to a broker whose key is pinned, or that has the secret
 * @param expectedKey 32 bytes, the broker's static key by ticket or from an earlier session; null: whatever key comes first
 * @param pinned {@code expectedKey} is vouched for by whoever gave it (a ticket), not only what was seen before
 * @param refuseOtherKey whether a broker with another key than the expected one is refused; otherwise it is reported and used
 * @param endToEnd which streams it takes
 * @param random fills an array with random bytes
 * @param wallOffsetMicros add this to {@code nowNanos / 1000} to get this machine's wall clock, microseconds since the Unix epoch
 * @param grease whether to send what a receiver must ignore (RFC 9170 §3.3), so that it keeps being ignored
 */
public record ClientConfig(
        @Nullable Secret secret,
        String token,
        byte @Nullable [] expectedKey,
        boolean pinned,
        boolean refuseOtherKey,
        EndToEndMode endToEnd,
        Consumer<byte[]> random,
        long wallOffsetMicros,
        boolean grease) {

    /** Without a passphrase; an expected key is one that is pinned. */
    public ClientConfig(
            @Nullable Secret secret,
            String token,
            byte @Nullable [] expectedKey,
            boolean refuseOtherKey,
            Consumer<byte[]> random,
            long wallOffsetMicros,
            boolean grease) {
        this(
                secret,
                token,
                expectedKey,
                expectedKey != null,
                refuseOtherKey,
                EndToEndMode.NONE,
                random,
                wallOffsetMicros,
                grease);
    }

    /** Written out, because the annotations of a compact constructor's parameters do not reach the class file. */
    public ClientConfig(
            @Nullable Secret secret,
            String token,
            byte @Nullable [] expectedKey,
            boolean pinned,
            boolean refuseOtherKey,
            EndToEndMode endToEnd,
            Consumer<byte[]> random,
            long wallOffsetMicros,
            boolean grease) {
        if (expectedKey != null && expectedKey.length != 32) {
            throw new IllegalArgumentException("a broker's key has 32 bytes, not " + expectedKey.length);
        }
        this.secret = secret;
        this.token = token;
        this.expectedKey = expectedKey;
        this.pinned = pinned;
        this.refuseOtherKey = refuseOtherKey;
        this.endToEnd = endToEnd;
        this.random = random;
        this.wallOffsetMicros = wallOffsetMicros;
        this.grease = grease;
    }
}
