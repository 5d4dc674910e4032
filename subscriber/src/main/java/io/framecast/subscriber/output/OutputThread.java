package io.framecast.subscriber.output;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs one output on a thread of its own. Any thread offers, never blocking; what does not fit into the queue's bytes is dropped
 * from its track up to the track's next key frame, counted, and said once. A failure is told once, then everything is discarded.
 */
public final class OutputThread implements AutoCloseable {

    /** What waits for a slow disk at the most: several seconds of a very good picture. */
    public static final long DEFAULT_QUEUE_BYTES = 64L << 20;

    private static final int OBJECT_BYTES = 128;

    private sealed interface Item {
        record Described(Catalog catalog) implements Item {}

        record Arrived(Frame frame) implements Item {}

        record Down() implements Item {}
    }

    private final FrameOutput output;
    private final String id;
    private final long queueBytes;
    private final OutputEvents events;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private final Set<Integer> waitingForKey = new HashSet<>();
    private long queuedBytes;
    private long dropped;
    private boolean closing;
    private boolean failed;

    public OutputThread(FrameOutput output, String id, long queueBytes, OutputEvents events) {
        this.output = output;
        this.id = id;
        this.queueBytes = queueBytes;
        this.events = events;
        this.thread = Thread.ofPlatform().name("output-" + id).daemon().start(this::run);
    }

    public void offer(Catalog catalog) {
        put(new Item.Described(catalog), 0);
    }

    /** Whether the frame was taken; one that was not is counted in {@link #dropped}. */
    public boolean offer(Frame frame) {
        output.onArrival(frame, System.nanoTime());
        int bytes = frame.payload().length + OBJECT_BYTES;
        boolean first = false;
        lock.lock();
        try {
            if (closing || failed) {
                return false;
            }
            if (frame.key()) {
                waitingForKey.remove(frame.track());
            }
            if (queuedBytes + bytes <= queueBytes && !waitingForKey.contains(frame.track())) {
                queue.add(new Item.Arrived(frame));
                queuedBytes += bytes;
                changed.signalAll();
                return true;
            }
            waitingForKey.add(frame.track());
            first = dropped++ == 0;
        } finally {
            lock.unlock();
        }
        if (first) {
            events.say(id + ": the output is slower than the stream; frames are left out and counted");
        }
        return false;
    }

    public void offerDown() {
        put(new Item.Down(), 0);
    }

    /** See {@link FrameOutput#plays}. */
    public boolean plays() {
        return output.plays();
    }

    /** See {@link FrameOutput#skippedPictures}. */
    public long skippedPictures() {
        return output.skippedPictures();
    }

    /** Frames left out because the output was too slow. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the output finish what is queued and closes it. Waits for that, but no longer than two minutes. */
    @Override
    public void close() {
        close(Duration.ofMinutes(2));
    }

    /** The same with a limit of one's own; whether it finished in that time. */
    public boolean close(Duration limit) {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            return Thread.currentThread().equals(thread) || thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void put(Item item, int bytes) {
        lock.lock();
        try {
            if (!closing && !failed) {
                queue.add(item);
                queuedBytes += bytes;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        @Nullable RunException problem = null;
        try {
            for (Item item = take(); item != null; item = take()) {
                switch (item) {
                    case Item.Described(Catalog catalog) -> output.onCatalog(catalog);
                    case Item.Arrived(Frame frame) -> output.onFrame(frame);
                    case Item.Down() -> output.onDown();
                }
            }
        } catch (RunException e) {
            problem = e;
        } catch (RuntimeException e) {
            problem = new RunException(id + ": the output failed (" + e + "); please report it", e);
        }
        discard();
        try {
            output.close();
        } catch (RunException e) {
            if (problem == null) {
                problem = e;
            }
        }
        if (problem != null) {
            events.failed(problem);
        }
    }

    private @Nullable Item take() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            Item item = queue.poll();
            if (item instanceof Item.Arrived(Frame frame)) {
                queuedBytes -= frame.payload().length + OBJECT_BYTES;
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    private void discard() {
        lock.lock();
        try {
            failed = true;
            queue.clear();
            queuedBytes = 0;
        } finally {
            lock.unlock();
        }
    }
}
