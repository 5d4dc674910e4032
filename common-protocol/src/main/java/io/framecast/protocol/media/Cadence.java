package io.framecast.protocol.media;

/** How far apart the frames and the key frames of a track are, by capture time. Owned by its assembler. */
final class Cadence {

    private static final int LEAST_FRAMES = 3;

    private boolean started;
    private long firstNumber;
    private long firstMicros;
    private boolean keySeen;
    private long keyNumber;
    private long keyMicros;
    private long gopMicros;
    private long intervalMicros;

    /** Something of a frame arrived; those that come out of order say nothing. */
    void onFrame(PartialFrame frame) {
        if (!started) {
            started = true;
            firstNumber = frame.number;
            firstMicros = frame.captureMicros;
        } else if (gopMicros == 0 && frame.number - firstNumber >= LEAST_FRAMES) {
            intervalMicros = Math.max(0, (frame.captureMicros - firstMicros) / (frame.number - firstNumber));
        }
        if (frame.key && (!keySeen || frame.number > keyNumber)) {
            if (keySeen && frame.captureMicros > keyMicros) {
                gopMicros = frame.captureMicros - keyMicros;
                intervalMicros = gopMicros / (frame.number - keyNumber);
            }
            keySeen = true;
            keyNumber = frame.number;
            keyMicros = frame.captureMicros;
        }
    }

    /** From one key frame to the next; 0 unknown. */
    long gopMicros() {
        return gopMicros;
    }

    /** From one frame to the next on average; 0 unknown. */
    long intervalMicros() {
        return intervalMicros;
    }
}
