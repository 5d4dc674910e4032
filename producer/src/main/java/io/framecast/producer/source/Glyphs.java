package io.framecast.producer.source;

/** Digits and a colon of 5 x 7 cells, to be drawn large. */
final class Glyphs {
    static final int CELLS_WIDE = 5;
    static final int CELLS_HIGH = 7;

    /** A row of five cells in each number, the left one in the highest of five bits. */
    private static final int[][] ROWS = {
        {0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110},
        {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110},
        {0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111},
        {0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110},
        {0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010},
        {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110},
        {0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110},
        {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000},
        {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110},
        {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100},
    };

    private static final int[] COLON = {0b00000, 0b00100, 0b00100, 0b00000, 0b00100, 0b00100, 0b00000};

    private Glyphs() {}

    /** @param c a digit or a colon; anything else is blank */
    static boolean cell(char c, int column, int row) {
        if (c == ':') {
            return (COLON[row] >> (CELLS_WIDE - 1 - column) & 1) == 1;
        }
        return c >= '0' && c <= '9' && (ROWS[c - '0'][row] >> (CELLS_WIDE - 1 - column) & 1) == 1;
    }
}
