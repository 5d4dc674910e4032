package io.framecast.subscriber.terminal;

/**
 * The rows of a terminal that belong to a picture and its status line, which is the last of them.
 *
 * @param top the first row, from 1
 * @param rows 0 where there is no room
 */
public record Region(int top, int rows, int columns) {

    /** The upper rows of a terminal, so that {@code keptRows} stay below for the prompt and its answers. */
    public static Region above(int keptRows, int terminalRows, int terminalColumns) {
        return new Region(1, Math.max(0, terminalRows - keptRows), Math.max(0, terminalColumns));
    }

    int pictureRows() {
        return Math.max(0, rows - 1);
    }
}
