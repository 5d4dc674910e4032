package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framecast.protocol.wire.Samples;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

    private static final String TEXT = "fcs1_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    @Test
    void isWrittenAsBase64urlAndReadBack() {
        assertEquals(TEXT, Secret.generate(Samples.counting(0, 32)));
        assertArrayEquals(Secret.parse(TEXT).tokenKey(), Hkdf.derive(Samples.counting(0, 32), "token", 32));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fcs1_",
                "hunter2",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                "fcs2_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                "fcs1_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "fcs1_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
                "fcs1_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",
                "fcs1_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd Hh8",
                "fcs1_++ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
            })
    void anythingElseIsRefusedWithoutRepeatingIt(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Secret.parse(text));
        assertEquals("a secret is fcs1_ and 43 characters, as printed by 'framecast secret'", refused.getMessage());
    }

    @Test
    void pinAndProofDifferByKeyAndByHandshake() {
        Secret secret = Secret.parse(TEXT);
        byte[] pin = secret.pin(Samples.counting(1, 32));
        assertEquals(Secret.PIN_BYTES, pin.length);
        assertFalse(Arrays.equals(pin, secret.pin(Samples.counting(2, 32))));
        byte[] proof = secret.proof(Samples.counting(1, 32));
        assertEquals(32, proof.length);
        assertFalse(Arrays.equals(proof, secret.proof(Samples.counting(2, 32))));
        assertFalse(Arrays.equals(pin, Arrays.copyOf(proof, Secret.PIN_BYTES)));
    }

    @Test
    void doesNotShowItself() {
        assertFalse(Secret.parse(TEXT).toString().contains("AAEC"));
    }
}
