package io.framecast.bench.crowd;

/**
 * Which frames a source sends.
 *
 * @param framesPerSecond at least 1
 * @param keyEvery frames from one key frame to the next
 * @param keyBytes of a key frame
 * @param bytes of every other
 * @param unpaced whether capture times say that frames are a microsecond apart: the broker's pacer then lets everything pass at once
 * @param startMicros capture time of the first, microseconds since the Unix epoch
 */
record Rhythm(int framesPerSecond, int keyEvery, int keyBytes, int bytes, boolean unpaced, long startMicros) {

    /** What fits into a datagram of 1200 bytes beside header and tag. */
    private static final int PAYLOAD_BYTES = 1152;

    /** 720p at 30 frames and 2.5 Mbit a second, a key frame of six times the size of the others every two seconds. */
    static Rhythm picture(long startMicros) {
        int every = 60;
        int all = 2_500_000 / 8 * every / 30;
        int bytes = all / (every + 5);
        return new Rhythm(30, every, 6 * bytes, bytes, false, startMicros);
    }

    /** Frames of {@code datagrams} full datagrams each. */
    static Rhythm even(int framesPerSecond, int datagrams, boolean unpaced, long startMicros) {
        return new Rhythm(
                framesPerSecond,
                framesPerSecond,
                datagrams * PAYLOAD_BYTES,
                datagrams * PAYLOAD_BYTES,
                unpaced,
                startMicros);
    }

    /** In how many runs {@code frames} frames leave a broker that paces them: 16 datagrams at once, the rest in chunks of 8. */
    long runs(long frames) {
        long runs = 0;
        for (long frame = 0; frame < frames; frame++) {
            int datagrams = Math.ceilDiv(bytes(frame), PAYLOAD_BYTES);
            runs += 1 + Math.ceilDiv(Math.max(0, datagrams - 16), 8);
        }
        return runs;
    }

    boolean key(long frame) {
        return frame % keyEvery == 0;
    }

    int bytes(long frame) {
        return key(frame) ? keyBytes : bytes;
    }

    long intervalNanos() {
        return 1_000_000_000L / framesPerSecond;
    }

    long captureMicros(long frame) {
        return startMicros + (unpaced ? frame : frame * 1_000_000 / framesPerSecond);
    }
}
