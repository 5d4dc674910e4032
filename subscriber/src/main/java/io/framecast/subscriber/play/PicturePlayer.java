package io.framecast.subscriber.play;

import io.framecast.subscriber.media.Picture;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows each picture when it is due, on a thread of its own; of several that are due, the newest. One that is to be a still is shown
 * at once.
 * Whoever offers waits while enough pictures are held; a screen that is slower than the stream sees fewer of them.
 */
final class PicturePlayer implements AutoCloseable {
    private static final int HELD_PICTURES = 32;
    private static final long HELD_PIXELS = 40_000_000; // 60 MB as 4:2:0
    private static final long STATUS_NANOS = 250_000_000L;

    /** When a picture of that capture time is due, {@link System#nanoTime} given and returned. */
    interface Due {
        long nanos(long captureMicros, long nowNanos);
    }

    /** What the status line says now. */
    interface Status {
        StreamStatus now(long shownCaptureMicros, long nowNanos);
    }

    private final Screen screen;
    private final Due due;
    private final Status status;
    private final PlayTimes times;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Picture> held = new ArrayDeque<>();
    private long heldPixels;
    private boolean visible = true;
    private boolean again;
    private boolean hurry;
    private boolean closing;
    private long skipped;

    PicturePlayer(String id, Screen screen, Due due, Status status, PlayTimes times) {
        this.screen = screen;
        this.due = due;
        this.status = status;
        this.times = times;
        this.thread = Thread.ofPlatform().name("picture-" + id).daemon().start(this::run);
        screen.onStart(this::showAgain);
    }

    /** Takes the picture, which is closed here. Waits while there is no room. */
    void offer(Picture picture) {
        long pixels = (long) picture.width() * picture.height();
        lock.lock();
        try {
            while (!closing && !held.isEmpty() && (held.size() >= HELD_PICTURES || heldPixels + pixels > HELD_PIXELS)) {
                changed.awaitUninterruptibly();
            }
            if (closing) {
                picture.close();
            } else {
                held.add(picture);
                heldPixels += pixels;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Shows the picture, which is closed here, without waiting for its time. */
    void still(Picture picture) {
        lock.lock();
        try {
            hurry = true;
        } finally {
            lock.unlock();
        }
        offer(picture);
    }

    void showAgain() {
        lock.lock();
        try {
            again = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void visible(boolean nowVisible) {
        lock.lock();
        try {
            visible = nowVisible;
            again = nowVisible;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Pictures that were overtaken by a newer one before they could be shown. */
    long skipped() {
        lock.lock();
        try {
            return skipped;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Picture shown = null;
        try {
            while (true) {
                Picture next;
                boolean draw;
                lock.lock();
                try {
                    next = await();
                    if (closing) {
                        break;
                    }
                    draw = visible && (next != null || again);
                    again = again && !visible;
                } finally {
                    lock.unlock();
                }
                if (next != null) {
                    if (shown != null) {
                        shown.close();
                    }
                    shown = next;
                }
                StreamStatus line = status.now(shown == null ? 0 : shown.captureMicros(), System.nanoTime());
                if (draw && shown != null) {
                    screen.show(shown, line);
                    if (next != null) {
                        times.onShown(next.captureMicros(), System.nanoTime());
                    }
                } else if (isVisible()) {
                    screen.status(line);
                }
            }
        } finally {
            if (shown != null) {
                shown.close();
            }
            screen.close();
            lock.lock();
            try {
                closing = true;
                held.forEach(Picture::close);
                held.clear();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isVisible() {
        lock.lock();
        try {
            return visible;
        } finally {
            lock.unlock();
        }
    }

    /** The newest picture that is due; null when only the status or a repaint is. Called with the lock held. */
    private @Nullable Picture await() {
        long statusNanos = System.nanoTime() + STATUS_NANOS;
        while (!closing && !again) {
            long now = System.nanoTime();
            Picture newest = null;
            while (!held.isEmpty()
                    && ((hurry && newest == null) || due.nanos(held.getFirst().captureMicros(), now) - now <= 0)) {
                if (newest != null) {
                    newest.close();
                    skipped++;
                }
                newest = held.remove();
                heldPixels -= (long) newest.width() * newest.height();
                hurry = false;
            }
            if (newest != null) {
                changed.signalAll();
                return newest;
            }
            long wait = statusNanos - now;
            if (wait <= 0) {
                return null;
            }
            if (!held.isEmpty()) {
                wait = Math.min(wait, due.nanos(held.getFirst().captureMicros(), now) - now);
            }
            try {
                changed.awaitNanos(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(50)));
            } catch (InterruptedException e) {
                closing = true; // nobody interrupts this thread but a JVM that ends
            }
        }
        return null;
    }
}
