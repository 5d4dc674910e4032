package io.framecast.launcher;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.framecast.client.UsageException;
import io.framecast.protocol.crypto.Secret;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs tokens: JWTs that say which ids their holder may publish ({@code put}) and subscribe ({@code get}). */
record TokenSigner(JWSAlgorithm algorithm, @Nullable String keyId, JWSSigner signer) {

    /** For brokers that have the secret. */
    static TokenSigner of(Secret secret) {
        try {
            return new TokenSigner(JWSAlgorithm.HS256, null, new MACSigner(secret.tokenKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token key has 32 bytes", e);
        }
    }

    /**
     * For brokers that have the public half ({@code --jwks}).
     *
     * @param json a private JWK: Ed25519, P-256 or RSA
     */
    static TokenSigner ofPrivateKey(String json, String place) {
        try {
            JWK key = JWK.parse(json);
            if (!key.isPrivate()) {
                throw new UsageException(
                        place + ": only the public half of a key is in it; signing needs the private one");
            }
            return switch (key) {
                case OctetKeyPair pair
                when Curve.Ed25519.equals(pair.getCurve()) ->
                    new TokenSigner(JWSAlgorithm.EdDSA, key.getKeyID(), new Ed25519TokenSigner(pair));
                case ECKey ec
                when Curve.P_256.equals(ec.getCurve()) ->
                    new TokenSigner(JWSAlgorithm.ES256, key.getKeyID(), new ECDSASigner(ec));
                case RSAKey rsa -> new TokenSigner(JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(rsa));
                default ->
                    throw new UsageException(place + ": a key of type " + key.getKeyType()
                            + " does not sign tokens; Ed25519, P-256 and RSA keys do");
            };
        } catch (ParseException | JOSEException e) {
            throw new UsageException(place + ": not a private key in JWK form (" + e.getMessage() + ")");
        }
    }

    /**
     * What a token says that its holder may do.
     *
     * @param root stands before all of {@code put} and {@code get}; may be empty
     * @param subscribers of a published stream at once; null: no limit beside the broker's
     * @param bitsPerSecond of a published stream; null: no limit beside the broker's
     */
    record Rights(
            String root,
            List<String> put,
            List<String> get,
            @Nullable Integer subscribers,
            @Nullable Integer bitsPerSecond) {}

    /** A token of at most 900 characters. */
    String token(Rights rights, Duration validity) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .claim("put", rights.put)
                .claim("get", rights.get)
                .expirationTime(Date.from(Instant.now().plus(validity)));
        if (!rights.root.isEmpty()) {
            claims.claim("root", rights.root);
        }
        if (rights.subscribers != null) {
            claims.claim("subs", rights.subscribers);
        }
        if (rights.bitsPerSecond != null) {
            claims.claim("bps", rights.bitsPerSecond);
        }
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims.build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new UsageException("the key does not sign: " + e.getMessage());
        }
        String text = token.serialize();
        if (text.length() > io.framecast.client.Ticket.MAX_TOKEN_CHARS) {
            throw new UsageException("the token has " + text.length() + " characters, more than "
                    + io.framecast.client.Ticket.MAX_TOKEN_CHARS + ": give fewer or shorter prefixes");
        }
        return text;
    }
}
