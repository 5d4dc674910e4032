package io.framecast.broker.core;

import static io.framecast.broker.core.TestBroker.MILLIS;
import static io.framecast.broker.core.TestBroker.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.LaneReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectionTest {

    private static final int FRAGMENTS = 20;

    private final Protection protection = new Protection();
    private @Nullable LaneReport before;

    /** A report of lane 8 after {@code all} datagrams. */
    private void report(int all, int lost, int repaired, int jitterMicros, long roundTripMillis, long nowNanos) {
        LaneReport report = new LaneReport(7, 8, all, all - lost, lost, repaired, jitterMicros);
        protection.onReport(before, report, jitterMicros * 1000L, roundTripMillis * MILLIS, nowNanos);
        before = report;
    }

    @ParameterizedTest
    @CsvSource({
        // budget ms, jitter us, RTT ms, lost, repaired of 1000: datagrams for a frame of 20
        "245, 0, 90, 50, 0, 0",
        "245, 1, 90, 50, 0, 3",
        "200, 0, 200, 0, 0, 2",
        "200, 0, 200, 25, 25, 3",
        "200, 0, 200, 0, 100, 5",
        "200, 0, 200, 300, 0, 10",
        "600, 0, 200, 100, 0, 0",
        "600, 100000, 200, 100, 0, 5",
        "2000, 0, 200, 100, 0, 0",
        "0, 0, 1, 0, 0, 2",
        "200, 0, 0, 100, 0, 0",
    })
    void theAmountFollowsBudgetJitterRoundTripAndLoss(
            int budgetMillis, int jitterMicros, long roundTripMillis, int lost, int repaired, int datagrams) {
        protection.budgetMillis(budgetMillis);
        report(0, 0, 0, jitterMicros, roundTripMillis, 0);
        report(1000, lost, repaired, jitterMicros, roundTripMillis, SECONDS);
        assertEquals(datagrams, protection.datagrams(FRAGMENTS));
        assertEquals(datagrams > 0, protection.wanted());
    }

    @Test
    void itFollowsALossThatComesAndGoesWithinSeconds() {
        protection.budgetMillis(200);
        int all = 0;
        int lost = 0;
        for (int second = 0; second < 30; second++) {
            boolean bad = second >= 10 && second < 20;
            all += 1000;
            lost += bad ? 100 : 0;
            report(all, lost, 0, 0, 200, second * SECONDS);
            if (second == 8 || second == 29) {
                assertEquals(2, protection.datagrams(FRAGMENTS), "second " + second);
            } else if (second == 19) {
                assertEquals(5, protection.datagrams(FRAGMENTS));
            }
        }
    }

    @Test
    void aReportThatWasOvertakenTeachesNothing() {
        protection.budgetMillis(200);
        report(1000, 0, 0, 0, 200, 0);
        report(2000, 100, 0, 0, 200, SECONDS);
        report(1500, 0, 0, 0, 200, SECONDS);
        report(2500, 100, 0, 0, 200, SECONDS);
        assertTrue(protection.wanted());
        protection.budgetMillis(2000);
        report(2600, 100, 0, 0, 200, SECONDS);
        assertFalse(protection.wanted());
    }

    @Test
    void theWorstLanesJitterCounts() {
        protection.budgetMillis(200);
        LaneReport steady = new LaneReport(7, 16, 0, 0, 0, 0, 0);
        protection.onReport(null, steady, 0, 20 * MILLIS, 0);
        assertFalse(protection.wanted());
        protection.onReport(steady, steady, 200 * MILLIS, 20 * MILLIS, 0);
        assertTrue(protection.wanted());
    }
}
