package io.framecast.broker.core;

/**
 * What one lane takes: all of it, and only its key frames. Where every frame is a key frame the frames are independent of each other:
 * sound, or pictures without prediction, told apart by their size. Owned by its lane.
 */
final class LaneRate {

    /** PCM of 20 ms fills four datagrams; a picture takes more. */
    private static final double LARGEST_SOUND_BYTES = 4 * 1200;

    private static final double HALF_LIFE_NANOS = 8e9;
    /** Independent pictures are worth sending down to one in a second. */
    private static final double LEAST_FRAMES_PER_SECOND = 1;

    private final RateMeter all;
    private double bytes;
    private double keyBytes;
    private double frames;
    private long decayedAt;
    private boolean predicted;

    LaneRate(long nowNanos) {
        all = new RateMeter(nowNanos);
        decayedAt = nowNanos;
    }

    /** A datagram of a frame came; {@code first}: it is the first one of its frame. */
    void onDatagram(int length, boolean key, boolean first, long nowNanos) {
        all.onBytes(length, nowNanos);
        if (first) {
            double kept = Math.pow(0.5, (nowNanos - decayedAt) / HALF_LIFE_NANOS);
            bytes *= kept;
            keyBytes *= kept;
            frames = frames * kept + 1;
            decayedAt = nowNanos;
            predicted |= !key;
        }
        bytes += length;
        keyBytes += key ? length : 0;
    }

    /** Whether no frame so far needed another one. */
    boolean independent() {
        return !predicted;
    }

    boolean sound() {
        return independent() && bytes <= frames * LARGEST_SOUND_BYTES;
    }

    double bytesPerSecond(long nowNanos) {
        return all.bytesPerSecond(nowNanos);
    }

    /** With the key frames alone; of independent pictures, with one a second. */
    double keyBytesPerSecond(long nowNanos) {
        double rate = all.bytesPerSecond(nowNanos);
        if (predicted) {
            return bytes == 0 ? 0 : rate * keyBytes / bytes;
        }
        return frames == 0 ? 0 : Math.min(rate, LEAST_FRAMES_PER_SECOND * bytes / frames);
    }
}
