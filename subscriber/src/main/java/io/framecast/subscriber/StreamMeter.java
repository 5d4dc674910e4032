package io.framecast.subscriber;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.StreamStats;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Measures one subscribed stream where its whole frames arrive: how long until the first one, until it was live, and how old frames
 * are. What comes from the broker's cache before the stream is live is not part of the latencies. Written on the client's event
 * loop, read on any thread.
 *
 * <p>How old a frame is can be told only once the producer's clock is known, about a second after the start. Frames from before that
 * are judged afterwards; where it does not become known, all are judged by the fastest of them ({@code relative}).
 */
public final class StreamMeter {

    private static final int MOST_PENDING = 2000;

    /** A frame's arrival: wall clock minus capture time, in microseconds of two clocks, when, and whether it was in time for all that was known. */
    private record Arrival(long rawMicros, long nanos, boolean inTime) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final long latencyBudgetMicros;
    private final ArrayDeque<Arrival> pending = new ArrayDeque<>();
    private LatencyHistogram ages = new LatencyHistogram();
    private boolean absolute;
    private long offsetMicros;
    private long fastestRawMicros = Long.MAX_VALUE;
    private long halfTripMicros;
    private final JoinTimes join;
    private long measured;
    private @Nullable Catalog catalog;

    /** What is said about a stream at one moment. Times in milliseconds, {@code NaN} where there is none yet. */
    public record Reading(
            double firstFrameMillis,
            double liveMillis,
            boolean absolute,
            double p50Millis,
            double p95Millis,
            double p99Millis,
            double maxMillis,
            String codec,
            int width,
            int height) {}

    /** {@code latencyBudgetMicros}: a frame that is not older counts as live. */
    public StreamMeter(long latencyBudgetMicros, long nowNanos) {
        this.latencyBudgetMicros = latencyBudgetMicros;
        this.join = new JoinTimes(latencyBudgetMicros, nowNanos);
    }

    /** The stream is live from now. An id that was {@code waited} for is measured from here; one that came back keeps its first figures. */
    public void onUp(boolean waited, long nowNanos) {
        lock.lock();
        try {
            join.onUp(waited, nowNanos);
            // Another incarnation may have another clock.
            judgePending();
            fastestRawMicros = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    public void onCatalog(Catalog now) {
        lock.lock();
        try {
            catalog = now;
        } finally {
            lock.unlock();
        }
    }

    /** A whole frame has arrived. {@code wallMicros}: this machine's wall clock, microseconds since the Unix epoch. */
    public void onFrame(Frame frame, StreamStats clock, long wallMicros, long nowNanos) {
        lock.lock();
        try {
            if (!measured(frame)) {
                return;
            }
            measured++;
            boolean inTime = join.onFrame(frame.captureMicros(), clock.roundTripNanos(), nowNanos);
            Arrival arrival = new Arrival(wallMicros - frame.captureMicros(), nowNanos, inTime);
            fastestRawMicros = Math.min(fastestRawMicros, arrival.rawMicros());
            halfTripMicros = clock.roundTripNanos() / 2000;
            if (clock.absolute()) {
                offsetMicros = clock.clockOffsetMicros();
                if (!absolute) {
                    absolute = true;
                    ages = new LatencyHistogram();
                }
            }
            pending.add(arrival);
            if (absolute || pending.size() >= MOST_PENDING) {
                judgePending();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Its pictures are shown on a screen. */
    public void onScreen() {
        lock.lock();
        try {
            join.onScreen();
        } finally {
            lock.unlock();
        }
    }

    /** A picture is on the screen. */
    public void onShown(long nowNanos) {
        lock.lock();
        try {
            join.onShown(nowNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Pictures so far, or pieces of sound where there is no picture. */
    public long frames() {
        lock.lock();
        try {
            return measured;
        } finally {
            lock.unlock();
        }
    }

    /** Pictures are measured, and sound only where there is no picture. */
    private boolean measured(Frame frame) {
        if (catalog == null || catalog.video().isEmpty()) {
            return true;
        }
        return catalog.track(frame.track()).map(Track::isVideo).orElse(false);
    }

    private void judgePending() {
        for (Arrival arrival = pending.poll(); arrival != null; arrival = pending.poll()) {
            if (isLive(arrival)) {
                join.onLive(arrival.nanos());
            }
            if (join.liveNanos() != JoinTimes.NEVER) {
                ages.add(age(arrival));
            }
        }
    }

    /** Whether somebody who joins has caught up with it. */
    private boolean isLive(Arrival arrival) {
        return arrival.inTime() || age(arrival) <= latencyBudgetMicros;
    }

    private long age(Arrival arrival) {
        return absolute ? arrival.rawMicros() - offsetMicros : arrival.rawMicros() - fastestRawMicros + halfTripMicros;
    }

    /** What is known now. Frames that wait for the clock are judged for this reading only. */
    public Reading reading() {
        lock.lock();
        try {
            LatencyHistogram judged = ages;
            long live = join.liveNanos();
            if (judged.total() == 0) {
                judged = new LatencyHistogram();
                for (Arrival arrival : pending) {
                    if (live == JoinTimes.NEVER && isLive(arrival)) {
                        live = arrival.nanos();
                    }
                    if (live != JoinTimes.NEVER) {
                        judged.add(age(arrival));
                    }
                }
            }
            Optional<Track> shown =
                    catalog == null ? Optional.empty() : catalog.video().or(catalog::audio);
            return new Reading(
                    join.firstFrameMillis(),
                    join.millis(live),
                    absolute,
                    quantile(judged, 0.50),
                    quantile(judged, 0.95),
                    quantile(judged, 0.99),
                    quantile(judged, 1),
                    shown.map(Track::codec).orElse(""),
                    shown.map(Track::width).orElse(0),
                    shown.map(Track::height).orElse(0));
        } finally {
            lock.unlock();
        }
    }

    private static double quantile(LatencyHistogram judged, double ratio) {
        return judged.total() == 0 ? Double.NaN : judged.quantileMicros(ratio) / 1000.0;
    }
}
