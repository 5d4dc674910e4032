package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.Samples;
import io.framecast.protocol.wire.Specification;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PassphraseTest {

    private static final byte[] SALT = Samples.counting(0, 16);
    private static final StreamLock LOCK = new Passphrase("correct horse battery staple").lock(SALT);

    @Test
    void checkAndBaseKeyAreAsPublished() {
        assertArrayEquals(SALT, LOCK.announced().salt());
        assertArrayEquals(
                Specification.bytes("passphrase check"), LOCK.announced().check());
        assertArrayEquals(
                Specification.bytes("passphrase base_key"), LOCK.baseKey(Samples.counting(0x40, 32), "1AAA99"));
    }

    @Test
    void everyIncarnationAndEveryIdHasAKeyOfItsOwn() {
        String key = hex(LOCK.baseKey(Samples.counting(0x40, 32), "1AAA99"));
        assertFalse(key.equals(hex(LOCK.baseKey(Samples.counting(0x41, 32), "1AAA99"))));
        assertFalse(key.equals(hex(LOCK.baseKey(Samples.counting(0x40, 32), "1AAA98"))));
    }

    @Test
    void onlyTheSamePassphraseFits() {
        assertTrue(LOCK.fits(
                new Passphrase("correct horse battery staple").lock(SALT).announced()));
        assertFalse(LOCK.fits(
                new Passphrase("correct horse battery stable").lock(SALT).announced()));
        assertFalse(
                LOCK.fits(new EndToEnd(Samples.counting(1, 16), LOCK.announced().check())));
    }

    @Test
    void lettersAreTheSameHoweverTheyWereTyped() {
        // Made with Python: hashlib.pbkdf2_hmac over the normal form C.
        String check = "52233487e18ae1ccb9da3a3dfa23ecba";
        assertEquals(
                check, hex(new Passphrase("J\u00fcrgen").lock(SALT).announced().check()));
        assertEquals(
                check, hex(new Passphrase("Ju\u0308rgen").lock(SALT).announced().check()));
    }

    @Test
    void noneAndOneThatIsTooLongAreRefusedWithoutRepeatingThem() {
        for (String text : new String[] {"", "hunter2".repeat(200)}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Passphrase(text));
            assertEquals("a passphrase has 1 to 1024 characters", refused.getMessage());
        }
        assertEquals("passphrase", new Passphrase("hunter2").toString());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
