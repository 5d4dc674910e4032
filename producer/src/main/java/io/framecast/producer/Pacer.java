package io.framecast.producer;

import java.util.concurrent.TimeUnit;

/** When each frame of a recorded source is due, and what time it carries: the wall clock at the start, and on at a steady pace. */
final class Pacer {
    /** Later than this, the machine has slept or the input has stalled: what comes then is paced from there on. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private boolean started;
    private long originNanos;
    private long originMicros;

    /**
     * How long to wait until a frame is sent, 0 if it is due. The first frame is due at once.
     *
     * @param decodeMicros the frame's time to be sent on the source's clock
     * @param wallMicros the wall clock at {@code nowNanos}, microseconds since the Unix epoch
     */
    long waitNanos(long decodeMicros, long nowNanos, long wallMicros) {
        if (!started) {
            started = true;
            originNanos = nowNanos - decodeMicros * 1000;
            originMicros = wallMicros - decodeMicros;
        }
        long waitNanos = originNanos + decodeMicros * 1000 - nowNanos;
        if (waitNanos < -STALL_NANOS) {
            originNanos -= waitNanos;
            originMicros -= waitNanos / 1000;
        }
        return Math.max(0, waitNanos);
    }

    /** The time that a frame carries, microseconds since the Unix epoch; {@link #waitNanos} was called for it or an earlier one. */
    long captureMicros(long presentationMicros) {
        return originMicros + presentationMicros;
    }
}
