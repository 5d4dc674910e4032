package io.framecast.gateway.feed;

import io.framecast.protocol.media.Frame;
import io.netty.buffer.UnpooledByteBufAllocator;

/** Frames for tests: track 1 is a picture, track 2 sound. */
final class Frames {

    static final long MILLI = 1_000_000L;

    private Frames() {}

    static WireFrame key(long number, long nowNanos) {
        return wire(1, number, true, false, 100, nowNanos);
    }

    static WireFrame picture(long number, long nowNanos) {
        return wire(1, number, false, false, 100, nowNanos);
    }

    static WireFrame discardable(long number, long nowNanos) {
        return wire(1, number, false, true, 100, nowNanos);
    }

    static WireFrame sound(long number, long nowNanos) {
        return wire(2, number, true, false, 10, nowNanos);
    }

    static WireFrame wire(int track, long number, boolean key, boolean discardable, int bytes, long nowNanos) {
        return WireFrame.of(
                frame(track, number, key, discardable, bytes),
                false,
                track == 1,
                7,
                new WireFrame.Times(1_000 + number, 2_000 + number, 3, nowNanos),
                UnpooledByteBufAllocator.DEFAULT);
    }

    static Frame frame(int track, long number, boolean key, boolean discardable, int bytes) {
        byte[] payload = new byte[bytes];
        java.util.Arrays.fill(payload, (byte) number);
        return new Frame(track, 0, number, key, discardable, 0, number * 33_000, payload);
    }

    /** The frame number in a message. */
    static long number(WireFrame frame) {
        return frame.message().getUnsignedInt(frame.payloadAt() - WireFrame.HEADER_BYTES + 4);
    }
}
