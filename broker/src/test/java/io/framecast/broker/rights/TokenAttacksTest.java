package io.framecast.broker.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import io.framecast.broker.core.Grant;
import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.sim.VirtualNetwork;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What people try with tokens (RFC 8725 §2), against keys of all three kinds. */
class TokenAttacksTest {

    private static final InetSocketAddress PEER = VirtualNetwork.address(203, 0, 113, 2, 4000);
    private static final byte[] NOTHING = {};
    private static final JWTClaimsSet CLAIMS =
            new JWTClaimsSet.Builder().claim("put", "").claim("get", "").build();
    private static final String BODY = Base64URL.encode(CLAIMS.toString()).toString();

    private final List<Keys> keys;
    private final Rights rights;

    TokenAttacksTest() throws Exception {
        keys = Keys.oneOfEach();
        rights = new Rights(null, Keys.set(keys.toArray(Keys[]::new)), false, 0);
    }

    private Grant judge(String token) {
        return rights.authorize(PEER, NOTHING, NOTHING, token, 0);
    }

    private void assertRefused(String token) {
        assertEquals(
                ErrorCode.TOKEN_INVALID,
                assertInstanceOf(Grant.Denied.class, judge(token), token).code());
    }

    private static String header(String json) {
        return Base64URL.encode(json).toString();
    }

    @Test
    void tokensOfAllThreeKindsAreTaken() throws Exception {
        for (Keys key : keys) {
            assertInstanceOf(
                    Grant.Allowed.class, judge(key.sign(CLAIMS)), key.getClass().getSimpleName());
        }
    }

