package io.framecast.broker.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 5 of the table: a part of the matrix of loss, pattern, round trip and budget at 20 000 frames a cell; {@code framecast bench
 * matrix} runs all of it. No more may be broken than 1.5 times what an ideal receiver leaves, or its Poisson 99 % bound.
 */
class DamageScenarioTest {

    private static final int VIEWERS = 20;
    private static final int FRAMES_EACH = 1_000;

    private static Stream<Arguments> cells() {
        return Stream.of(
                        new Conditions(0, 1, 50, 200),
                        new Conditions(0.01, 1, 20, 100),
                        new Conditions(0.01, 4, 200, 500),
                        new Conditions(0.02, 1, 100, 500),
                        new Conditions(0.02, 4, 10, 200),
                        new Conditions(0.05, 1, 50, 200),
                        new Conditions(0.05, 4, 20, 100),
                        new Conditions(0.1, 1, 200, 500),
                        new Conditions(0.1, 4, 50, 200),
                        new Conditions(0.1, 1, 10, 500),
                        new Conditions(0.02, 1, 100, 100),
                        new Conditions(0.05, 4, 200, 200),
                        new Conditions(0.1, 1, 50, 100),
                        new Conditions(0.1, 4, 100, 200))
                .map(cell -> Arguments.of(cell, 100L * cell.rounds() + cell.roundTripMillis()));
    }

    /** Where so much is expected that luck hardly moves it. */
    private static Stream<Arguments> anySeed() {
        return Stream.of(new Conditions(0.1, 1, 20, 100), new Conditions(0.1, 4, 200, 500))
                .map(cell -> Arguments.of(cell, (long) new SecureRandom().nextInt(1 << 30)));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource({"cells", "anySeed"})
    void scenario5NoMoreIsBrokenThanExpected(Conditions cell, long seed) {
        int frames = VIEWERS * FRAMES_EACH;
        double expected = ExpectedDamage.ratio(cell) * frames;
        double allowed = Math.max(1.5 * expected, poissonBound(expected));

        DamageTrial.Outcome outcome = DamageTrial.run(cell, VIEWERS, FRAMES_EACH, seed, true);

        assertTrue(
                outcome.broken() <= allowed,
                outcome.broken() + " frames broken, expected " + expected + ", allowed " + allowed + " of " + frames
                        + " at " + cell + ", seed " + seed);
    }

    /** The least count that a Poisson variable of this mean stays at or below with 99 %. */
    private static int poissonBound(double mean) {
        double term = Math.exp(-mean);
        double sum = term;
        int count = 0;
        while (sum < 0.99 && count < 3 * mean + 20) {
            count++;
            term *= mean / count;
            sum += term;
        }
        return count;
    }
}
