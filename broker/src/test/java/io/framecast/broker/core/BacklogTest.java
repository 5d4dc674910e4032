package io.framecast.broker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.repair.Slot;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.VirtualNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cursor of its own leaves out, and in which order: frames of two datagrams, 100 ms apart. */
class BacklogTest {

    private static final long MILLIS = 1_000_000L;

    private final TestBroker broker = new TestBroker();
    private final TestPeer camera = new TestPeer(broker, VirtualNetwork.address(10, 0, 0, 1, 4000)).open();
    private long alias;
    private Lane lane;
    private Cursor cursor;
    private int frames;
    private int lastKey;

    @BeforeEach
    void aLane() {
        alias = camera.announce("cam");
        lane = broker.core.lane(alias, 8);
        cursor = new Cursor(lane, VirtualNetwork.address(10, 0, 0, 9, 4000), 1000);
    }

    @AfterEach
    void noMemoryIsKept() {
        broker.close();
    }

    private void key() {
        lastKey = frames;
        frame(MediaHeader.FLAG_KEY);
    }

    private void delta() {
        frame(0);
    }

    private void discardable() {
        frame(MediaHeader.FLAG_DISCARDABLE);
    }

    private void frame(int flags) {
        for (int i = 0; i < 2; i++) {
            broker.receive(
                    camera.address,
                    camera.datagram(
                            alias, 8, flags, frames - lastKey, 1000 + 2 * frames + i, frames, i, 2, frames * 100_000L));
        }
        frames++;
        broker.batchEnd();
        broker.advance(10 * MILLIS);
    }

    private void sendOneDatagram() {
        Slot one = cursor.next(1, false);
        if (one == null) {
            throw new AssertionError("there is nothing to send");
        }
        cursor.onSent(one);
    }

    /** Frame numbers that it would send now, with everything there is. */
    private List<Integer> sent() {
        List<Integer> sent = new ArrayList<>();
        for (Slot slot = cursor.next(8, false); slot != null; slot = cursor.next(8, false)) {
            sent.add(slot.frame().number());
            if (cursor.pending()) {
                cursor.onTold();
            }
            cursor.onSent(slot);
        }
        return sent;
    }

    @Test
    void nothingIsLeftOutOfTwoHundredMilliseconds() {
        key();
        delta();
        discardable();

        assertEquals(List.of(0, 1, 2), sent());
        assertFalse(cursor.pending());
    }

    @Test
    void whoCatchesUpLosesNothing() {
        key();
        for (int i = 0; i < 20; i++) {
            delta();
        }
        Slot first = cursor.next(8, true);

        assertEquals(0, first == null ? -1 : first.frame().number());
    }

    @Test
    void framesThatNothingRefersToGoFirst() {
        key();
        assertEquals(List.of(0), sent());
        discardable();
        delta();
        discardable();
        delta();
        delta();

        assertEquals(List.of(2, 3, 4, 5), sent());
    }

    @Test
    void thenTheRestOfTheGroupUpToTheNextKeyFrame() {
        key();
        assertEquals(List.of(0), sent());
        for (int i = 0; i < 6; i++) {
            delta();
        }
        assertEquals(List.of(), sent());
        assertTrue(cursor.pending());
        assertEquals(1002, cursor.pendingFrom());
        assertEquals(12, cursor.pendingCount());
        assertEquals(DropReason.BACKLOG, cursor.reason());
        delta();
        assertEquals(List.of(), sent(), "it needs what was left out");
        key();
        delta();

        assertEquals(List.of(8, 9), sent());
        assertEquals(DropReason.BACKLOG, cursor.reasonOf(1010));
        assertNull(cursor.reasonOf(1016));
        assertEquals(7, cursor.takeFramesLeftOut());
    }

    @Test
    void itGoesOnWithTheNewestKeyFrameWhereThereIsOne() {
        key();
        assertEquals(List.of(0), sent());
        delta();
        delta();
        key();
        delta();
        key();
        delta();
        delta();

        assertEquals(List.of(5, 6, 7), sent());
        assertEquals(4, cursor.takeFramesLeftOut());
    }

    @Test
    void aFrameThatWasBegunIsFinished() {
        key();
        assertEquals(List.of(0), sent());
        delta();
        sendOneDatagram();
        for (int i = 0; i < 6; i++) {
            delta();
        }
        Slot rest = cursor.next(8, false);

        assertEquals(1003, rest == null ? -1 : rest.firstSequence());
    }

    @Test
    void unlessANewerKeyFrameMakesItsRestUseless() {
        key();
        assertEquals(List.of(0), sent());
        delta();
        sendOneDatagram();
        delta();
        delta();
        key();

        assertEquals(List.of(4), sent());
        assertEquals(DropReason.BACKLOG, cursor.reasonOf(1003));
        assertNull(cursor.reasonOf(1002));
    }

    @Test
    void aKeyFrameThatWasBegunAlwaysIs() {
        key();
        sendOneDatagram();
        for (int i = 0; i < 5; i++) {
            delta();
        }
        key();
        Slot rest = cursor.next(8, false);

        assertEquals(1001, rest == null ? -1 : rest.firstSequence());
    }

    @Test
    void independentFramesAreLeftOutOneByOneTheOldestFirst() {
        for (int i = 0; i < 6; i++) {
            key();
        }

        assertEquals(List.of(3, 4, 5), sent());
    }

    @Test
    void atKeyFramesOnlyEachGroupIsOneRunForTheRate() {
        cursor.level(true, true);
        key();
        delta();
        delta();
        assertEquals(List.of(0), sent());
        assertEquals(DropReason.RATE, cursor.reason());
        assertEquals(4, cursor.pendingCount());
        key();
        assertEquals(List.of(3), sent());
        delta();
        assertEquals(List.of(), sent());
        cursor.level(true, false);
        delta();
        assertEquals(List.of(), sent(), "everything again, from the next key frame on");
        key();
        delta();
        assertEquals(List.of(6, 7), sent());
    }

    @Test
    void aLaneThatComesBackStartsAtAKeyFrame() {
        key();
        assertEquals(List.of(0), sent());
        cursor.level(false, false);
        delta();
        delta();
        assertEquals(List.of(), sent());
        cursor.level(true, false);
        delta();
        assertEquals(List.of(), sent());
        key();
        assertEquals(List.of(4), sent());
    }
}
