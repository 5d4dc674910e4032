package io.framecast.launcher.process;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;

/** A key of somebody who hands out tickets; the broker has the public half of it. */
record SigningKey(JWK publicKey, Signing signing) {

    interface Signing {
        String sign(JWTClaimsSet claims) throws Exception;
    }

    static String set(SigningKey... keys) {
        List<JWK> all = Arrays.stream(keys).map(SigningKey::publicKey).toList();
        return new JWKSet(all).toString();
    }

    static SigningKey es256() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("es").generate();
        return of(key, JWSAlgorithm.ES256, new ECDSASigner(key));
    }

    static SigningKey rs256() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("rs").generate();
        return of(key, JWSAlgorithm.RS256, new RSASSASigner(key));
    }

    private static SigningKey of(JWK key, JWSAlgorithm algorithm, JWSSigner signer) {
        return new SigningKey(key.toPublicJWK(), claims -> {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
            token.sign(signer);
            return token.serialize();
        });
    }

    /** Signed by the JDK, since the token library wants another library for it. */
    static SigningKey edDsa() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        JWK key = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                .keyID("ed")
                .build();
        return new SigningKey(key, claims -> {
            String input =
                    Base64URL.encode("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}") + "." + Base64URL.encode(claims.toString());
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        });
    }
}
