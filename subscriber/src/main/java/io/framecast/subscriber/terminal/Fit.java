package io.framecast.subscriber.terminal;

/** A picture's place among cells: as large as its shape allows, in the middle. A cell holds one pixel across and two down. */
record Fit(int left, int top, int columns, int rows) {

    /** @param aspect width over height of the picture; a cell counts as twice as high as it is wide */
    static Fit of(double aspect, int columns, int rows) {
        if (columns <= 0 || rows <= 0 || !(aspect > 0)) {
            return new Fit(0, 0, 0, 0);
        }
        int wide = columns;
        int high = (int) Math.round(columns / aspect / 2);
        if (high > rows) {
            high = rows;
            wide = (int) Math.round(rows * 2 * aspect);
        }
        wide = Math.clamp(wide, 1, columns);
        high = Math.clamp(high, 1, rows);
        return new Fit((columns - wide) / 2, (rows - high) / 2, wide, high);
    }
}
