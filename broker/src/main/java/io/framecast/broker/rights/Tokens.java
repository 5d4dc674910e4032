package io.framecast.broker.rights;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.framecast.broker.core.Grant;
import io.framecast.broker.core.Scope;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges tokens: JWTs with the claims {@code root} (a prefix before all others), {@code put} and {@code get} (prefixes that may be
 * published and subscribed, a list or one string), {@code exp}, and for what is published {@code subs} (subscribers of a stream at
 * once) and {@code bps} (bits a second that its producer may send).
 */
final class Tokens {

    static final int MAX_BYTES = 900;

    /** Beyond this a token counts as one without an end: nanoseconds would run out of bits. */
    private static final long FAR_SECONDS = 100L * 365 * 24 * 3600;

    /** RFC 7515 §2: the library's decoder passes over everything that is no base64url. */
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final List<TokenKey> keys;

    Tokens(List<TokenKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param json a JWK set (RFC 7517 §5)
     * @throws IllegalArgumentException one line: what is wrong with it
     */
    static List<TokenKey> keysOf(String json) {
        List<JWK> found = parsed(json);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("the JWK set has no key");
        }
        List<TokenKey> keys = new ArrayList<>(found.size());
        for (JWK key : found) {
            keys.add(TokenKey.of(key));
        }
        return keys;
    }

    /** Whether the set says more of a key than it takes to verify. */
    static boolean holdPrivateKey(String json) {
        return parsed(json).stream().anyMatch(JWK::isPrivate);
    }

    private static List<JWK> parsed(String json) {
        try {
            return JWKSet.parse(json).getKeys();
        } catch (ParseException malformed) {
            throw new IllegalArgumentException("not a JWK set: " + malformed.getMessage(), malformed);
        } catch (RuntimeException odd) {
            // The library's parser does not expect all that JSON allows, null for one.
            throw new IllegalArgumentException("not a JWK set", odd);
        }
    }

    /** @param wallMicros now, on the wall clock */
    Grant judge(String token, long wallMicros, long nowNanos) {
        if (token.length() > MAX_BYTES) {
            return invalid("the token is longer than " + MAX_BYTES + " bytes");
        }
        if (!COMPACT.matcher(token).matches()) {
            return invalid("the token is malformed");
        }
        try {
            SignedJWT signed = SignedJWT.parse(token);
            TokenKey key = signer(signed);
            if (key == null) {
                return invalid("the token is not signed by a key of this broker");
            }
            JWTClaimsSet claims = signed.getJWTClaimsSet();
            return claims == null
                    ? invalid("the token carries no claims")
                    : grant(claims, key.name(), wallMicros, nowNanos);
        } catch (ParseException | RuntimeException malformed) {
            // What the library throws at JSON that it does not expect, before any signature was looked at.
            return invalid("the token is malformed");
        }
    }

    /** Whether a key of this name is here. */
    boolean has(String name) {
        for (TokenKey key : keys) {
            if (key.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable TokenKey signer(SignedJWT token) {
        Set<String> critical = token.getHeader().getCriticalParams();
        if (critical != null && !critical.isEmpty()) {
            return null;
        }
        for (TokenKey key : keys) {
            if (key.fits(token.getHeader()) && key.verifies(token)) {
                return key;
            }
        }
        return null;
    }

    private static Grant grant(JWTClaimsSet claims, String key, long wallMicros, long nowNanos) {
        long expires = Long.MAX_VALUE;
        Date end = claims.getExpirationTime();
        if (end != null) {
            long leftSeconds = end.toInstant().getEpochSecond() - wallMicros / 1_000_000;
            if (leftSeconds <= 0) {
                return new Grant.Denied(ErrorCode.TOKEN_EXPIRED, "the token has expired: ask for a new ticket");
            }
            expires = leftSeconds > FAR_SECONDS ? Long.MAX_VALUE : nowNanos + leftSeconds * 1_000_000_000L;
        }
        Date start = claims.getNotBeforeTime();
        if (start != null && start.toInstant().getEpochSecond() > wallMicros / 1_000_000) {
            return invalid("the token is not valid yet");
        }
        Object root = claims.getClaim("root");
        if (root != null && !(root instanceof String)) {
            return invalid("the token's root is not a string");
        }
        Scope put = scope(root == null ? "" : (String) root, claims.getClaim("put"));
        Scope get = scope(root == null ? "" : (String) root, claims.getClaim("get"));
        if (put == null || get == null) {
            return invalid("the token's put and get are not lists of prefixes");
        }
        long subscribers = atLeastOne(claims.getClaim("subs"));
        long bitsPerSecond = atLeastOne(claims.getClaim("bps"));
        if (subscribers < 0 || bitsPerSecond < 0) {
            return invalid("the token's subs and bps are not whole numbers from 1");
        }
        Grant.Quota quota = new Grant.Quota((int) Math.min(Integer.MAX_VALUE, subscribers), bitsPerSecond);
        return new Grant.Allowed(put, get, false, expires, quota, key);
    }

    /** The claim, without one all there is; −1: it is no number that can hold. */
    private static long atLeastOne(@Nullable Object claim) {
        if (claim == null) {
            return Long.MAX_VALUE;
        }
        return claim instanceof Long number && number >= 1 ? number : -1;
    }

    private static @Nullable Scope scope(String root, @Nullable Object claim) {
        if (claim == null) {
            return Scope.NONE;
        }
        List<?> listed = claim instanceof List<?> list ? list : List.of(claim);
        List<String> prefixes = new ArrayList<>(listed.size());
        for (Object prefix : listed) {
            if (!(prefix instanceof String text)) {
                return null;
            }
            prefixes.add(join(root, text));
        }
        return new Scope(prefixes);
    }

    private static String join(String root, String prefix) {
        if (root.isEmpty() || prefix.isEmpty()) {
            return root + prefix;
        }
        return root.endsWith("/") ? root + prefix : root + "/" + prefix;
    }

    private static Grant invalid(String detail) {
        return new Grant.Denied(ErrorCode.TOKEN_INVALID, detail);
    }
}
