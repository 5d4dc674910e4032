package io.framecast.protocol.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReedSolomonTest {

    private static final int BYTES = 24;

    private final long seed = 2026;
    private final Random random = new Random(seed);

    @Test
    void theFieldIsAFieldModulo0x11d() {
        assertEquals(0x1d, GaloisField.multiply(0x80, 2), "x^8 = x^4 + x^3 + x^2 + 1");
        for (int a = 0; a < 256; a++) {
            assertEquals(a, GaloisField.multiply(a, 1));
            assertEquals(0, GaloisField.multiply(a, 0));
            if (a > 0) {
                assertEquals(1, GaloisField.multiply(a, GaloisField.inverse(a)));
            }
            for (int b = 0; b < 256; b++) {
                assertEquals(GaloisField.multiply(a, b), GaloisField.multiply(b, a));
                int c = (a * 7 + b) & 0xff;
                assertEquals(GaloisField.multiply(a, b ^ c), GaloisField.multiply(a, b) ^ GaloisField.multiply(a, c));
            }
        }
    }

    @Test
    void twoIsAGeneratorOfTheField() {
        int power = 1;
        for (int i = 1; i < 255; i++) {
            power = GaloisField.multiply(power, 2);
            assertNotEquals(1, power, "2^" + i);
        }
        assertEquals(1, GaloisField.multiply(power, 2));
    }

    @Test
    void row0IsXor() {
        byte[][] sources = sources(64);
        byte[] sum = new byte[BYTES];
        for (byte[] source : sources) {
            for (int i = 0; i < BYTES; i++) {
                sum[i] ^= source[i];
            }
        }
        assertArrayEquals(sum, encode(sources, 0));
    }

    @Test
    void everyPatternOfErasuresOfSmallBlocksIsSolved() {
        for (int sources = 1; sources <= 6; sources++) {
            for (int rows = 1; rows <= 4; rows++) {
                byte[][] block = sources(sources);
                int symbols = sources + rows;
                for (int lost = 0; lost < (1 << symbols); lost++) {
                    if (symbols - Integer.bitCount(lost) >= sources) {
                        int mask = lost;
                        List<Integer> missing = IntStream.range(0, sources)
                                .filter(k -> ((mask >> k) & 1) != 0)
                                .boxed()
                                .toList();
                        int first = sources;
                        List<Integer> here = IntStream.range(0, rows)
                                .filter(r -> ((mask >> (first + r)) & 1) == 0)
                                .boxed()
                                .toList();
                        assertSolved(block, missing, here);
                    }
                }
            }
        }
    }

    @Test
    void randomErasuresOfLargeBlocksAreSolvedByAnyRows() {
        for (int round = 0; round < 300; round++) {
            int sources = 1 + random.nextInt(64);
            int erased = 1 + random.nextInt(sources);
            assertSolved(sources(sources), some(sources, erased), some(64, erased));
        }
    }

    @Test
    void aWholeBlockComesBackFromRowsAlone() {
        List<Integer> all = IntStream.range(0, 64).boxed().toList();
        assertSolved(sources(64), all, all.reversed());
    }

    private void assertSolved(byte[][] block, List<Integer> missing, List<Integer> rows) {
        int count = missing.size();
        byte[][] symbols = new byte[count][];
        int[] use = new int[count];
        int[] lost = new int[count];
        for (int i = 0; i < count; i++) {
            use[i] = rows.get(i);
            lost[i] = missing.get(i);
            symbols[i] = encode(block, use[i]);
            for (int k = 0; k < block.length; k++) {
                if (!missing.contains(k)) {
                    ReedSolomon.accumulate(use[i], k, block[k], 0, symbols[i], 0, BYTES);
                }
            }
        }
        ReedSolomon.solve(use, lost, count, symbols, BYTES);
        for (int i = 0; i < count; i++) {
            assertArrayEquals(block[lost[i]], symbols[i], "missing " + missing + ", rows " + rows + ", seed " + seed);
        }
    }

    private List<Integer> some(int of, int count) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, of).boxed().toList());
        Collections.shuffle(all, random);
        return all.subList(0, count);
    }

    private static byte[] encode(byte[][] sources, int row) {
        byte[] symbol = new byte[BYTES];
        for (int k = 0; k < sources.length; k++) {
            ReedSolomon.accumulate(row, k, sources[k], 0, symbol, 0, BYTES);
        }
        return symbol;
    }

    private byte[][] sources(int count) {
        byte[][] sources = new byte[count][BYTES];
        for (byte[] source : sources) {
            random.nextBytes(source);
        }
        return sources;
    }
}
