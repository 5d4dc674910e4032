package io.framecast.protocol.session;

/** What a publisher knows of one of its tracks, over all incarnations of the stream. Owned by its {@link SendQueue}. */
final class SendTrack {

    private static final long ASK_NANOS = 500_000_000L;
    private static final long FIRST_INTERVAL_NANOS = 33_000_000L;
    private static final long LEAST_INTERVAL_NANOS = 2_000_000L;
    private static final long MOST_INTERVAL_NANOS = 1_000_000_000L;

    final int id;

    /** Number of the next frame, u32. */
    int nextFrame;

    /** Whether frames are left out until a key frame comes. */
    boolean keyAwaited;

    private boolean asked;
    private long askedNanos;
    private boolean started;
    private long lastNanos;
    private long intervalNanos = FIRST_INTERVAL_NANOS;

    SendTrack(int id, int firstFrame) {
        this.id = id;
        nextFrame = firstFrame;
        keyAwaited = id > 0;
    }

    void onFrame(long nowNanos) {
        if (started) {
            long apart = Math.clamp(nowNanos - lastNanos, LEAST_INTERVAL_NANOS, MOST_INTERVAL_NANOS);
            intervalNanos += (apart - intervalNanos) / 8;
        }
        started = true;
        lastNanos = nowNanos;
    }

    /** Whether it ever had a frame. */
    boolean started() {
        return started;
    }

    /** Smoothed time between frames. */
    long intervalNanos() {
        return intervalNanos;
    }

    /** Whether it is time to ask for a key frame (again). */
    boolean mayAsk(long nowNanos) {
        if (asked && nowNanos - askedNanos < ASK_NANOS) {
            return false;
        }
        asked = true;
        askedNanos = nowNanos;
        return true;
    }
}
