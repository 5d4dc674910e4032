package io.framecast.protocol.fec;

import io.framecast.protocol.wire.RepairHeader;

/**
 * The erasure code of one block: a Cauchy matrix over GF(2^8)/0x11D whose columns are scaled so that row 0 is all ones, which is
 * plain XOR. With x = 64 + row and y = source, both distinct field elements, the coefficient is {@code (64 + y) / (x + y)}. Any
 * square part of it is invertible, so any Kb symbols of a block give the block back, and no row depends on how many there are.
 *
 * <p>Without state: the symbols are the caller's, all of a block equally long.
 */
public final class ReedSolomon {

    private static final int FIRST_ROW = RepairHeader.MOST_SOURCES;

    private ReedSolomon() {}

    static int coefficient(int row, int source) {
        return GaloisField.multiply(FIRST_ROW ^ source, GaloisField.inverse((FIRST_ROW + row) ^ source));
    }

    /**
     * Adds a source symbol's part to the symbol of {@code row}, which starts as zeros when encoding; when decoding it takes the
     * part of a known source out again. {@code row} and {@code source} are in 0..63.
     */
    public static void accumulate(int row, int source, byte[] from, int fromAt, byte[] to, int toAt, int bytes) {
        GaloisField.addMultiple(coefficient(row, source), from, fromAt, to, toAt, bytes);
    }

    /**
     * Solves for {@code count} missing sources in place. Before, {@code symbols[i]} is the symbol of {@code rows[i]} without the
     * parts of all known sources; after, it is the source {@code missing[i]}. Rows and sources are each distinct.
     */
    public static void solve(int[] rows, int[] missing, int count, byte[][] symbols, int bytes) {
        int[][] matrix = new int[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                matrix[i][j] = coefficient(rows[i], missing[j]);
            }
        }
        // All leading minors of a Cauchy matrix are invertible, so no pivot is 0.
        for (int pivot = 0; pivot < count; pivot++) {
            int inverse = GaloisField.inverse(matrix[pivot][pivot]);
            scale(inverse, matrix[pivot]);
            GaloisField.scale(inverse, symbols[pivot], 0, bytes);
            for (int i = 0; i < count; i++) {
                int factor = matrix[i][pivot];
                if (i != pivot && factor != 0) {
                    addMultiple(factor, matrix[pivot], matrix[i]);
                    GaloisField.addMultiple(factor, symbols[pivot], 0, symbols[i], 0, bytes);
                }
            }
        }
    }

    private static void scale(int factor, int[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = GaloisField.multiply(factor, row[i]);
        }
    }

    private static void addMultiple(int factor, int[] from, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] ^= GaloisField.multiply(factor, from[i]);
        }
    }
}
