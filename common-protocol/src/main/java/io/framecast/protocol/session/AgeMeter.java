package io.framecast.protocol.session;

import io.framecast.protocol.media.Frame;
import io.framecast.protocol.time.AgeClock;
import io.framecast.protocol.time.AgeSample;

/**
 * How old the frames of one live stream are when they are whole, from one report to the next. What comes from the broker's cache before
 * the stream is live is not judged. Owned by its {@link LiveStream}.
 */
final class AgeMeter {

    /** Who is behind the budget for so long does not catch up, he is slow. */
    private static final long LONGEST_JOIN_NANOS = 3_000_000_000L;

    private final long latencyMicros;
    private final AgeClock clock = new AgeClock();
    private final AgeSample ages = new AgeSample();
    private boolean started;
    private long startNanos;
    private boolean live;

    /** {@code latencyNanos}: the viewer's budget; a frame that is not older is live. */
    AgeMeter(long latencyNanos) {
        latencyMicros = latencyNanos / 1_000;
    }

    void onFrame(Frame frame, StreamClock now) {
        long completeNanos = frame.completeNanos();
        if (!started) {
            started = true;
            startNanos = completeNanos;
        }
        clock.onArrival(frame.captureMicros(), completeNanos);
        use(now);
        long age = clock.ageMicros(frame.captureMicros(), completeNanos);
        live |= age <= latencyMicros || completeNanos - startNanos >= LONGEST_JOIN_NANOS;
        if (live) {
            ages.add(age);
        }
    }

    private void use(StreamClock now) {
        if (now.absolute() != clock.isAbsolute()) {
            // Ages of two kinds do not mix, and what looked live by the fastest frame may not be.
            ages.clear();
            live = false;
        }
        if (now.absolute()) {
            clock.setAbsolute(now.offsetMicros());
        } else {
            clock.setRelative(now.roundTripNanos());
        }
    }

    boolean absolute() {
        return clock.isAbsolute();
    }

    /** Since the last report; 0 without any frame. */
    int medianMicros() {
        return (int) Math.min(Integer.MAX_VALUE, ages.medianMicros());
    }

    /** Since the last report; 0 without any frame. */
    int longestMicros() {
        return (int) Math.min(Integer.MAX_VALUE, ages.longestMicros());
    }

    void onReported() {
        ages.clear();
    }
}
