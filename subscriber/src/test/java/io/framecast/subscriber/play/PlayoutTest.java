package io.framecast.subscriber.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.subscriber.play.Playout.Fate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables of arrivals in virtual time: a frame each 33 ms, captured from 0 on, with a budget of 200 ms. */
class PlayoutTest {

    private static final long MILLI = 1_000_000L;
    private static final long INTERVAL_MICROS = 33_000;
    private static final StreamClock KNOWN = new StreamClock(true, 0, 20 * MILLI);

    private final Playout playout = new Playout(200 * MILLI);
    private final List<Fate> fates = new ArrayList<>();

    /** The frame arrives, is decoded in no time, and is decided on. */
    private Fate arrives(int frame, long nowMillis) {
        long captureMicros = frame * INTERVAL_MICROS;
        long now = nowMillis * MILLI;
        playout.onArrival(captureMicros, now);
        Fate fate = playout.decide(captureMicros, playout.dueNanos(captureMicros, now), now);
        fates.add(fate);
        return fate;
    }

    /** Frames from..to-1, each {@code wayMillis} after its capture. */
    private void live(int from, int to, long wayMillis) {
        for (int frame = from; frame < to; frame++) {
            arrives(frame, frame * 33L + wayMillis);
        }
    }

    private Map<Fate, Integer> counts() {
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        fates.forEach(fate -> counts.merge(fate, 1, Integer::sum));
        fates.clear();
        return counts;
    }

    private static int count(Map<Fate, Integer> counts, Fate fate) {
        return counts.getOrDefault(fate, 0);
    }

    @Test
    void theFirstPictureIsAStillAndWhatIsInTimeFollowsWhenItIsDue() {
        playout.onClock(KNOWN);
        assertEquals(Fate.STILL, arrives(0, 40));
        assertEquals(Fate.SHOW, arrives(1, 73));
        assertEquals(233 * MILLI, playout.dueNanos(INTERVAL_MICROS, 73 * MILLI));
        assertFalse(playout.catchingUp());
    }

    @Test
    void whatIsCaughtUpWithIsDecodedUnseenUntilAFrameIsInsideTheBudget() {
        playout.onClock(KNOWN);
        // Five seconds of cache, from 5000 ms on, three times as fast as they were captured; then live.
        int frame = 0;
        long now = 5_000;
        for (; frame * 33L < now - 200; frame++, now += 11) {
            Fate fate = arrives(frame, now);
            assertEquals(frame == 0 ? Fate.STILL : Fate.UNSEEN, fate, "frame " + frame);
            assertTrue(playout.catchingUp());
        }
        assertEquals(Fate.SHOW, arrives(frame, now), "200 ms old");
        assertFalse(playout.catchingUp());
    }

    @Test
    void withoutAKnownClockMotionStartsOnceNothingComesFaster() {
        int frame = 0;
        long now = 2_000;
        for (; frame * 33L < now - 20; frame++, now += 11) {
            Fate fate = arrives(frame, now);
            assertEquals(frame == 0 ? Fate.STILL : Fate.UNSEEN, fate, "frame " + frame);
        }
        int caughtUp = frame;
        while (arrives(frame, frame * 33L + 20) == Fate.UNSEEN) {
            frame++;
        }
        assertTrue((frame - caughtUp) * 33 <= 330, "frame " + frame + " after " + caughtUp);
        assertEquals(Fate.SHOW, arrives(frame + 1, (frame + 1) * 33L + 20));
    }

    @Test
    void soundBeginsWhenItIsLive() {
        playout.onClock(KNOWN);
        playout.onArrival(0, 3_000 * MILLI);
        assertFalse(playout.soundInTime(0, 3_000 * MILLI), "a piece from the cache");
        playout.onArrival(2_980_000, 3_010 * MILLI);
        assertTrue(playout.soundInTime(2_980_000, 3_010 * MILLI));
        assertFalse(playout.soundInTime(2_700_000, 3_010 * MILLI));
    }

    @Test
    void aLatePictureIsSkippedAndTheNextInTimeIsShown() {
        playout.onClock(KNOWN);
        live(0, 30, 40);
        assertEquals(Fate.SHOW, arrives(30, 30 * 33 + 220), "20 ms late: within the tolerance");
        assertEquals(Fate.LATE, arrives(31, 31 * 33 + 221));
        assertEquals(Fate.SHOW, arrives(40, 40 * 33 + 40));
    }

    @Test
    void aSlideIsShownLateRatherThanNotAtAll() {
        playout.onClock(KNOWN);
        for (int frame = 0; frame < 300; frame += 30) {
            arrives(frame, frame * 33L + 40);
        }
        assertEquals(Fate.SHOW, arrives(300, 300 * 33 + 600));
    }

    @Test
    void afterAnOutageTheLastPictureStaysUntilAFrameIsInTime() {
        playout.onClock(KNOWN);
        live(0, 30, 40);
        counts();
        // Nothing for 1.5 s, then all of it at once, repaired.
        for (int frame = 30; frame < 75; frame++) {
            arrives(frame, 75 * 33 + 30);
        }
        Map<Fate, Integer> counts = counts();
        assertEquals(40, count(counts, Fate.LATE));
        assertEquals(5, count(counts, Fate.SHOW), "those of the last 200 ms");
    }

    @Test
    void whatIsCaughtUpWithAfterALongOutageIsNotTakenForASlowWay() {
        playout.onClock(KNOWN);
        live(0, 30, 40);
        counts();
        int frame = 30;
        long now = 6_000;
        for (; frame * 33L < now - 200; frame++, now += 11) {
            arrives(frame, now);
        }
        Map<Fate, Integer> counts = counts();
        assertFalse(counts.containsKey(Fate.SHOW));
        assertTrue(count(counts, Fate.UNSEEN) > 150, "after half a second it is catching up: " + counts);
        assertEquals(200 * MILLI, playout.delayNanos());
        assertEquals(Fate.SHOW, arrives(frame, now));
    }

    @Test
    void aWayThatTakesLongerThanTheBudgetIsPlayedAsFastAsItIs() {
        playout.onClock(KNOWN);
        live(0, 30, 260);
        assertEquals(290 * MILLI, playout.delayNanos());
        Map<Fate, Integer> counts = counts();
        assertEquals(1, count(counts, Fate.STILL));
        assertTrue(count(counts, Fate.SHOW) >= 20, "all but the first 300 ms: " + counts);
    }

    @Test
    void afterHalfASecondInWhichAllIsLateEverythingIsPlayedLaterUntilTenSecondsDoNotNeedIt() {
        playout.onClock(KNOWN);
        live(0, 30, 40);
        counts();
        live(30, 47, 320);
        Map<Fate, Integer> counts = counts();
        assertEquals(17, count(counts, Fate.LATE));
        assertEquals(330 * MILLI, playout.delayNanos(), "what it was late, and 10 ms");
        live(47, 360, 320);
        assertEquals(Map.of(Fate.SHOW, 313), counts());
        assertEquals(350 * MILLI, playout.delayNanos(), "the fastest of the last ten seconds took 320 ms");
        live(360, 1_100, 40);
        assertEquals(200 * MILLI, playout.delayNanos());
    }

    @Test
    void aStreamThatIsBackIsMeasuredAnew() {
        live(0, 30, 40);
        playout.onAway();
        playout.onBack();
        counts();
        // Another producer, whose clock is two seconds behind.
        live(30, 60, 2_040);
        Map<Fate, Integer> counts = counts();
        assertFalse(counts.containsKey(Fate.STILL));
        assertTrue(count(counts, Fate.SHOW) >= 20, counts.toString());
    }
}
