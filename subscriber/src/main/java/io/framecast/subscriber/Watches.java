package io.framecast.subscriber;

import io.framecast.client.FramecastClient;
import io.framecast.client.RunException;
import io.framecast.client.Subscription;
import io.framecast.protocol.session.StreamStats;
import io.framecast.subscriber.output.OutputThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All ids that a subscriber has, or had: what was ended keeps its figures. Any thread. */
final class Watches {

    /** Opens what the frames of an id go to. */
    @FunctionalInterface
    interface OutputOpener {
        @Nullable
        OutputThread open(Watch watch) throws RunException;
    }

    /** A subscribed id with its output, null where it only shows in the terminal. */
    private record Active(Watch watch, @Nullable OutputThread output) {}

    /** The figures of an id as of one moment. */
    record Figures(Watch watch, StreamStats stats, StreamMeter.Reading reading, long tooSlow, long skippedPictures) {}

    private final FramecastClient client;
    private final Duration latency;
    private final Notices notices;
    private final OutputOpener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Active> active = new LinkedHashMap<>();
    private final Map<String, Figures> ended = new LinkedHashMap<>();

    Watches(FramecastClient client, Duration latency, Notices notices, OutputOpener opener) {
        this.client = client;
        this.latency = latency;
        this.notices = notices;
        this.opener = opener;
    }

    /**
     * Opens the output and subscribes.
     *
     * @param refused is told if the broker does not grant it, on the event loop
     * @return null if the id is subscribed already
     */
    @Nullable
    Watch subscribe(String id, Consumer<RunException> refused) throws RunException {
        lock.lock();
        try {
            if (active.containsKey(id)) {
                return null;
            }
            Watch watch = new Watch(id, new StreamMeter(latency.toNanos() / 1000, System.nanoTime()), notices, refused);
            OutputThread output = opener.open(watch);
            if (output != null) {
                watch.add(output);
            }
            active.put(id, new Active(watch, output));
            ended.remove(id);
            watch.subscribedBy(client.subscribe(id, latency, watch));
            return watch;
        } finally {
            lock.unlock();
        }
    }

    /** Unsubscribes and finishes the output, which may take up to {@code limit}. False if the id is not subscribed. */
    boolean unsubscribe(String id, Duration limit) {
        Active leaving;
        lock.lock();
        try {
            leaving = active.remove(id);
            if (leaving == null) {
                return false;
            }
            leaving.watch().onUnsubscribing();
            Subscription subscription = leaving.watch().subscription();
            if (subscription != null) {
                var _ = subscription.close();
            }
            ended.put(id, figures(leaving));
        } finally {
            lock.unlock();
        }
        OutputThread output = leaving.output();
        if (output != null && !output.close(limit)) {
            notices.say(id + ": its output is still writing and was left alone");
        }
        return true;
    }

    /** Unsubscribes from everything and finishes all outputs. */
    void close(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (String id : ids()) {
            unsubscribe(id, Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        }
    }

    /** Subscribed ids in the order in which they were asked for. */
    List<String> ids() {
        lock.lock();
        try {
            return List.copyOf(active.keySet());
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Watch find(String id) {
        lock.lock();
        try {
            Active found = active.get(id);
            return found == null ? null : found.watch();
        } finally {
            lock.unlock();
        }
    }

    /** Of everything subscribed now. */
    List<Figures> figures() {
        List<Active> now;
        lock.lock();
        try {
            now = List.copyOf(active.values());
        } finally {
            lock.unlock();
        }
        return now.stream().map(Watches::figures).toList();
    }

    /** Of everything that was ever subscribed; what ended comes first. */
    List<Figures> allFigures() {
        List<Figures> all;
        lock.lock();
        try {
            all = new ArrayList<>(ended.values());
        } finally {
            lock.unlock();
        }
        all.addAll(figures());
        return all;
    }

    private static Figures figures(Active active) {
        OutputThread output = active.output();
        return new Figures(
                active.watch(),
                active.watch().stats(),
                active.watch().meter().reading(),
                output == null ? 0 : output.dropped(),
                active.watch().skippedPictures());
    }
}
