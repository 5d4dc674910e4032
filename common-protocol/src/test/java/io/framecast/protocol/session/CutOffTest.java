package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CutOffTest {

    private static final long SECONDS = 1_000_000_000L;

    @Test
    void waitsThirtySecondsThenTwiceAsLongUpToEightMinutes() {
        CutOff cutOff = new CutOff();
        long[] waits = {30, 60, 120, 240, 480, 480};
        long now = 0;
        for (long wait : waits) {
            cutOff.onStream(now);
            now += 10 * SECONDS;
            assertEquals(now + wait * SECONDS, cutOff.onCutOff(now));
            now += wait * SECONDS;
        }
    }

    @Test
    void beginsAnewOnceAStreamHasLasted() {
        CutOff cutOff = new CutOff();
        cutOff.onStream(0);
        cutOff.onCutOff(SECONDS);
        cutOff.onStream(40 * SECONDS);

        assertEquals(631 * SECONDS, cutOff.onCutOff(601 * SECONDS));
    }

    @Test
    void nothingIsWaitedForOnceItIsAskedFor() {
        CutOff cutOff = new CutOff();
        cutOff.onCutOff(0);
        cutOff.onAsked();

        assertEquals(Deadline.NONE, cutOff.untilNanos());
    }
}
