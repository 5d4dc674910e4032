package io.framecast.protocol.repair;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.sim.Checker;
import io.framecast.sim.EventLog;
import io.framecast.sim.Link;
import org.junit.jupiter.api.Test;

/**
 * What remains broken after one, two and three rounds of questions, against the figures that simulation of the design gave: no more
 * than 1.5 times the share expected, or its Poisson 99 % bound where few frames are expected. {@code -Dframecast.residualFrames=}
 * asks for more frames a cell.
 */
class ResidualDamageTest {

    private static final int FRAMES = Integer.getInteger("framecast.residualFrames", 1_200);
    private static final double[] LOSS = {0.01, 0.05, 0.1};

    @Test
    void oneRoundLeavesWhatWasExpected() {
        hold(60, 100, 1, new double[] {0.0028, 0.06, 0.195});
    }

    @Test
    void twoRoundsLeaveWhatWasExpected() {
        hold(40, 105, 1, new double[] {0.00006, 0.0064, 0.044});
    }

    @Test
    void threeRoundsLeaveWhatWasExpected() {
        hold(50, 200, 1, new double[] {0.000005, 0.0006, 0.009});
    }

    @Test
    void threeRoundsLeaveWhatWasExpectedInBurstsOfFour() {
        hold(50, 200, 4, new double[] {0.000005, 0.0006, 0.0082});
    }

    private static void hold(int roundTripMillis, int budgetMillis, double burst, double[] expected) {
        for (int i = 0; i < LOSS.length; i++) {
            long seed = 100L + i;
            RepairedLane lane = new RepairedLane(
                            seed,
                            Link.ofMillis(roundTripMillis / 2.0).withLoss(LOSS[i], burst),
                            budgetMillis * 1_000_000L,
                            seed)
                    .independent();
            EventLog log = lane.run(FRAMES / 30);
            Checker.assertHolds(log, seed);
            double missing = log.missingRatio("v", "s", 1, lane.startNanos(), lane.endNanos());
            double allowed = Math.max(1.5 * expected[i], poissonBound(expected[i] * FRAMES) / FRAMES);
            assertTrue(
                    missing <= allowed,
                    missing + " broken at " + LOSS[i] + " loss, expected " + expected[i] + ", allowed " + allowed
                            + ", seed " + seed);
        }
    }

    /** The least count that a Poisson variable of this mean stays at or below with 99 %. */
    private static double poissonBound(double mean) {
        double term = Math.exp(-mean);
        double sum = term;
        int count = 0;
        while (sum < 0.99) {
            count++;
            term *= mean / count;
            sum += term;
        }
        return count;
    }
}
