package io.framecast.producer.source;

/** Brings the times in a container to the source's: from 0 at the first shown frame, on and on over loops. */
final class FileClock {
    /** An audio track that ends this much later than the picture is cut there: encoders pad the last packet. */
    private static final long PADDING_MICROS = 100_000;

    private final long originMicros;
    private long offsetMicros;
    private long videoEndMicros = Long.MIN_VALUE;
    private long audioEndMicros = Long.MIN_VALUE;

    /** @param originMicros the first shown frame's time in the container */
    FileClock(long originMicros) {
        this.originMicros = originMicros;
    }

    /** @param containerMicros a time in the container */
    long at(long containerMicros) {
        return containerMicros - originMicros + offsetMicros;
    }

    /** Where this pass began. */
    long passStartMicros() {
        return offsetMicros;
    }

    /** @param endMicros source time at which a frame's showing ends */
    void shownUntil(boolean video, long endMicros) {
        if (video) {
            videoEndMicros = Math.max(videoEndMicros, endMicros);
        } else {
            audioEndMicros = Math.max(audioEndMicros, endMicros);
        }
    }

    /** The next pass begins where this one ends. False if nothing was shown in it. */
    boolean restart() {
        boolean padded = videoEndMicros != Long.MIN_VALUE && audioEndMicros - videoEndMicros < PADDING_MICROS;
        long end = padded ? videoEndMicros : Math.max(videoEndMicros, audioEndMicros);
        boolean shown = end > offsetMicros;
        offsetMicros = Math.max(end, offsetMicros);
        videoEndMicros = Long.MIN_VALUE;
        audioEndMicros = Long.MIN_VALUE;
        return shown;
    }
}
