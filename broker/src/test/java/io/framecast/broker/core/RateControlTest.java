package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateControlTest {

    private static final long SECONDS = 1_000_000_000L;
    private static final long MILLIS = 1_000_000L;
    private static final double NEEDED = 500_000;
    private static final double DATAGRAM = 1_000;

    private final RateControl control = new RateControl(0);
    private long now;

    /** A path of a given rate, without a buffer or with one; reports once a second. */
    private void report(double received, double sent, long queueMillis, double lossRatio, double lostForGood) {
        now += SECONDS;
        long settled = Math.round(sent / DATAGRAM);
        control.onReport(
                new RateControl.Sample(
                        received,
                        sent,
                        NEEDED,
                        queueMillis * MILLIS,
                        settled,
                        Math.round(settled * lossRatio),
                        Math.round(settled * lostForGood)),
                now);
    }

    private double sent() {
        return Math.min(NEEDED, control.cap());
    }

    private void clear(int seconds) {
        for (int i = 0; i < seconds; i++) {
            report(sent(), sent(), 5, 0, 0);
        }
    }

    @Test
    void nothingIsLimitedAsLongAsNothingIsCongested() {
        clear(60);

        assertFalse(control.capped());
    }

    @Test
    void oneReportOfALongQueueIsNotYetCongestionTwoAre() {
        report(300_000, NEEDED, 150, 0, 0);
        assertFalse(control.capped());
        report(300_000, NEEDED, 150, 0, 0);

        assertEquals(0.85 * 300_000, control.cap());
    }

    @Test
    void aQueueThatDrainsDoesNotBringTheCapFurtherDown() {
        report(300_000, NEEDED, 500, 0, 0);
        report(300_000, NEEDED, 500, 0, 0);
        report(300_000, 255_000, 300, 0, 0);
        report(300_000, 255_000, 200, 0, 0);
        assertEquals(0.85 * 300_000, control.cap());
        report(255_000, 255_000, 50, 0, 0);

        assertEquals(0.85 * 300_000, control.cap());
    }

    @Test
    void aTenthLostInBurstsThatRepairBringsBackIsNoCongestion() {
        for (int i = 0; i < 120; i++) {
            report(NEEDED * 0.9, NEEDED, 5, i % 3 == 0 ? 0.22 : 0.04, 0.001);
        }

        assertFalse(control.capped());
    }

    @Test
    void lossThatRepairBringsBackIsNoCongestionHoweverMuch() {
        for (int i = 0; i < 60; i++) {
            report(NEEDED, NEEDED, 5, 0.4, 0.03);
        }

        assertFalse(control.capped());
    }

    @Test
    void lossThatFallsWithTheRateIsCongestion() {
        for (int i = 0; i < 6; i++) {
            double sent = sent();
            double received = Math.min(sent, 200_000);
            report(received, sent, 0, 1 - received / sent, 1 - received / sent);
        }

        assertTrue(control.cap() <= 200_000 && control.cap() >= 100_000, control.cap() + " bytes/s");
    }

    @Test
    void lossThatDoesNotFallAlthoughLessIsSentIsNotOurs() {
        boolean cut = false;
        for (int i = 0; i < 60; i++) {
            double sent = control.capped() ? 100_000 : NEEDED;
            report(sent * 0.6, sent, 5, 0.3, 0.1);
            cut |= control.capped();
        }

        assertTrue(cut, "it was tried");
        assertFalse(control.capped());
    }

    @Test
    void lossAloneIsNotJudgedInTheFirstFiveSeconds() {
        for (int i = 0; i < 4; i++) {
            report(200_000, NEEDED, 0, 0.6, 0.6);
        }
        assertFalse(control.capped());
        report(200_000, NEEDED, 0, 0.6, 0.6);

        assertTrue(control.capped());
    }

    @Test
    void afterACutForLossAloneAPathWithoutAQueueIsClearWhateverItLoses() {
        for (int i = 0; i < 5; i++) {
            report(200_000, NEEDED, 0, 0.6, 0.6);
        }
        double low = control.cap();
        for (int i = 0; i < 12; i++) {
            report(0.85 * sent(), sent(), 0, 0.15, 0.15);
        }

        assertEquals(1.5 * low, control.cap());
    }

    @Test
    void afterACutForAQueueAPathThatLosesForGoodIsNotClear() {
        report(200_000, NEEDED, 150, 0, 0);
        report(200_000, NEEDED, 150, 0, 0);
        double low = control.cap();
        for (int i = 0; i < 60; i++) {
            report(0.85 * low, low, 0, 0.15, 0.15);
        }

        assertEquals(low, control.cap());
    }

    @Test
    void itGoesUpInStepsOnceThePathWasClearForTenSeconds() {
        report(200_000, NEEDED, 150, 0, 0);
        report(200_000, NEEDED, 150, 0, 0);
        double low = control.cap();
        clear(10);
        assertEquals(low, control.cap());
        clear(1);
        assertEquals(1.5 * low, control.cap());
        clear(2);
        assertEquals(2.25 * low, control.cap());
        clear(10);

        assertFalse(control.capped());
    }

    @Test
    void aStepThatFailsIsTakenBackAndTheNextOneWaitsTwiceAsLong() {
        report(200_000, NEEDED, 150, 0, 0);
        report(200_000, NEEDED, 150, 0, 0);
        double low = control.cap();
        long[] waits = new long[5];
        for (int attempt = 0; attempt < waits.length; attempt++) {
            long from = now;
            while (control.cap() == low) {
                clear(1);
            }
            waits[attempt] = (now - from) / SECONDS;
            report(200_000, control.cap(), 150, 0, 0);
            assertEquals(low, control.cap());
        }

        assertEquals(11, waits[0]);
        for (int attempt = 1; attempt < waits.length; attempt++) {
            long wait = Math.min(120, 10L << attempt);
            assertTrue(Math.abs(waits[attempt] - wait) <= 1, waits[attempt] + " s for attempt " + attempt);
        }
    }

    @Test
    void neitherCongestedNorClearChangesNothing() {
        report(200_000, NEEDED, 150, 0, 0);
        report(200_000, NEEDED, 150, 0, 0);
        double low = control.cap();
        for (int i = 0; i < 60; i++) {
            report(low, low, 60, 0, 0);
        }

        assertEquals(low, control.cap());
    }
}
