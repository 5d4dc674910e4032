package io.framecast.subscriber;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.time.AgeClock;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Measures one subscribed stream where its whole frames arrive: how long until the first one, until it was live, and how old frames
 * are, there and at each other point of their way. What comes from the broker's cache before the stream is live is not part of the
 * latencies. Any thread.
 *
 * <p>How old a frame is can be told only once the producer's clock is known, about a second after the start. Frames from before that
 * are judged afterwards; where it does not become known, all are judged by the fastest of them ({@code relative}).
 */
public final class StreamMeter {

    private static final long LONGEST_PENDING_NANOS = 5_000_000_000L;

    /** A frame's arrival, by the wall clock when its first and its last datagram came, and whether it was in time for all that was known. */
    private record Arrival(long captureMicros, long firstWallNanos, long lastWallNanos, long nanos, boolean inTime) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final long latencyBudgetMicros;
    private final ArrayDeque<Arrival> pending = new ArrayDeque<>();
    private final HopAges hops = new HopAges();
    private AgeClock clock = new AgeClock();
    /** Wall clock less monotonic clock: ages are told by the former. */
    private long wallAheadNanos;

    private boolean clockAwaited = true;
    private boolean absolute;
    private long firstJudgedMicros = Long.MAX_VALUE;
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
            int height,
            Map<HopPoint, HopAges.Ages> hops) {

        /** Of a stream whose hops are not known. */
        Reading(
                double firstFrameMillis,
                double liveMillis,
                boolean absolute,
                double p50Millis,
                double p95Millis,
                double p99Millis,
                double maxMillis,
                String codec,
                int width,
                int height) {
            this(
                    firstFrameMillis,
                    liveMillis,
                    absolute,
                    p50Millis,
                    p95Millis,
                    p99Millis,
                    maxMillis,
                    codec,
                    width,
                    height,
                    new EnumMap<>(HopPoint.class));
        }
    }

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
            clock = new AgeClock();
            clockAwaited = true;
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
    public void onFrame(Frame frame, StreamStats stats, long wallMicros, long nowNanos) {
        lock.lock();
        try {
            if (!measured(frame)) {
                return;
            }
            measured++;
            boolean inTime = join.onFrame(frame.captureMicros(), stats.roundTripNanos(), nowNanos);
            // A frame that did not come over a network has no times of its own.
            long received = frame.completeNanos() == 0 ? nowNanos : frame.receivedNanos();
            long complete = frame.completeNanos() == 0 ? nowNanos : frame.completeNanos();
            wallAheadNanos = wallMicros * 1_000 - nowNanos;
            clock.onArrival(frame.captureMicros(), complete + wallAheadNanos);
            onClock(stats);
            hops.onTold(stats.hops());
            pending.add(new Arrival(
                    frame.captureMicros(), received + wallAheadNanos, complete + wallAheadNanos, complete, inTime));
            clockAwaited &= !clock.isAbsolute() && complete - pending.getFirst().nanos() < LONGEST_PENDING_NANOS;
            if (!clockAwaited) {
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

    private void onClock(StreamStats stats) {
        if (stats.absolute()) {
            clock.setAbsolute(stats.clockOffsetMicros());
            if (!absolute) {
                absolute = true;
                hops.forgetOwn();
                firstJudgedMicros = Long.MAX_VALUE;
            }
        } else if (!clock.isAbsolute()) {
            clock.setRelative(stats.roundTripNanos());
        }
    }

    private void judgePending() {
        for (Arrival arrival = pending.poll(); arrival != null; arrival = pending.poll()) {
            if (isLive(arrival)) {
                join.onLive(arrival.nanos());
            }
            if (join.liveNanos() != JoinTimes.NEVER) {
                judge(arrival, hops);
                firstJudgedMicros = Math.min(firstJudgedMicros, arrival.captureMicros());
            }
        }
    }

    /** Whether somebody who joins has caught up with it. */
    private boolean isLive(Arrival arrival) {
        return arrival.inTime() || age(arrival) <= latencyBudgetMicros;
    }

    private long age(Arrival arrival) {
        return clock.ageMicros(arrival.captureMicros(), arrival.lastWallNanos());
    }

    /** Counts a frame's ages, unless they are relative where others were not: kinds do not mix. */
    private void judge(Arrival arrival, HopAges into) {
        if (clock.isAbsolute() == absolute) {
            into.add(HopPoint.RECEIVED, clock.ageMicros(arrival.captureMicros(), arrival.firstWallNanos()));
            into.add(HopPoint.COMPLETE, age(arrival));
        }
    }

    /** A picture is decoded. */
    public void onDecoded(long captureMicros, long nowNanos) {
        onPlayed(HopPoint.DECODED, captureMicros, nowNanos);
    }

    /** A picture is on the screen. */
    public void onShown(long captureMicros, long nowNanos) {
        lock.lock();
        try {
            join.onShown(nowNanos);
        } finally {
            lock.unlock();
        }
        onPlayed(HopPoint.SHOWN, captureMicros, nowNanos);
    }

    /** Of the same frames whose arrival was judged. */
    private void onPlayed(HopPoint point, long captureMicros, long nowNanos) {
        lock.lock();
        try {
            if (captureMicros >= firstJudgedMicros && clock.isAbsolute() == absolute) {
                hops.add(point, clock.ageMicros(captureMicros, nowNanos + wallAheadNanos));
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is known now. Frames that wait for the clock are judged for this reading only. */
    public Reading reading() {
        lock.lock();
        try {
            HopAges judged = hops;
            long live = join.liveNanos();
            if (judged.total(HopPoint.COMPLETE) == 0) {
                judged = hops.copyOfTold();
                for (Arrival arrival : pending) {
                    if (live == JoinTimes.NEVER && isLive(arrival)) {
                        live = arrival.nanos();
                    }
                    if (live != JoinTimes.NEVER) {
                        judge(arrival, judged);
                    }
                }
            }
            Optional<Track> shown =
                    catalog == null ? Optional.empty() : catalog.video().or(catalog::audio);
            Map<HopPoint, HopAges.Ages> read = judged.read(absolute);
            HopAges.Ages complete = read.getOrDefault(HopPoint.COMPLETE, HopAges.NOTHING);
            return new Reading(
                    join.firstFrameMillis(),
                    join.millis(live),
                    absolute,
                    complete.p50Millis(),
                    complete.p95Millis(),
                    complete.p99Millis(),
                    complete.maxMillis(),
                    shown.map(Track::codec).orElse(""),
                    shown.map(Track::width).orElse(0),
                    shown.map(Track::height).orElse(0),
                    read);
        } finally {
            lock.unlock();
        }
    }
}
