package io.framecast.protocol.fec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairShareTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    @ParameterizedTest
    @CsvSource({
        "200, 0, 20, 6, 0",
        "200, 0, 90, 2, 0",
        "200, 1, 90, 1, 0.15",
        "200, 0, 91, 1, 0.15",
        "200, 0, 190, 1, 0.15",
        "200, 0, 191, 0, 0.15",
        "200, 250, 20, -2, 0.15",
        "100, 0, 40, 2, 0",
        "100, 0, 41, 1, 0.15",
        "500, 100, 190, 2, 0",
        "500, 101, 190, 1, 0.15",
    })
    void protectsWhereThereIsNoTimeForTwoRounds(
            long budgetMillis, long jitterMillis, long roundTripMillis, long rounds, double share) {
        assertEquals(rounds, RepairShare.rounds(budgetMillis * MILLI, jitterMillis * MILLI, roundTripMillis * MILLI));
        assertEquals(share, RepairShare.of(0.05, rounds), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.10", "0.01, 0.10", "0.025, 0.10", "0.05, 0.15", "0.10, 0.25", "0.2, 0.45", "0.225, 0.5", "1, 0.5"
    })
    void isTwiceTheLossAndAMarginWithinBounds(double loss, double share) {
        assertEquals(share, RepairShare.of(loss, 1), 1e-9);
        assertEquals(share, RepairShare.of(loss, -3), 1e-9);
        assertEquals(0, RepairShare.of(loss, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 40, 0",
        "0.1, 1, 1",
        "0.1, 10, 1",
        "0.1, 11, 2",
        "0.5, 10, 5",
        "0.15, 20, 3",
        "0.1, 65, 7",
        "0.1, 640, 64",
        "0.1, 16320, 1632",
        "0.1, 16321, 0"
    })
    void isAtLeastOneForEachBlock(double share, int fragments, int datagrams) {
        assertEquals(datagrams, RepairShare.datagrams(share, fragments));
    }

    @Test
    void lossIsThatOfTheLastSeconds() {
        LossEstimate loss = new LossEstimate(RepairShare.LOSS_HALF_LIFE_NANOS);
        assertEquals(0, loss.ratio());
        loss.add(100, 10, SECOND);
        assertEquals(0.1, loss.ratio(), 1e-9);
        loss.add(50, 0, 5 * SECOND);
        assertEquals(0.05, loss.ratio(), 1e-9, "half of it is left after 4 s: 5 of 50 + 50");
        loss.add(1000, 0, 60 * SECOND);
        assertEquals(0, loss.ratio(), 1e-6);
        loss.add(0, -5, 61 * SECOND);
        assertEquals(0, loss.ratio(), 1e-6, "what was lost and came later after all");
    }
}
