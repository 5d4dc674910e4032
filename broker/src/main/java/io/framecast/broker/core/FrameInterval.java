package io.framecast.broker.core;

import io.framecast.protocol.repair.RingFrame;

/** From one frame of a lane to the next, by capture time, as the newest two say. Owned by the lane. */
final class FrameInterval {

    /** Until two frames have come. */
    private static final long USUAL_NANOS = 33_000_000L;
    /** A longer pause is not a frame rate. */
    private static final long LONGEST_MICROS = 1_000_000L;

    private boolean begun;
    private int number;
    private long captureMicros;
    private long nanos = USUAL_NANOS;

    /** A datagram of the newest frame came. Whether it is the frame's first. */
    boolean onNewest(RingFrame frame) {
        if (begun && frame.number() == number) {
            return false;
        }
        long apartMicros = frame.captureMicros() - captureMicros;
        if (begun && apartMicros > 0 && apartMicros < LONGEST_MICROS) {
            nanos = apartMicros * 1000;
        }
        begun = true;
        number = frame.number();
        captureMicros = frame.captureMicros();
        return true;
    }

    long nanos() {
        return nanos;
    }
}
