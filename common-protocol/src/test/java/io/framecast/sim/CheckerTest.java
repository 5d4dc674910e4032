package io.framecast.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.media.Frame;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checker that cannot fail proves nothing: one planted breach a test. */
class CheckerTest {

    private final EventLog log = new EventLog();

    @BeforeEach
    void publishThreeFrames() {
        for (int number = 0; number < 3; number++) {
            log.published("cam", 1, 0xFFFF_FFFEL + number, number == 0, false, 100 + number, payload(number), number);
        }
    }

    private static byte[] payload(int number) {
        return new byte[] {1, 2, (byte) number};
    }

    private static Frame frame(int number) {
        return new Frame(1, 0, 0xFFFF_FFFEL + number, number == 0, false, number, 100 + number, payload(number));
    }

    private void deliver(Frame frame) {
        log.delivered("viewer", "cam", frame, 10);
    }

    private void assertBreach(String what) {
        List<String> violations = Checker.violations(log);
        assertEquals(1, violations.size(), violations::toString);
        assertTrue(violations.getFirst().contains(what), violations::toString);
        AssertionError error = assertThrows(AssertionError.class, () -> Checker.assertHolds(log, 42));
        assertTrue(String.valueOf(error.getMessage()).contains("seed 42"));
    }

    @Test
    void isContentWithFramesInOrderAndWithGaps() {
        deliver(frame(0));
        deliver(frame(2));
        log.delivered("other viewer", "cam", frame(1), 10);
        Checker.assertHolds(log, 42);
        assertEquals(1.0 / 3, log.missingRatio("viewer", "cam", 1, 0, 3), 1e-9);
        assertEquals(8, log.delaysNanos("viewer", "cam", 1)[0]);
    }

    @Test
    void seesAFrameThatWasNeverPublished() {
        deliver(frame(3));
        assertBreach("never published");
    }

    @Test
    void seesChangedBytes() {
        Frame good = frame(1);
        deliver(new Frame(1, 0, good.number(), false, false, 1, 101, new byte[] {1, 2, 7}));
        assertBreach("other bytes");
    }

    @Test
    void seesChangedFlagsAndTimes() {
        deliver(new Frame(1, 0, frame(1).number(), true, false, 1, 101, payload(1)));
        assertBreach("other flags");
    }

    @Test
    void seesAFrameDeliveredTwice() {
        deliver(frame(1));
        deliver(frame(1));
        assertBreach("twice");
    }

    @Test
    void seesFramesOutOfOrder() {
        deliver(frame(2));
        deliver(frame(1));
        assertBreach("after frame");
    }

    @Test
    void seesAFrameFromTheFuture() {
        log.delivered("viewer", "cam", frame(2), 1);
        assertBreach("before it was published");
    }

    @Test
    void seesANumberUsedTwice() {
        log.published("cam", 1, 0, false, false, 0, payload(0), 0);
        assertBreach("published twice");
    }
}
