package io.framecast.broker.rights;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.broker.core.Grant;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as anybody can write them, claims as a holder of the key can, and files of keys. */
class TokensFuzzTest {

    private static final byte[] KEY = new byte[32];
    private static final String HEADER = "{\"alg\":\"HS256\"}";
    private static final long NOW_MICROS = 1_700_000_000_000_000L;

    private final Tokens tokens = new Tokens(List.of(TokenKey.ofSecret(KEY)));

    /** The first byte says what the others are. */
    @FuzzTest
    void isJudgedOrRefusedAndNeverThrows(byte[] input) throws GeneralSecurityException {
        if (input.length == 0) {
            return;
        }
        String text = new String(Arrays.copyOfRange(input, 1, input.length), StandardCharsets.UTF_8);
        switch (input[0] & 3) {
            case 0 -> assertInstanceOf(Grant.Denied.class, tokens.judge(text, NOW_MICROS, 0), "nobody signed it");
            case 1 ->
                assertInstanceOf(
                        Grant.Denied.class,
                        tokens.judge(base64(text) + "." + base64("{\"put\":\"\"}") + ".AAAA", NOW_MICROS, 0));
            case 2 -> claims(text);
            default -> keys(text);
        }
    }

    private void claims(String json) throws GeneralSecurityException {
        String signed = base64(HEADER) + "." + base64(json);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        String token = signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        if (tokens.judge(token, NOW_MICROS, 0) instanceof Grant.Allowed allowed) {
            assertTrue(allowed.expiresNanos() > 0, "already over");
        }
    }

    private static void keys(String json) {
        try {
            assertFalse(Tokens.keysOf(json).isEmpty());
        } catch (IllegalArgumentException refused) {
            assertTrue(String.valueOf(refused.getMessage()).length() > 5);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
