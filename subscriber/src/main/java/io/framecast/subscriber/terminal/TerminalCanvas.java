package io.framecast.subscriber.terminal;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Draws a picture and one status row into the rows of a terminal that a region names, and leaves the rest alone: the cursor is put
 * back, each drawing is one write. Any thread; a slow terminal makes the caller wait, so whoever draws should draw the newest picture
 * only. Asks for the region at each drawing, so a changed size takes effect at once.
 */
public final class TerminalCanvas {
    // DEC private mode 2026: the terminal shows the whole update at once; one that does not know it ignores it.
    private static final String BEGIN = "\033[?2026h\0337\033[?25l";
    private static final String END = "\0338\033[?25h\033[?2026l";

    private final Writer out;
    private final Supplier<Region> region;
    private final ColorMode colors;
    private final ReentrantLock lock = new ReentrantLock();
    private final StringBuilder update = new StringBuilder();
    private CellGrid grid;
    private Region drawn = new Region(1, 0, 0);
    private boolean gone;
    private String status = "";
    private @Nullable String statusShown;
    private @Nullable Runnable wantPicture;

    /**
     * @param out the terminal; each drawing is one {@code write} and one {@code flush}
     * @param region where to draw, from the terminal's size at that moment; rows 0: nowhere
     */
    public TerminalCanvas(Writer out, Supplier<Region> region, ColorMode colors) {
        this.out = out;
        this.region = region;
        this.colors = colors;
        this.grid = new CellGrid(colors, 0, 0);
    }

    /**
     * Draws a picture of that shape.
     *
     * @param again asked for, on any thread, when the picture is needed once more in another size
     */
    void picture(double aspect, Raster raster, Runnable again) {
        lock.lock();
        try {
            wantPicture = again;
            Region now = place();
            Fit fit = Fit.of(aspect, now.columns(), now.pictureRows());
            if (fit.columns() > 0) {
                int[] rgb = raster.pixels(fit.columns(), 2 * fit.rows());
                if (rgb != null) {
                    grid.picture(fit, rgb);
                }
            }
            draw(now);
        } finally {
            lock.unlock();
        }
    }

    /** One line below the picture; what does not fit is cut off. */
    public void status(String text) {
        lock.lock();
        try {
            status = printable(text);
            if (!status.equals(statusShown)) {
                draw(place());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Draws everything anew: after a change of size, or when something else has written over it. */
    public void repaint() {
        Runnable listener;
        lock.lock();
        try {
            Region now = place();
            grid.forget();
            statusShown = null;
            draw(now);
            listener = wantPicture;
        } finally {
            lock.unlock();
        }
        if (listener != null) {
            listener.run();
        }
    }

    /** Empties its rows. */
    public void clear() {
        lock.lock();
        try {
            Region now = place();
            grid.blank();
            wantPicture = null;
            status = "";
            draw(now);
        } finally {
            lock.unlock();
        }
    }

    private Region place() {
        Region now = region.get();
        if (!now.equals(drawn)) {
            drawn = now;
            statusShown = null;
            if (!grid.fits(now.columns(), now.pictureRows())) {
                grid = new CellGrid(colors, now.columns(), now.pictureRows());
            }
            grid.forget();
        }
        return now;
    }

    private void draw(Region now) {
        if (gone || now.rows() <= 0 || now.columns() <= 0) {
            return;
        }
        update.setLength(0);
        update.append(BEGIN);
        int empty = update.length();
        grid.update(now.top(), update);
        if (!status.equals(statusShown)) {
            statusShown = status;
            statusRow(now);
        }
        if (update.length() == empty) {
            return;
        }
        update.append(END);
        try {
            out.write(update.toString());
            out.flush();
        } catch (IOException e) {
            gone = true; // and with the terminal everyone who could be told
        }
    }

    private void statusRow(Region now) {
        String line = status.length() > now.columns() ? status.substring(0, now.columns()) : status;
        boolean bar = colors != ColorMode.NONE && !status.isEmpty();
        update.append("\033[").append(now.top() + now.rows() - 1).append(";1H");
        update.append(bar ? "\033[0;7m" : "").append(line);
        if (bar) {
            update.repeat(' ', now.columns() - line.length()).append("\033[0m");
        } else {
            update.append("\033[K");
        }
    }

    /** Catalogs come from others: nothing of them may steer the terminal. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Gives the picture in a size. */
    interface Raster {
        /** {@code width x height} pixels as 0xRRGGBB; null if it cannot. */
        int @Nullable [] pixels(int width, int height);
    }
}
