package io.framecast.protocol.fec;

/** GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1 (0x11D); addition is XOR. All products lie in a table of 64 KiB. */
final class GaloisField {

    private static final int POLYNOMIAL = 0x11d;
    private static final int SIZE = 256;
    private static final byte[] PRODUCTS = new byte[SIZE * SIZE];
    private static final byte[] INVERSES = new byte[SIZE];

    static {
        for (int a = 0; a < SIZE; a++) {
            for (int b = 0; b < SIZE; b++) {
                int product = carryless(a, b);
                PRODUCTS[(a << 8) | b] = (byte) product;
                if (product == 1) {
                    INVERSES[a] = (byte) b;
                }
            }
        }
    }

    private GaloisField() {}

    static int multiply(int a, int b) {
        return PRODUCTS[(a << 8) | b] & 0xff;
    }

    /** @param a not 0 */
    static int inverse(int a) {
        return INVERSES[a] & 0xff;
    }

    /** {@code to[i] += factor * from[i]}. */
    static void addMultiple(int factor, byte[] from, int fromAt, byte[] to, int toAt, int bytes) {
        if (factor == 1) {
            for (int i = 0; i < bytes; i++) {
                to[toAt + i] ^= from[fromAt + i];
            }
            return;
        }
        int products = factor << 8;
        for (int i = 0; i < bytes; i++) {
            to[toAt + i] ^= PRODUCTS[products | (from[fromAt + i] & 0xff)];
        }
    }

    /** {@code symbol[i] *= factor}. */
    static void scale(int factor, byte[] symbol, int at, int bytes) {
        int products = factor << 8;
        for (int i = at; i < at + bytes; i++) {
            symbol[i] = PRODUCTS[products | (symbol[i] & 0xff)];
        }
    }

    private static int carryless(int a, int b) {
        int product = 0;
        int shifted = a;
        for (int bits = b; bits != 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                product ^= shifted;
            }
            shifted <<= 1;
            if (shifted >= SIZE) {
                shifted ^= POLYNOMIAL;
            }
        }
        return product;
    }
}
