package io.framecast.protocol.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.fec.RepairSample;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** REPAIR made from a ring, and a ring mended by it. */
class RingProtectionTest {

    private static final int FRAGMENT = 200;
    private static final int PAYLOAD = FRAGMENT - 48;
    private static final int REPAIR = FRAGMENT + 6;

    private final SampleStream stream = new SampleStream(9, 1, FRAGMENT, -5, -2);
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
    private final RetransmitRing ring = new RetransmitRing(memory, FRAGMENT, 10_000, 5_000);
    private final RingRecovery recovery = new RingRecovery(ring, FRAGMENT);

    @AfterEach
    void nothingIsStillReferenced() {
        ring.clear();
        assertEquals(0, ring.bytes());
        assertEquals(0, memory.metric().usedDirectMemory());
    }

    private boolean put(ByteBuf datagram, int length) {
        return ring.put(datagram, 0, length) != null;
    }

    private void data(byte[] datagram) {
        ByteBuf buffer = Unpooled.wrappedBuffer(datagram);
        if (put(buffer, datagram.length) && !recovery.isEmpty()) {
            recovery.onFragment(buffer.getInt(16), buffer.getShort(20), this::put);
        }
    }

    private void repair(byte[] datagram) {
        recovery.onRepair(Unpooled.wrappedBuffer(datagram), 0, datagram.length, this::put);
    }

    private static List<byte[]> all(RepairSymbols symbols) {
        List<byte[]> all = new ArrayList<>();
        symbols.runs(symbols.datagrams(), 2, (slab, offset, length, segmentBytes) -> {
            assertTrue(length <= 2 * segmentBytes);
            for (int at = offset; at < offset + length; at += segmentBytes) {
                all.add(ByteBufUtil.getBytes(slab, at, segmentBytes));
            }
        });
        return all;
    }

    private RepairSample keyFrame(int fragments) {
        return RepairSample.of(stream.next(true, false, fragments * PAYLOAD), 8);
    }

    @Test
    void makesSymbolsOnceAndMoreOfThemForWhoeverNeedsMore() {
        RepairSample sample = keyFrame(10);
        sample.data().forEach(this::data);
        RingFrame frame = ring.newest();
        assertNotNull(frame);
        long before = ring.bytes();
        RepairSymbols symbols = ring.protect(frame, 3);
        assertNotNull(symbols);
        assertEquals(3, symbols.datagrams());
        assertSame(symbols, ring.protect(frame, 2));
        assertEquals(before + 3 * REPAIR + RepairSymbols.OBJECT_BYTES, ring.bytes());
        assertEquals(3, symbols.datagrams());

        assertSame(symbols, ring.protect(frame, 8));
        List<byte[]> made = all(symbols);
        assertEquals(8, made.size());
        for (int i = 0; i < 8; i++) {
            made.get(i)[35] = sample.repairs().get(i)[35];
            assertArrayEquals(sample.repairs().get(i), made.get(i));
        }
        assertEquals(before + 8 * REPAIR + 2 * RepairSymbols.OBJECT_BYTES, ring.bytes());
    }

    @Test
    void handsOutTheFirstOfThemInSmallRuns() {
        keyFrame(10).data().forEach(this::data);
        RingFrame frame = ring.newest();
        assertNotNull(frame);
        ring.protect(frame, 3);
        RepairSymbols symbols = ring.protect(frame, 7);
        assertNotNull(symbols);
        List<Integer> runs = new ArrayList<>();
        symbols.runs(6, 2, (slab, offset, length, segmentBytes) -> runs.add(length / segmentBytes));
        assertEquals(List.of(2, 1, 2, 1), runs, "of slabs of 3 and 4");
    }

    @Test
    void symbolsCountTowardsTheBoundAndPushOutTheOldestFramesButNotTheKeyFrame() {
        keyFrame(10).data().forEach(this::data);
        RingFrame key = ring.newest();
        for (int i = 0; i < 6; i++) {
            RepairSample.of(stream.next(false, false, 5 * PAYLOAD), 1).data().forEach(this::data);
        }
        RingFrame newest = ring.newest();
        assertNotNull(newest);
        assertEquals(7, ring.frames());
        RepairSymbols symbols = ring.protect(newest, 14);
        assertNotNull(symbols);
        assertTrue(ring.bytes() <= 10_000, ring.bytes() + " bytes");
        assertSame(key, ring.oldest());
        assertSame(newest, ring.newest());
        assertTrue(ring.frames() < 7);
    }

    @Test
    void thereIsNoneWhereThereIsNoRoomOrTheFrameIsNotWhole() {
        RepairSample sample = keyFrame(20);
        sample.data().subList(0, 19).forEach(this::data);
        RingFrame frame = ring.newest();
        assertNotNull(frame);
        assertNull(ring.protect(frame, 2));
        data(sample.data().get(19));
        assertNull(ring.protect(frame, 60), "more than the ring may hold");
        assertNotNull(ring.protect(frame, 2));
    }

    @Test
    void missingDatagramsAreRecoveredIntoTheRingByteByByte() {
        RepairSample sample = keyFrame(10);
        for (int i = 0; i < 10; i++) {
            if (i != 2 && i != 9) {
                data(sample.data().get(i));
            }
        }
        repair(sample.repairs().get(0));
        repair(sample.repairs().get(1));
        for (int i = 0; i < 10; i++) {
            Slot slot = ring.find(-5 + i);
            assertNotNull(slot, "datagram " + i);
            assertArrayEquals(sample.data().get(i), ByteBufUtil.getBytes(slot.memory(), slot.offset(), slot.length()));
        }
        assertEquals(0, recovery.refused());
    }

    @Test
    void aRepairThatCameFirstHelpsOnceTheFragmentsAreThere() {
        RepairSample sample = keyFrame(3);
        repair(sample.repairs().getFirst());
        data(sample.data().get(2));
        assertNull(ring.find(-4));
        data(sample.data().get(0));
        assertNotNull(ring.find(-4));
        assertTrue(recovery.isEmpty());
    }

    @Test
    void aFrameThatLeftTheRingIsNotRecovered() {
        RepairSample old = keyFrame(1);
        RepairSample now = keyFrame(2);
        now.data().forEach(this::data);
        repair(old.repairs().getFirst());
        assertEquals(1, ring.frames());
    }
}