    @Test
    void anAlgorithmOfNoneIsRefusedHoweverItIsWritten() throws Exception {
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            assertRefused(header("{\"alg\":\"" + none + "\"}") + "." + BODY + ".");
            for (Keys key : keys) {
                String signature = key.sign(CLAIMS).replaceAll(".*\\.", "");
                assertRefused(header("{\"alg\":\"" + none + "\"}") + "." + BODY + "." + signature);
            }
        }
        assertRefused(header("{}") + "." + BODY + ".");
    }

    @Test
    void aMacKeyedWithAnythingThatIsPublicIsRefused() throws Exception {
        for (Keys key : keys) {
            for (byte[] known : List.of(
                    key.publicKey().toJSONString().getBytes(StandardCharsets.UTF_8),
                    key.publicKey().getRequiredParams().toString().getBytes(StandardCharsets.UTF_8),
                    publicBytes(key),
                    pem(publicBytes(key)))) {
                for (String algorithm : List.of("HS256", "HS384", "HS512")) {
                    String input = header("{\"alg\":\"" + algorithm + "\"}") + "." + BODY;
                    Mac mac = Mac.getInstance("HmacSHA" + algorithm.substring(2));
                    mac.init(new SecretKeySpec(known, mac.getAlgorithm()));
                    byte[] tag = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
                    assertRefused(input + "." + Base64URL.encode(tag));
                }
            }
        }
    }

    private static byte[] publicBytes(Keys key) throws Exception {
        return switch (key) {
            case Keys.EdDsa ed -> ed.publicKey().getDecodedX();
            case Keys.Es256 ec -> ec.pair().toECPublicKey().getEncoded();
            case Keys.Rs256 rsa -> rsa.pair().toRSAPublicKey().getEncoded();
        };
    }

    private static byte[] pem(byte[] key) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return ("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aSignatureUnderTheNameOfAnotherAlgorithmIsRefused() throws Exception {
        List<String> algorithms = List.of("EdDSA", "Ed25519", "ES256", "ES384", "RS256", "RS384", "PS256", "HS256");
        for (Keys key : keys) {
            String[] parts = key.sign(CLAIMS).split("\\.", -1);
            for (String algorithm : algorithms) {
                String renamed = header("{\"alg\":\"" + algorithm + "\"}");
                if (!renamed.equals(parts[0])) {
                    assertRefused(renamed + "." + parts[1] + "." + parts[2]);
                }
            }
        }
    }

    @Test
    void aKeyThatTheTokenBringsAlongIsNoKeyOfTheBroker() throws Exception {
        Keys.EdDsa mine = Keys.EdDsa.make();
        String jwk = mine.publicKey().toJSONString();
        for (String header : List.of(
                "{\"alg\":\"EdDSA\"}",
                "{\"alg\":\"EdDSA\",\"jwk\":" + jwk + "}",
                "{\"alg\":\"EdDSA\",\"jku\":\"https://example.org/keys\"}",
                "{\"alg\":\"EdDSA\",\"kid\":\"ec\"}")) {
            assertRefused(mine.signText(header, CLAIMS.toString()));
        }
        byte[] shared = new byte[32];
        String input =
                header("{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"" + Base64URL.encode(shared) + "\"}}") + "."
                        + BODY;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(shared, "HmacSHA256"));
        assertRefused(input + "." + Base64URL.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void anEmptyOrZeroSignatureIsRefused() throws Exception {
        for (Keys key : keys) {
            String unsigned = key.sign(CLAIMS).replaceAll("\\.[^.]*$", ".");
            assertRefused(unsigned);
            for (int bytes : new int[] {1, 64, 256}) {
                assertRefused(unsigned + Base64URL.encode(new byte[bytes]));
            }
        }
    }

    @Test
    void changedClaimsAndAForeignCriticalHeaderAreRefused() throws Exception {
        JWTClaimsSet more = new JWTClaimsSet.Builder(CLAIMS).claim("root", "x").build();
        for (Keys key : keys) {
            String[] parts = key.sign(CLAIMS).split("\\.", -1);
            assertRefused(parts[0] + "." + Base64URL.encode(more.toString()) + "." + parts[2]);
        }
        String critical = "{\"alg\":\"EdDSA\",\"crit\":[\"x\"],\"x\":1}";
        assertRefused(((Keys.EdDsa) keys.getFirst()).signText(critical, CLAIMS.toString()));
    }

    @Test
    void jsonThatIsNoHeaderOrNoClaimsIsMalformedAndNothingWorse() throws Exception {
        List<String> oddities = List.of(
                "null",
                "[]",
                "1",
                "\"x\"",
                "true",
                "{",
                "",
                "{\"alg\":null}",
                "{\"alg\":1}",
                "{\"alg\":[]}",
                "{\"alg\":\"EdDSA\",\"crit\":null}",
                "{\"alg\":\"EdDSA\",\"crit\":[null]}",
                "{\"alg\":\"EdDSA\",\"kid\":1}",
                "{\"alg\":\"EdDSA\",\"jwk\":null}",
                "{\"alg\":\"EdDSA\",\"x5c\":[1]}",
                "{\"alg\":\"EdDSA\",\"b64\":false}",
                "{\"alg\":\"EdDSA\",\"alg\":\"ES256\"}",
                "[".repeat(300));
        for (String odd : oddities) {
            assertRefused(header(odd) + "." + BODY + "." + Base64URL.encode(new byte[64]));
            assertRefused(header(odd) + "." + header(odd) + ".");
            assertRefused(header(odd) + ".." + header(odd));
        }
        Keys.EdDsa signer = (Keys.EdDsa) keys.getFirst();
        for (String claims : List.of(
                "null", "[]", "1", "{\"exp\":\"x\"}", "{\"exp\":null,\"put\":{}}", "{\"root\":1}", "{\"nbf\":[]}")) {
            boolean useful = judge(signer.signText("{\"alg\":\"EdDSA\"}", claims)) instanceof Grant.Allowed allowed
                    && (allowed.publish().covers("a") || allowed.subscribe().covers("a"));
            assertFalse(useful, claims);
        }
    }

    @Test
    void limitsHaveToBeWholeNumbersFromOne() throws Exception {
        Keys key = keys.getFirst();
        Grant.Allowed allowed = assertInstanceOf(
                Grant.Allowed.class,
                judge(key.sign(new JWTClaimsSet.Builder(CLAIMS)
                        .claim("subs", 5)
                        .claim("bps", 3_000_000_000L)
                        .build())));
        assertEquals(new Grant.Quota(5, 3_000_000_000L), allowed.quota());
        assertEquals(
                Grant.Quota.NONE,
                assertInstanceOf(Grant.Allowed.class, judge(key.sign(CLAIMS))).quota());
        for (Object wrong : Arrays.asList(0, -1, 1.5, "5", List.of(5), true, 1e300)) {
            for (String name : List.of("subs", "bps")) {
                assertRefused(key.sign(
                        new JWTClaimsSet.Builder(CLAIMS).claim(name, wrong).build()));
            }
        }
    }

    @Test
    void aTokenIsRefusedWithAnythingInItThatIsNoBase64Url() throws Exception {
        for (Keys key : keys) {
            String token = key.sign(CLAIMS);
            int dot = token.indexOf('.');
            for (String junk : List.of("=", " ", "\n", "\r\n", "+", "/", "é", "\0", "*")) {
                assertRefused(token + junk);
                assertRefused(junk + token);
                assertRefused(token.substring(0, dot) + junk + token.substring(dot));
                assertRefused(token.substring(0, dot + 1) + junk + token.substring(dot + 1));
            }
        }
    }

    @Test
    void otherKeysTakeThePlaceOfThoseBeforeAndWhatTheseSignedIsWorthNothing() throws Exception {
        Keys old = keys.getFirst();
        Keys fresh = Keys.EdDsa.make();
        Grant.Allowed before = assertInstanceOf(Grant.Allowed.class, judge(old.sign(CLAIMS)));
        assertRefused(fresh.sign(CLAIMS));
        rights.replaceKeys(Keys.set(old, fresh));
        Grant.Allowed after = assertInstanceOf(Grant.Allowed.class, judge(fresh.sign(CLAIMS)));
        assertTrue(rights.upholds(before) && rights.upholds(after));
        rights.replaceKeys(Keys.set(fresh));
        assertRefused(old.sign(CLAIMS));
        assertFalse(rights.upholds(before));
        assertTrue(rights.upholds(after));
    }

    @Test
    void keysThatCannotBeUsedLeaveTheOnesFromBeforeInPlace() throws Exception {
        for (String broken :
                List.of("", "{", "{\"keys\":[]}", "null", "[]", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")) {
            IllegalArgumentException said =
                    assertThrows(IllegalArgumentException.class, () -> rights.replaceKeys(broken));
            assertEquals(1, String.valueOf(said.getMessage()).lines().count(), said.getMessage());
            for (Keys key : keys) {
                assertInstanceOf(Grant.Allowed.class, judge(key.sign(CLAIMS)));
            }
        }
    }

    @Test
    void tokensUnderTheSecretOutliveEveryChangeOfKeys() throws Exception {
        Secret secret = Secret.parse(Secret.generate(new byte[32]));
        Rights both = new Rights(secret, Keys.set(keys.getFirst()), false, 0);
        byte[] binding = {1};
        Grant.Allowed holder =
                assertInstanceOf(Grant.Allowed.class, both.authorize(PEER, secret.proof(binding), binding, "", 0));
        both.replaceKeys(Keys.set(keys.getLast()));
        assertTrue(both.upholds(holder));
    }
}
