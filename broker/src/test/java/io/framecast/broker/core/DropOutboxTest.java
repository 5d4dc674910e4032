package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropOutboxTest {

    private static final long MILLIS = 1_000_000L;
    private final DropOutbox outbox = new DropOutbox();
    private final List<Drop> again = new ArrayList<>();

    private Drop add(int first, long roundTripNanos) {
        return outbox.add(1, 8, new SequenceRange(first, 4), DropReason.BACKLOG, roundTripNanos, 0);
    }

    @Test
    void numbersFromOneAndRepeatsUntilItIsSeen() {
        assertEquals(1, add(10, 0).number());
        Drop second = add(20, 0);
        assertEquals(2, second.number());
        outbox.onTimeout(99 * MILLIS, again::add);
        assertEquals(List.of(), again);
        outbox.onSeen(1);
        outbox.onTimeout(100 * MILLIS, again::add);
        assertEquals(List.of(second), again);
        assertEquals(300 * MILLIS, outbox.deadlineNanos());
        outbox.onSeen(2);
        assertEquals(Long.MAX_VALUE, outbox.deadlineNanos());
    }

    @Test
    void aLongRoundTripIsWaitedForOneAndAHalfTimes() {
        add(10, 200 * MILLIS);

        assertEquals(300 * MILLIS, outbox.deadlineNanos());
    }

    @Test
    void hasRoomForSixtyFour() {
        for (int i = 0; i < 64; i++) {
            assertFalse(outbox.full());
            add(i * 10, 0);
        }
        assertTrue(outbox.full());
        outbox.onSeen(1);
        assertFalse(outbox.full());
    }
}
