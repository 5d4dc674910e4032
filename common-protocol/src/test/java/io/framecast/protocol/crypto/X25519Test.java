package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.framecast.protocol.wire.Samples;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X25519Test {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] ALICE = Samples.counting(1, 32);
    private static final byte[] BOB = Samples.counting(2, 32);

    @ParameterizedTest
    @CsvSource({
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        "0900000000000000000000000000000000000000000000000000000000000000,"
                + "0900000000000000000000000000000000000000000000000000000000000000,"
                + "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"
    })
    void agreesWithRfc7748Section52(String scalar, String u, String product) {
        assertArrayEquals(HEX.parseHex(product), X25519.agree(HEX.parseHex(scalar), HEX.parseHex(u)));
    }

    @Test
    void twoSidesAgreeByTheirPublicKeys() {
        byte[] shared = X25519.agree(ALICE, X25519.publicKey(BOB));
        assertNotNull(shared);
        assertArrayEquals(shared, X25519.agree(BOB, X25519.publicKey(ALICE)));
    }

    /** Points of order 1, 2, 4 and 8, and their spellings above the prime. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000080"
            })
    void aPointOfLowOrderSharesNothing(String point) {
        assertNull(X25519.agree(ALICE, HEX.parseHex(point)));
    }

    @Test
    void theTopBitOfAPublicKeyIsIgnored() {
        byte[] key = X25519.publicKey(BOB);
        byte[] withTopBit = key.clone();
        withTopBit[31] |= (byte) 0x80;
        assertArrayEquals(X25519.agree(ALICE, key), X25519.agree(ALICE, withTopBit));
    }
}
