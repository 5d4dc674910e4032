package io.framecast.bench.matrix;

import io.framecast.broker.scenario.Conditions;
import io.framecast.broker.scenario.DamageTrial;

/**
 * One cell as it came out.
 *
 * @param expected share of broken frames that an ideal receiver leaves, in [0, 1]
 */
record MatrixRow(Conditions cell, double expected, DamageTrial.Outcome outcome) {

    /** What may be broken beyond what is expected, as a factor and as a share; the larger counts. */
    static final double FACTOR = 1.5;

    static final double SHARE = 0.0002;

    /** Whether the factor allows more than the share does. */
    boolean judgedByFactor() {
        return (FACTOR - 1) * expected > SHARE;
    }

    double factor() {
        return outcome.brokenRatio() / expected;
    }

    double excess() {
        return outcome.brokenRatio() - expected;
    }

    boolean holds() {
        return outcome.brokenRatio() <= Math.max(FACTOR * expected, expected + SHARE);
    }
}
