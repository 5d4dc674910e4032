package io.framecast.protocol.time;

/**
 * How old a captured instant is on this machine. <em>Absolute</em> where the offset between the two clocks is known well enough; else
 * <em>relative</em>: how much longer it took than the fastest of the last ten seconds, plus the half of a round trip that the fastest
 * took at least. One owner.
 */
public final class AgeClock {

    private final SlidingMinimum fastest = new SlidingMinimum();
    private boolean absolute;
    private long offsetMicros;
    private long halfTripMicros;

    /** {@code offsetMicros} added to a capture time gives this machine's {@code nowNanos / 1000}. */
    public void setAbsolute(long offsetMicros) {
        absolute = true;
        this.offsetMicros = offsetMicros;
    }

    /** The clocks are not known well enough, but the round trip to whom frames come from is; 0: it is not. */
    public void setRelative(long roundTripNanos) {
        absolute = false;
        halfTripMicros = roundTripNanos / 2_000;
    }

    public boolean isAbsolute() {
        return absolute;
    }

    /** What was captured at {@code captureMicros} arrives now. */
    public void onArrival(long captureMicros, long nowNanos) {
        fastest.onValue(nowNanos / 1_000 - captureMicros, nowNanos);
    }

    /** The age at {@code atNanos}, never below 0; relative ages only after an arrival. */
    public long ageMicros(long captureMicros, long atNanos) {
        long way = atNanos / 1_000 - captureMicros;
        return Math.max(0, absolute ? way - offsetMicros : way - fastest.value() + halfTripMicros);
    }
}
