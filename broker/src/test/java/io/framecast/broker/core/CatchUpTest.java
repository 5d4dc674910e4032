package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CatchUpTest {

    private static final double LIVE_BYTES_PER_SECOND = 2e6;

    /** What a joiner of a fast stream is sent in a second, a datagram at a time. */
    private static double megabytes(CatchUp catchUp) {
        long now = 0;
        long sent = 0;
        for (; now < TestBroker.SECONDS; now += TestBroker.MILLIS / 10) {
            catchUp.liveRate(LIVE_BYTES_PER_SECOND, now);
            for (; catchUp.affords(now); sent += 1200) {
                catchUp.onSent(1200);
            }
        }
        return Math.round(sent / 1e5) / 10.0;
    }

    private static CatchUp joiner() {
        CatchUp catchUp = new CatchUp(0);
        catchUp.begin();
        return catchUp;
    }

    @Test
    void aJoinerIsSentTwiceTheStreamOnTopOfIt() {
        assertEquals(6.0, megabytes(joiner()), 0.1);
    }

    @Test
    void aJoinerThatLosesIsSentNoMoreThanTheStreamAgain() {
        CatchUp catchUp = joiner();
        catchUp.onReport(100, 97);
        assertEquals(4.0, megabytes(catchUp), 0.1);
    }

    @Test
    void aLossOfTwoPercentIsNone() {
        CatchUp catchUp = joiner();
        catchUp.onReport(100, 98);
        assertEquals(6.0, megabytes(catchUp), 0.1);
    }
}
