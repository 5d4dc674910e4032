package io.framecast.subscriber.mux;

/**
 * Capture times to times in a recording, which begins at the first frame. A gap stays a gap, so picture and sound stay together.
 * After the stream came back with a clock that steps back, or by more than half a day ahead, the recording goes on right behind its end.
 */
public final class MediaTimeline {
    private static final long LONGEST_GAP_MICROS = 12L * 3600 * 1_000_000;

    private long originMicros;
    private long endMicros;
    private boolean returning;

    /** @param originMicros the capture time that becomes 0 */
    public MediaTimeline(long originMicros) {
        this.originMicros = originMicros;
    }

    /** The stream was away: the next time that is asked for may be from another clock. */
    public void cameBack() {
        returning = true;
    }

    /** The time in the recording; negative before its start. */
    public long of(long captureMicros) {
        long time = captureMicros - originMicros;
        if (returning) {
            returning = false;
            if (time < endMicros || time - endMicros > LONGEST_GAP_MICROS) {
                originMicros = captureMicros - endMicros;
                time = endMicros;
            }
        }
        return time;
    }

    /** What has been written reaches up to there. */
    public void wrote(long untilMicros) {
        endMicros = Math.max(endMicros, untilMicros);
    }
}
