package io.framecast.subscriber.play;

import io.framecast.protocol.media.Transit;

/**
 * Decides what becomes of each decoded picture, and when what is captured is due. Pure; owned by whoever holds it.
 *
 * <p>Whoever joins gets the first picture at once, as a still, and sees nothing more until one is in time: what comes from the broker's
 * cache is decoded unseen. After an outage the last picture stays in the same way. A picture that is late by more than half a frame
 * interval is nearer to its successor's time than to its own and is not shown; 20 ms are allowed at least, which is what threads
 * and a display's refresh cost. Where frames are far apart, such as slides, that shows the late ones too.
 *
 * <p>If all pictures are late for 500 ms and are not catching up, the way (or this machine's decoder) takes longer than was asked for:
 * everything is played later by what they were late. The delay falls again when ten seconds did not need it.
 */
final class Playout {

    /** What becomes of a picture. */
    enum Fate {
        /** Shown at once; it stands still. */
        STILL,
        /** Not shown: the stream catches up. */
        UNSEEN,
        /** Shown when it is due. */
        SHOW,
        /** Not shown: its time is over. */
        LATE
    }

    static final long LEAST_TOLERANCE_NANOS = 20_000_000L;

    private static final long ALL_LATE_NANOS = 500_000_000L;
    /** What is sent from a cache catches up at the rate of real time or more. */
    private static final long CATCHING_UP_NANOS = 100_000_000L;

    private static final long LONGEST_DELAY_NANOS = 20_000_000_000L;
    private static final long RELAX_NANOS = 10_000_000_000L;
    private static final long MARGIN_NANOS = 10_000_000L;

    private enum State {
        EMPTY,
        CATCHING_UP,
        PLAYING
    }

    private Transit transit;
    private State state = State.EMPTY;
    private long intervalNanos;
    private long lastMicros;
    private boolean pictured;
    /** From capture to display at the least, because everything was late; 0: nothing was. */
    private long neededNanos;

    private boolean late;
    private long lateSinceNanos;
    private long firstLateness;
    /** What the latest of those that are late would have needed. */
    private long lateNeedNanos;
    /** What those that were in time needed since the last relaxing. */
    private long mostNeedNanos;

    private long relaxNanos;

    /** {@code budgetNanos}: from capture to display. */
    Playout(long budgetNanos) {
        transit = new Transit(budgetNanos);
    }

    void onClock(StreamClock clock) {
        transit.onRoundTrip(clock.roundTripNanos());
        if (clock.absolute()) {
            transit.onClock(clock.captureOffsetMicros() * 1_000);
        } else {
            transit.onClockLost();
        }
    }

    /** The first fragment of a frame arrived, of any track. */
    void onArrival(long captureMicros, long nowNanos) {
        transit.onFrame(captureMicros, nowNanos);
    }

    /** The stream was away: what is on the screen stays until something is in time again. */
    void onAway() {
        if (state == State.PLAYING) {
            state = State.CATCHING_UP;
        }
        late = false;
    }

    /** The stream is back, maybe with another clock: what was measured holds no longer. */
    void onBack() {
        transit = new Transit(transit.budgetNanos());
        neededNanos = 0;
    }

    /** When what was captured then is to be seen and heard. */
    long dueNanos(long captureMicros, long nowNanos) {
        return transit.deadlineNanos(captureMicros, nowNanos) + delayNanos() - transit.delayNanos();
    }

    long ageNanos(long captureMicros, long nowNanos) {
        return transit.ageNanos(captureMicros, nowNanos);
    }

    boolean absolute() {
        return transit.absolute();
    }

    /** From capture to display. */
    long delayNanos() {
        return Math.max(transit.delayNanos(), neededNanos);
    }

    long budgetNanos() {
        return transit.budgetNanos();
    }

    /** Whether a picture stands still because nothing newer is in time. */
    boolean catchingUp() {
        return state == State.CATCHING_UP;
    }

    /** Whether sound of that capture time may be played; before it is live it never is. */
    boolean soundInTime(long captureMicros, long nowNanos) {
        return transit.settled() && dueNanos(captureMicros, nowNanos) - nowNanos >= 0;
    }

    /** A picture was decoded, and would be due then. */
    Fate decide(long captureMicros, long dueNanos, long nowNanos) {
        learnInterval(captureMicros);
        long lateness = nowNanos - dueNanos;
        long tolerance = state == State.CATCHING_UP ? 0 : Math.max(LEAST_TOLERANCE_NANOS, intervalNanos / 2);
        boolean inTime = lateness <= tolerance;
        if (state == State.EMPTY) {
            boolean live = inTime && transit.settled();
            state = live ? State.PLAYING : State.CATCHING_UP;
            relaxNanos = nowNanos + RELAX_NANOS;
            return Fate.STILL;
        }
        if (!transit.settled()) {
            late = false;
            return state == State.PLAYING && inTime ? Fate.SHOW : Fate.UNSEEN;
        }
        if (inTime) {
            late = false;
            state = State.PLAYING;
            relax(lateness, nowNanos);
            return Fate.SHOW;
        }
        onLate(lateness, nowNanos);
        return state == State.PLAYING ? Fate.LATE : Fate.UNSEEN;
    }

    private void onLate(long lateness, long nowNanos) {
        if (!late) {
            late = true;
            lateSinceNanos = nowNanos;
            firstLateness = lateness;
            lateNeedNanos = 0;
        }
        lateNeedNanos = Math.max(lateNeedNanos, delayNanos() + lateness + MARGIN_NANOS);
        if (nowNanos - lateSinceNanos < ALL_LATE_NANOS) {
            return;
        }
        if (firstLateness - lateness < CATCHING_UP_NANOS) {
            neededNanos = Math.min(LONGEST_DELAY_NANOS, lateNeedNanos);
            mostNeedNanos = neededNanos;
            relaxNanos = nowNanos + RELAX_NANOS;
        } else {
            state = State.CATCHING_UP;
        }
        late = false;
    }

    private void relax(long lateness, long nowNanos) {
        mostNeedNanos = Math.max(mostNeedNanos, delayNanos() + lateness + MARGIN_NANOS);
        if (nowNanos - relaxNanos >= 0) {
            neededNanos = Math.min(neededNanos, mostNeedNanos);
            mostNeedNanos = 0;
            relaxNanos = nowNanos + RELAX_NANOS;
        }
    }

    private void learnInterval(long captureMicros) {
        long apart = (captureMicros - lastMicros) * 1_000;
        if (pictured && apart > 0) {
            intervalNanos = intervalNanos == 0 ? apart : intervalNanos + (apart - intervalNanos) / 8;
        }
        pictured = true;
        lastMicros = captureMicros;
    }
}
