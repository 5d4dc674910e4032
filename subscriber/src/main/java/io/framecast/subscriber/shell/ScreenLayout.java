package io.framecast.subscriber.shell;

import io.framecast.subscriber.terminal.Region;

/**
 * How a terminal is divided while a picture is drawn: the picture and its status row above, and the shell's rows below, which scroll by
 * themselves. Rows and columns count from 1, as terminals count.
 */
record ScreenLayout(int rows, int columns) {

    private static final int USUAL_ROWS = 24;
    private static final int USUAL_COLUMNS = 80;

    /** A terminal that nobody is attached to has no size: it gets the usual one until there is a real one. */
    static ScreenLayout of(int rows, int columns) {
        return new ScreenLayout(rows < 4 ? USUAL_ROWS : rows, columns < 10 ? USUAL_COLUMNS : columns);
    }

    /** 1 on a tiny terminal; 4 on 24 rows; 8 at the most. */
    int shellRows() {
        return Math.clamp(rows / 6, 1, 8);
    }

    int shellTop() {
        return rows - shellRows() + 1;
    }

    Region picture() {
        return Region.above(shellRows(), rows, columns);
    }
}
