package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** The text of a secret, as somebody puts it into a file or a variable. */
class SecretFuzzTest {

    @FuzzTest
    void isTakenOrRefusedInOneLineThatDoesNotRepeatIt(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Secret secret = Secret.parse(text);
            assertEquals(32, secret.tokenKey().length);
            assertFalse(secret.toString().contains(text));
        } catch (IllegalArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            assertFalse(message.contains("\n"), "more than a line");
            assertFalse(text.length() > 12 && message.contains(text), "the text is repeated");
        }
    }
}
