package io.framecast.subscriber;

import io.framecast.client.RunException;
import io.framecast.subscriber.output.OutputThread;
import io.framecast.subscriber.shell.PictureRegion;
import io.framecast.subscriber.terminal.ColorMode;
import io.framecast.subscriber.terminal.TerminalCanvas;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which of the subscribed streams is drawn in the terminal: one at the most. Any thread but the client's event loop. */
final class Views {

    /** Opens the picture of a stream on the terminal. */
    @FunctionalInterface
    interface PictureOpener {
        OutputThread open(Watch watch, TerminalCanvas canvas) throws RunException;
    }

    private final @Nullable PictureRegion region;
    private final @Nullable TerminalCanvas canvas;
    private final boolean drawSubscribed;
    private final PictureOpener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Watch viewed;
    private @Nullable OutputThread picture;

    /**
     * @param region null where there is no terminal to draw in
     * @param drawSubscribed whether a new subscription is drawn without being asked for
     */
    Views(@Nullable PictureRegion region, ColorMode colors, boolean drawSubscribed, PictureOpener opener) {
        this.region = region;
        this.canvas = region == null ? null : new TerminalCanvas(region.writer(), region::region, colors);
        this.drawSubscribed = drawSubscribed;
        this.opener = opener;
    }

    /** Draws a stream that was just subscribed, if that is what subscribing does. */
    void onSubscribed(Watch watch) throws RunException {
        if (drawSubscribed) {
            var _ = view(watch);
        }
    }

    void onUnsubscribing(Watch watch) {
        lock.lock();
        try {
            if (viewed == watch) {
                var _ = hide();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Draws this one instead of another; false if there is nothing to draw on. */
    boolean view(Watch watch) throws RunException {
        lock.lock();
        try {
            if (region == null || canvas == null) {
                return false;
            }
            if (viewed == watch) {
                return true;
            }
            stop();
            canvas.clear();
            region.open(canvas::repaint);
            OutputThread opened = opener.open(watch, canvas);
            picture = opened;
            viewed = watch;
            watch.add(opened);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Draws nothing any more; false if nothing was drawn. */
    boolean hide() {
        lock.lock();
        try {
            boolean drawn = viewed != null;
            stop();
            if (region != null && canvas != null) {
                canvas.clear();
                region.close();
            }
            return drawn;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Watch viewed() {
        lock.lock();
        try {
            return viewed;
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        Watch watch = viewed;
        OutputThread drawn = picture;
        viewed = null;
        picture = null;
        if (watch != null && drawn != null) {
            watch.remove(drawn);
            drawn.close();
        }
    }
}
