package io.framecast.subscriber.terminal;

import java.util.Arrays;

/**
 * The cells that a terminal shows in a picture's rows, and the shortest way to other ones: only cells that changed are written. A
 * cell is its upper colour in the high half and the lower one in the low half of a long.
 */
final class CellGrid {
    private static final long BLANK = -1;
    private static final long UNKNOWN = -2;
    /** Cells that are written again rather than jumped over: a jump costs about as much. */
    private static final int SHORT_GAP = 2;
    /** Differences of a colour channel that nobody sees, and that every encoder's noise makes. */
    private static final int SAME_CHANNEL = 3;

    private final ColorMode mode;
    private final int columns;
    private final int rows;
    private final long[] shown;
    private final long[] wanted;

    CellGrid(ColorMode mode, int columns, int rows) {
        this.mode = mode;
        this.columns = columns;
        this.rows = rows;
        this.shown = new long[columns * rows];
        this.wanted = new long[columns * rows];
        Arrays.fill(shown, UNKNOWN);
        Arrays.fill(wanted, BLANK);
    }

    boolean fits(int otherColumns, int otherRows) {
        return columns == otherColumns && rows == otherRows;
    }

    /** Everything is to be written anew. */
    void forget() {
        Arrays.fill(shown, UNKNOWN);
    }

    void blank() {
        Arrays.fill(wanted, BLANK);
    }

    /** The picture that is wanted now: {@code fit.columns() x 2 fit.rows()} pixels, 0xRRGGBB. */
    void picture(Fit fit, int[] rgb) {
        blank();
        for (int row = 0; row < fit.rows(); row++) {
            int upper = 2 * row * fit.columns();
            int lower = upper + fit.columns();
            int at = (fit.top() + row) * columns + fit.left();
            for (int column = 0; column < fit.columns(); column++) {
                wanted[at + column] = cell(rgb[upper + column], rgb[lower + column]);
            }
        }
    }

    private long cell(int upper, int lower) {
        if (mode == ColorMode.NONE) {
            return Palette.shade(upper, lower);
        }
        return (long) Palette.nearest(mode, upper) << 32 | Palette.nearest(mode, lower);
    }

    /** Appends what turns the shown cells into the wanted ones; the first row of the grid is the terminal's row {@code top}. */
    void update(int top, StringBuilder out) {
        Pen pen = new Pen(mode, out);
        for (int row = 0; row < rows; row++) {
            int start = row * columns;
            int column = 0;
            while (column < columns) {
                if (same(shown[start + column], wanted[start + column])) {
                    column++;
                    continue;
                }
                int end = column + 1;
                for (int gap = 0, next = end; next < columns && gap <= SHORT_GAP; next++) {
                    if (same(shown[start + next], wanted[start + next])) {
                        gap++;
                    } else {
                        gap = 0;
                        end = next + 1;
                    }
                }
                out.append("\033[")
                        .append(top + row)
                        .append(';')
                        .append(column + 1)
                        .append('H');
                for (; column < end; column++) {
                    long cell = wanted[start + column];
                    shown[start + column] = cell;
                    pen.write(cell);
                }
            }
        }
        pen.lift();
    }

    private boolean same(long a, long b) {
        if (a == b || mode != ColorMode.TRUE_COLOR || a < 0 || b < 0) {
            return a == b;
        }
        for (int shift = 0; shift <= 48; shift += shift == 16 ? 16 : 8) {
            long difference = (a >> shift & 255) - (b >> shift & 255);
            if (Math.abs(difference) > SAME_CHANNEL) {
                return false;
            }
        }
        return true;
    }

    /** Writes cells and changes colours only where it must. */
    private static final class Pen {
        private static final int NO_COLOR = -1;

        private final ColorMode mode;
        private final StringBuilder out;
        private int front = NO_COLOR;
        private int back = NO_COLOR;

        Pen(ColorMode mode, StringBuilder out) {
            this.mode = mode;
            this.out = out;
        }

        void write(long cell) {
            if (mode == ColorMode.NONE) {
                out.append(cell == BLANK ? ' ' : (char) cell);
                return;
            }
            if (cell == BLANK) {
                lift();
                out.append(' ');
                return;
            }
            int upper = (int) (cell >> 32);
            int lower = (int) cell;
            if (upper == lower) {
                color(front, upper);
                out.append(' ');
            } else if (upper == back && lower == front) {
                out.append('▄');
            } else {
                color(upper, lower);
                out.append('▀');
            }
        }

        private void color(int newFront, int newBack) {
            if (newFront == front && newBack == back) {
                return;
            }
            out.append("\033[");
            if (newFront != front) {
                Palette.select(mode, newFront, false, out);
            }
            if (newBack != back) {
                if (newFront != front) {
                    out.append(';');
                }
                Palette.select(mode, newBack, true, out);
            }
            out.append('m');
            front = newFront;
            back = newBack;
        }

        void lift() {
            if (front != NO_COLOR || back != NO_COLOR) {
                out.append("\033[0m");
                front = NO_COLOR;
                back = NO_COLOR;
            }
        }
    }
}
