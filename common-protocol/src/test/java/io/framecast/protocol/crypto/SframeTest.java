package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test vectors of RFC 9605, Appendix C. */
class SframeTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final long KID = 0x123;
    private static final long CTR = 0x4567;
    private static final byte[] BASE_KEY = HEX.parseHex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] AAD = HEX.parseHex("99012345674945544620534672616d65205747");
    private static final byte[] PLAIN = HEX.parseHex("64726166742d696574662d736672616d652d656e63");
    private static final String SEALED = "b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb";

    @ParameterizedTest
    @CsvSource({
        "0,0,00",
        "0,1,01",
        "0,255,08ff",
        "0,256,090100",
        "0,65535,09ffff",
        "0,65536,0a010000",
        "0,16777215,0affffff",
        "0,16777216,0b01000000",
        "0,4294967295,0bffffffff",
        "0,4294967296,0c0100000000",
        "0,1099511627775,0cffffffffff",
        "0,1099511627776,0d010000000000",
        "0,281474976710655,0dffffffffffff",
        "0,281474976710656,0e01000000000000",
        "0,72057594037927935,0effffffffffffff",
        "0,72057594037927936,0f0100000000000000",
        "0,18446744073709551615,0fffffffffffffffff",
        "1,0,10",
        "1,1,11",
        "1,255,18ff",
        "1,256,190100",
        "255,16777215,8affffffff",
        "256,4294967296,9c01000100000000",
        "65535,281474976710655,9dffffffffffffffff",
        "65536,72057594037927936,af0100000100000000000000",
        "16777216,1,b101000000",
        "4294967295,65535,b9ffffffffffff",
        "4294967296,16777216,cb010000000001000000",
        "1099511627775,1099511627775,ccffffffffffffffffffff",
        "1099511627776,281474976710656,de01000000000001000000000000",
        "281474976710655,18446744073709551615,dfffffffffffffffffffffffffffff",
        "72057594037927935,255,e8ffffffffffffffff",
        "72057594037927936,65536,fa0100000000000000010000",
        "18446744073709551615,4294967295,fbffffffffffffffffffffffff"
    })
    void writesTheHeaderAsPublished(String keyId, String counter, String encoded) {
        byte[] out = new byte[SframeHeader.MAX_BYTES];
        int bytes = SframeHeader.write(out, Long.parseUnsignedLong(keyId), Long.parseUnsignedLong(counter));
        assertEquals(encoded, HEX.formatHex(out, 0, bytes));
    }

    @Test
    void derivesKeyAndSaltOfCipherSuite4AsPublished() {
        MediaKeys keys = new MediaKeys(BASE_KEY);
        assertEquals(
                "d926952ca8b7ec4a95941d1ada3a5203ceff8cceee34f574d23909eb314c40c0",
                HEX.formatHex(Hkdf.extract(new byte[0], BASE_KEY)));
        assertEquals("d34f547f4ca4f9a7447006fe7fcbf768", HEX.formatHex(keys.key(KID)));
        assertEquals("75234edefe07819026751816", HEX.formatHex(keys.salt(KID)));
    }

    @Test
    void sealsAndOpensWithCipherSuite4AsPublished() {
        MediaKeys keys = new MediaKeys(BASE_KEY);
        byte[] nonce = EpochCipher.nonce(keys.salt(KID), CTR);
        assertEquals("75234edefe07819026755d71", HEX.formatHex(nonce));
        Aead aead = new Aead(keys.key(KID));
        byte[] sealed = new byte[PLAIN.length + Aead.TAG_BYTES];
        assertEquals(sealed.length, aead.seal(nonce, AAD, AAD.length, PLAIN, 0, PLAIN.length, sealed, 0));
        assertEquals(SEALED, HEX.formatHex(sealed));
        byte[] opened = new byte[PLAIN.length];
        assertEquals(opened.length, aead.open(nonce, AAD, AAD.length, sealed, 0, sealed.length, opened, 0));
        assertArrayEquals(PLAIN, opened);
    }

    @Test
    void theHeaderStartsTheAdditionalDataAsPublished() {
        byte[] out = new byte[SframeHeader.MAX_BYTES];
        int bytes = SframeHeader.write(out, KID, CTR);
        assertArrayEquals(Arrays.copyOf(AAD, bytes), Arrays.copyOf(out, bytes));
    }
}
