package io.framecast.broker.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The model against the figures that the design was made with, broken frames in % at 1, 2, 5 and 10 % loss. */
class ExpectedDamageTest {

    private static final double[] LOSS = {0.01, 0.02, 0.05, 0.1};

    /** Figures of two digits, from a simulation; below 0.01 % they are a handful of frames. */
    private static void assertFigures(double[] percents, DoubleUnaryOperator model) {
        for (int i = 0; i < LOSS.length; i++) {
            double tolerance = Math.max(0.2 * percents[i], 0.0025);
            assertEquals(percents[i], 100 * model.applyAsDouble(LOSS[i]), tolerance, "at loss " + LOSS[i]);
        }
    }

    @Test
    void nothingIsRepaired() {
        assertFigures(new double[] {13, 24, 49, 75}, loss -> ExpectedDamage.afterQuestions(loss, 1, 0));
    }

    @Test
    void oneTwoAndThreeQuestionsWithIndependentLoss() {
        assertFigures(new double[] {0.28, 1.1, 6.0, 19.5}, loss -> ExpectedDamage.afterQuestions(loss, 1, 1));
        assertFigures(new double[] {0.006, 0.05, 0.64, 4.4}, loss -> ExpectedDamage.afterQuestions(loss, 1, 2));
        assertFigures(new double[] {0.000, 0.001, 0.06, 0.90}, loss -> ExpectedDamage.afterQuestions(loss, 1, 3));
    }

    @Test
    void threeQuestionsInBurstsOfFour() {
        assertFigures(new double[] {0.000, 0.002, 0.06, 0.82}, loss -> ExpectedDamage.afterQuestions(loss, 4, 3));
    }

    @Test
    void redundancyAgainstBurstsOfFour() {
        assertFigures(new double[] {1.3, 2.6, 6.7, 14}, loss -> ExpectedDamage.afterRedundancy(loss, 4, 0.3, 0));
    }
}
