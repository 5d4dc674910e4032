package io.framecast.broker.rights;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that verifies tokens, and the one algorithm that it does so with: a token cannot choose another (RFC 8725 §3.1).
 *
 * @param id the JWK's {@code kid}; null: it fits tokens whatever key they name
 * @param name the JWK's thumbprint (RFC 7638), which says which key it is whatever it is called; empty: derived from the secret
 */
record TokenKey(@Nullable String id, String name, JWSAlgorithm algorithm, JWSVerifier verifier) {

    private static final int RSA_BITS = 2048;

    /** HS256 under 32 bytes that holders of the secret derive. */
    static TokenKey ofSecret(byte[] tokenKey) {
        try {
            return new TokenKey(null, "", JWSAlgorithm.HS256, new MACVerifier(tokenKey));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException(
                    "the token key has " + tokenKey.length + " bytes, not 32 or more", tooShort);
        }
    }

    /** @throws IllegalArgumentException one line: the key cannot be used, and why */
    static TokenKey of(JWK key) {
        String name = key.getKeyID() == null ? "a key without kid" : "key " + key.getKeyID();
        try {
            return switch (key) {
                case OctetKeyPair pair
                when Curve.Ed25519.equals(pair.getCurve()) -> fixed(key, JWSAlgorithm.EdDSA, new Ed25519Verifier(pair));
                case ECKey ec
                when Curve.P_256.equals(ec.getCurve()) ->
                    fixed(key, JWSAlgorithm.ES256, new ECDSAVerifier(ec.toECPublicKey()));
                case RSAKey rsa ->
                    fixed(key, JWSAlgorithm.RS256, new RSASSAVerifier(strong(rsa.toRSAPublicKey(), name)));
                default ->
                    throw new IllegalArgumentException(
                            name + ": only public Ed25519, P-256 and RSA keys verify tokens, not " + key.getKeyType());
            };
        } catch (JOSEException unusable) {
            throw new IllegalArgumentException(name + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private static TokenKey fixed(JWK key, JWSAlgorithm algorithm, JWSVerifier verifier) throws JOSEException {
        if (key.getAlgorithm() != null && !key.getAlgorithm().getName().equals(algorithm.getName())) {
            throw new IllegalArgumentException("a " + key.getKeyType() + " key verifies " + algorithm + ", not "
                    + key.getAlgorithm().getName());
        }
        return new TokenKey(key.getKeyID(), key.computeThumbprint().toString(), algorithm, verifier);
    }

    private static RSAPublicKey strong(RSAPublicKey key, String name) {
        if (key.getModulus().bitLength() < RSA_BITS) {
            throw new IllegalArgumentException(name + ": RSA keys need " + RSA_BITS + " bits or more");
        }
        return key;
    }

    boolean fits(JWSHeader header) {
        return algorithm.equals(header.getAlgorithm())
                && (id == null || header.getKeyID() == null || id.equals(header.getKeyID()));
    }

    boolean verifies(SignedJWT token) {
        try {
            return token.verify(verifier);
        } catch (JOSEException | IllegalStateException notVerifiable) {
            return false;
        }
    }
}
