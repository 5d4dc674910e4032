package io.framecast.subscriber.shell;

import io.framecast.subscriber.terminal.Region;
import java.io.Writer;

/** The upper rows of a terminal, which belong to the picture while it is drawn; the prompt moves below them. Any thread. */
public interface PictureRegion {

    /**
     * Takes the rows; what was on the screen is cleared. Idempotent.
     *
     * @param repaint runs when everything has to be drawn anew: the size has changed, or somebody has attached
     */
    void open(Runnable repaint);

    /** Where to draw now; no rows while it is not open. */
    Region region();

    /** Takes whole drawings: each {@code write} appears in one piece, never within what the shell writes. */
    Writer writer();

    /** Gives the rows back to the shell. Idempotent. */
    void close();
}
