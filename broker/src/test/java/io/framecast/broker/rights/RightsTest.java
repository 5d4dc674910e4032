package io.framecast.broker.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.framecast.broker.core.Grant;
import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.sim.VirtualNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class RightsTest {

    private static final long NOW_SECONDS = 1_800_000_000L;
    private static final long WALL_OFFSET_MICROS = NOW_SECONDS * 1_000_000;
    private static final InetSocketAddress INSIDE = VirtualNetwork.address(192, 168, 1, 2, 4000);
    private static final InetSocketAddress OUTSIDE = VirtualNetwork.address(203, 0, 113, 2, 4000);
    private static final byte[] NOTHING = {};
    private final Secret secret = Secret.parse(Secret.generate(new byte[32]));

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .claim("root", "demo")
                .claim("put", List.of("cam/"))
                .claim("get", "")
                .expirationTime(date(60));
    }

    /** The token library's own type. */
    @SuppressWarnings("JavaUtilDate")
    private static Date date(long seconds) {
        return Date.from(Instant.ofEpochSecond(NOW_SECONDS + seconds));
    }

    private static String token(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static ErrorCode denial(Grant grant) {
        return assertInstanceOf(Grant.Denied.class, grant).code();
    }

    private static Grant judge(Rights rights, String token) {
        return rights.authorize(OUTSIDE, NOTHING, NOTHING, token, 0);
    }

    private static Rights withKeys(JWK... keys) {
        return new Rights(null, new JWKSet(List.of(keys)).toString(), false, WALL_OFFSET_MICROS);
    }

    @Test
    void withoutSecretAndKeysTheAddressDecides() {
        Rights rights = new Rights(null, null, false, 0);
        Grant.Allowed inside = assertInstanceOf(Grant.Allowed.class, rights.authorize(INSIDE, NOTHING, NOTHING, "", 0));
        assertTrue(inside.byAddress());
        assertEquals(ErrorCode.NOT_ALLOWED, denial(rights.authorize(OUTSIDE, NOTHING, NOTHING, "", 0)));
        assertInstanceOf(
                Grant.Allowed.class, new Rights(null, null, true, 0).authorize(OUTSIDE, NOTHING, NOTHING, "", 0));
    }

    @Test
    void addressesFallIntoThreeClasses() throws UnknownHostException {
        assertEquals(AddressClass.LOOPBACK, AddressClass.of(InetAddress.getLoopbackAddress()));
        assertEquals(AddressClass.PRIVATE, v4(10, 1, 1, 1));
        assertEquals(AddressClass.PRIVATE, v4(172, 31, 0, 1));
        assertEquals(AddressClass.PUBLIC, v4(172, 32, 0, 1));
        assertEquals(AddressClass.PRIVATE, v4(169, 254, 3, 4));
        assertEquals(AddressClass.PUBLIC, v4(100, 64, 0, 1));
        assertEquals(AddressClass.PUBLIC, v4(8, 8, 8, 8));
        byte[] v6 = new byte[16];
        v6[15] = 7;
        v6[0] = (byte) 0xFD;
        assertEquals(AddressClass.PRIVATE, AddressClass.of(InetAddress.getByAddress(v6)));
        v6[0] = (byte) 0xFE;
        v6[1] = (byte) 0x80;
        assertEquals(AddressClass.PRIVATE, AddressClass.of(InetAddress.getByAddress(v6)));
        v6[0] = 0x20;
        assertEquals(AddressClass.PUBLIC, AddressClass.of(InetAddress.getByAddress(v6)));
    }

    private static AddressClass v4(int a, int b, int c, int d) {
        return AddressClass.of(VirtualNetwork.address(a, b, c, d, 1).getAddress());
    }

    @Test
    void aHolderOfTheSecretMayDoEverythingFromAnywhere() {
        Rights rights = new Rights(secret, null, false, 0);
        byte[] binding = {1, 2, 3};
        Grant.Allowed grant =
                assertInstanceOf(Grant.Allowed.class, rights.authorize(OUTSIDE, secret.proof(binding), binding, "", 0));
        assertTrue(grant.publish().covers("any") && grant.subscribe().covers("any"));
        assertFalse(grant.byAddress());
    }

    @Test
    void aWrongProofOrNoneIsRefusedEvenOnLoopback() {
        Rights rights = new Rights(secret, null, false, 0);
        byte[] binding = {1, 2, 3};
        InetSocketAddress home = VirtualNetwork.address(127, 0, 0, 1, 4000);
        assertEquals(
                ErrorCode.WRONG_SECRET, denial(rights.authorize(home, secret.proof(binding), new byte[] {1}, "", 0)));
        assertEquals(ErrorCode.SECRET_REQUIRED, denial(rights.authorize(home, NOTHING, binding, "", 0)));
    }

    @Test
    void aTokenUnderTheSecretSaysWhatItsHolderMay() throws JOSEException {
        Rights rights = new Rights(secret, null, false, WALL_OFFSET_MICROS);
        String token = token(JWSAlgorithm.HS256, new MACSigner(secret.tokenKey()), claims().build());
        Grant.Allowed grant = assertInstanceOf(Grant.Allowed.class, judge(rights, token));
        assertTrue(grant.publish().covers("demo/cam/1"));
        assertFalse(grant.publish().covers("demo/camera"));
        assertFalse(grant.publish().covers("cam/1"));
        assertTrue(grant.subscribe().covers("demo/anything"));
        assertFalse(grant.subscribe().covers("demonstration"));
        assertEquals(60_000_000_000L, grant.expiresNanos());
        assertFalse(grant.byAddress());
    }

    @Test
    void aRightToPublishIsNoneToWatchAndTheOtherWayRound() throws JOSEException {
        Rights rights = new Rights(secret, null, false, WALL_OFFSET_MICROS);
        MACSigner signer = new MACSigner(secret.tokenKey());
        JWTClaimsSet put = new JWTClaimsSet.Builder().claim("put", "").build();
        JWTClaimsSet get = new JWTClaimsSet.Builder().claim("get", "").build();
        Grant.Allowed publisher =
                assertInstanceOf(Grant.Allowed.class, judge(rights, token(JWSAlgorithm.HS256, signer, put)));
        Grant.Allowed viewer =
                assertInstanceOf(Grant.Allowed.class, judge(rights, token(JWSAlgorithm.HS256, signer, get)));
        assertTrue(publisher.publish().covers("a") && viewer.subscribe().covers("a"));
        assertFalse(publisher.subscribe().covers("a") || viewer.publish().covers("a"));
    }

    @Test
    void anExpiredForgedOrMalformedTokenIsRefusedWithItsReason() throws JOSEException {
        Rights rights = new Rights(secret, null, false, WALL_OFFSET_MICROS);
        MACSigner signer = new MACSigner(secret.tokenKey());
        JWTClaimsSet over = claims().expirationTime(date(0)).build();
        assertEquals(ErrorCode.TOKEN_EXPIRED, denial(judge(rights, token(JWSAlgorithm.HS256, signer, over))));
        JWTClaimsSet early = claims().notBeforeTime(date(5)).build();
        assertEquals(ErrorCode.TOKEN_INVALID, denial(judge(rights, token(JWSAlgorithm.HS256, signer, early))));
        byte[] other = new byte[32];
        Arrays.fill(other, (byte) 9);
        String forged = token(JWSAlgorithm.HS256, new MACSigner(other), claims().build());
        assertEquals(ErrorCode.TOKEN_INVALID, denial(judge(rights, forged)));
        String good = token(JWSAlgorithm.HS256, signer, claims().build());
        for (int i = 0; i < good.length(); i += 3) {
            assertInstanceOf(Grant.Denied.class, judge(rights, good.substring(0, i) + "!" + good.substring(i + 1)));
        }
        assertEquals(ErrorCode.TOKEN_INVALID, denial(judge(rights, "x".repeat(901))));
        JWTClaimsSet strange = claims().claim("put", List.of(1)).build();
        assertEquals(ErrorCode.TOKEN_INVALID, denial(judge(rights, token(JWSAlgorithm.HS256, signer, strange))));
    }

    @Test
    void aTokenWithoutClaimsMayDoNothingAndOneWithoutAnEndDoesNotEnd() throws JOSEException {
        Rights rights = new Rights(secret, null, false, WALL_OFFSET_MICROS);
        JWTClaimsSet bare = new JWTClaimsSet.Builder().subject("somebody").build();
        String token = token(JWSAlgorithm.HS256, new MACSigner(secret.tokenKey()), bare);
        Grant.Allowed grant = assertInstanceOf(Grant.Allowed.class, judge(rights, token));
        assertFalse(grant.publish().covers("a") || grant.subscribe().covers("a"));
        assertEquals(Long.MAX_VALUE, grant.expiresNanos());
    }

    @Test
    void theThreeKindsOfKeysInAFileVerifyTheirOwnAlgorithmOnly() throws JOSEException, GeneralSecurityException {
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        OctetKeyPair ed = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build();
        Rights rights = withKeys(ec.toPublicJWK(), rsa.toPublicJWK(), ed);
        JWTClaimsSet claims = claims().build();

        assertInstanceOf(Grant.Allowed.class, judge(rights, token(JWSAlgorithm.ES256, new ECDSASigner(ec), claims)));
        assertInstanceOf(Grant.Allowed.class, judge(rights, token(JWSAlgorithm.RS256, new RSASSASigner(rsa), claims)));
        assertInstanceOf(Grant.Denied.class, judge(rights, token(JWSAlgorithm.RS512, new RSASSASigner(rsa), claims)));
        assertInstanceOf(Grant.Allowed.class, judge(rights, edDsa(pair, claims)));
        KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertInstanceOf(Grant.Denied.class, judge(rights, edDsa(stranger, claims)));
        // RFC 8725 §2.1: the public key's bytes used as a MAC key.
        byte[] asSecret = rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        String confused = token(JWSAlgorithm.HS256, new MACSigner(asSecret), claims);
        assertInstanceOf(Grant.Denied.class, judge(rights, confused));
        assertEquals(ErrorCode.TOKEN_INVALID, denial(judge(rights, "")));
    }

    private static String edDsa(KeyPair pair, JWTClaimsSet claims) throws GeneralSecurityException {
        String input = Base64URL.encode("{\"alg\":\"EdDSA\"}") + "." + Base64URL.encode(claims.toString());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64URL.encode(signature.sign());
    }

    @Test
    void aKeyFileThatCannotBeUsedIsRefusedWithOneLine() throws JOSEException {
        ECKey wrongCurve = new ECKeyGenerator(Curve.P_384).generate();
        ECKey wrongUse =
                new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES512).generate();
        RSAKey weak = new RSAKeyGenerator(1024, true).generate();
        for (JWK key : List.of(wrongCurve.toPublicJWK(), wrongUse.toPublicJWK(), weak.toPublicJWK())) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> withKeys(key));
            assertEquals(1, String.valueOf(refused.getMessage()).lines().count(), refused.getMessage());
        }
        for (String nowhere : List.of("_".repeat(42) + "8", "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
            OctetKeyPair offCurve = new OctetKeyPair.Builder(Curve.Ed25519, new Base64URL(nowhere)).build();
            assertThrows(IllegalArgumentException.class, () -> withKeys(offCurve), nowhere);
        }
        assertThrows(IllegalArgumentException.class, () -> new Rights(null, "{\"keys\":[]}", false, 0));
        assertThrows(IllegalArgumentException.class, () -> new Rights(null, "not json", false, 0));
    }
}
