package io.framecast.broker.rights;

import com.nimbusds.jose.JOSEException;
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
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;

/** A key of each kind that signs tokens, made for a test. */
public sealed interface Keys {

    /** The public half, as it stands in a JWK set. */
    JWK publicKey();

    /** A token with these claims. */
    String sign(JWTClaimsSet claims) throws Exception;

    /** A JWK set of public halves. */
    static String set(Keys... keys) {
        List<JWK> all = Arrays.stream(keys).map(Keys::publicKey).toList();
        return new JWKSet(all).toString();
    }

    static List<Keys> oneOfEach() throws Exception {
        return List.of(EdDsa.make(), Es256.make(), Rs256.make());
    }

    /** Signed by the JDK, since the token library wants another library for it. */
    record EdDsa(OctetKeyPair publicKey, PrivateKey privateKey) implements Keys {

        public static EdDsa make() throws GeneralSecurityException {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            return new EdDsa(
                    new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build(), pair.getPrivate());
        }

        @Override
        public String sign(JWTClaimsSet claims) throws Exception {
            return signText("{\"alg\":\"EdDSA\"}", claims.toString());
        }

        /** The same for what need not be a header and claims. */
        String signText(String header, String payload) throws Exception {
            String input = Base64URL.encode(header) + "." + Base64URL.encode(payload);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        }
    }

    record Es256(ECKey pair) implements Keys {

        public static Es256 make() throws JOSEException {
            return new Es256(new ECKeyGenerator(Curve.P_256).keyID("ec").generate());
        }

        @Override
        public JWK publicKey() {
            return pair.toPublicJWK();
        }

        @Override
        public String sign(JWTClaimsSet claims) throws JOSEException {
            return signed(JWSAlgorithm.ES256, new ECDSASigner(pair), claims);
        }
    }

    record Rs256(RSAKey pair) implements Keys {

        public static Rs256 make() throws JOSEException {
            return new Rs256(new RSAKeyGenerator(2048).keyID("rsa").generate());
        }

        @Override
        public JWK publicKey() {
            return pair.toPublicJWK();
        }

        @Override
        public String sign(JWTClaimsSet claims) throws JOSEException {
            return signed(JWSAlgorithm.RS256, new RSASSASigner(pair), claims);
        }
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).build(), claims);
        token.sign(signer);
        return token.serialize();
    }
}
