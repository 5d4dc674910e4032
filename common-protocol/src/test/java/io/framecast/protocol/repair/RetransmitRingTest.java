package io.framecast.protocol.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.crypto.TrailerVerifier;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetransmitRingTest {

    private static final int FRAGMENT = 200;
    private static final int PAYLOAD = FRAGMENT - 48;

    private final SampleStream stream = new SampleStream(9, 1, FRAGMENT, -5, -2);
    private final RetransmitRing ring = new RetransmitRing(UnpooledByteBufAllocator.DEFAULT, FRAGMENT, 100_000, 20_000);

    @AfterEach
    void letsGoOfEverything() {
        ring.clear();
        assertEquals(0, ring.bytes());
    }

    private static @Nullable Slot put(RetransmitRing ring, byte[] datagram) {
        ByteBuf buffer = Unpooled.buffer().writeZero(2).writeBytes(datagram);
        try {
            return ring.put(buffer, 2, datagram.length);
        } finally {
            buffer.release();
        }
    }

    private static byte[] bytes(@Nullable Slot slot) {
        assertNotNull(slot);
        return ByteBufUtil.getBytes(slot.memory(), slot.offset(), slot.length());
    }

    private List<byte[]> frame(boolean key, int bytes) {
        return SampleStream.datagrams(stream.next(key, false, bytes));
    }

    @Test
    void findsWhatWasPutBySequenceAcrossTheWrap() {
        List<byte[]> all = new ArrayList<>(frame(true, 4 * PAYLOAD + 1));
        all.addAll(frame(false, 10));
        all.addAll(frame(false, 2 * PAYLOAD));
        all.forEach(datagram -> assertArrayEquals(datagram, bytes(put(ring, datagram))));
        for (int i = 0; i < all.size(); i++) {
            Slot slot = ring.find(-5 + i);
            assertNotNull(slot);
            assertArrayEquals(all.get(i), bytes(slot));
            assertEquals(-5 + i, slot.firstSequence());
            assertEquals(1, slot.count());
        }
        assertNull(ring.find(-6));
        assertNull(ring.find(-5 + all.size()));
        assertEquals(-5 + all.size() - 1, ring.newestSequence());
    }

    @Test
    void neighboursLieBackToBackAndLateOnesFillTheirSlot() {
        List<byte[]> fragments = frame(true, 6 * PAYLOAD + 9);
        for (int i : new int[] {0, 1, 3, 6, 5}) {
            put(ring, fragments.get(i));
        }
        Slot run = ring.run(-5, 8);
        assertNotNull(run);
        assertEquals(2, run.count());
        run = ring.run(-3, 8);
        assertNotNull(run);
        assertEquals(-2, run.firstSequence(), "the hole is stepped over");
        assertEquals(1, run.count());
        put(ring, fragments.get(2));
        put(ring, fragments.get(4));
        run = ring.run(-5, 8);
        assertNotNull(run);
        assertEquals(7, run.count());
        assertEquals(6 * FRAGMENT + 48 + 9, run.length());
        assertEquals(FRAGMENT, run.segmentBytes());
        for (int i = 0; i < 7; i++) {
            assertArrayEquals(
                    fragments.get(i),
                    ByteBufUtil.getBytes(
                            run.memory(),
                            run.offset() + i * FRAGMENT,
                            Math.min(FRAGMENT, run.length() - i * FRAGMENT)));
        }
    }

    @Test
    void aCursorSeesEveryDatagramOnceInRunsWithinFrames() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.addAll(frame(i == 0, (1 + i) * PAYLOAD));
        }
        Collections.shuffle(all, new Random(1));
        all.forEach(datagram -> put(ring, datagram));
        int next = -5;
        int seen = 0;
        for (Slot run = ring.run(next, 4); run != null; run = ring.run(next, 4)) {
            assertTrue(run.count() <= 4);
            assertEquals(next, run.firstSequence());
            next = run.firstSequence() + run.count();
            seen += run.count();
        }
        assertEquals(55, seen);
    }

    @Test
    void refusesDuplicatesAndKeepsTheFirst() {
        byte[] datagram = frame(true, 50).getFirst();
        assertNotNull(put(ring, datagram));
        byte[] other = datagram.clone();
        other[60] ^= 1;
        assertNull(put(ring, other));
        assertArrayEquals(datagram, bytes(ring.find(-5)));
        assertEquals(1, ring.duplicates());
    }

    @Test
    void evictsTheOldestFramesButNotTheNewestKeyFrame() {
        List<byte[]> key = frame(true, 10 * PAYLOAD);
        key.forEach(datagram -> put(ring, datagram));
        List<byte[]> last = List.of();
        for (int i = 0; i < 100; i++) {
            last = frame(false, 10 * PAYLOAD);
            last.forEach(datagram -> assertNotNull(put(ring, datagram)));
            assertTrue(ring.bytes() <= 100_000);
        }
        RingFrame newestKey = ring.newestKeyFrame();
        assertNotNull(newestKey);
        assertTrue(newestKey.isComplete());
        assertEquals(-5, newestKey.firstSequence());
        assertSame(newestKey, ring.oldest());
        assertArrayEquals(key.get(3), bytes(ring.find(-2)));
        assertNull(ring.find(6), "a frame of the middle");
        Slot gap = ring.run(5, 8);
        assertNotNull(gap);
        assertTrue(gap.firstSequence() > 100, "the cursor steps over what was evicted");
        frame(true, 10 * PAYLOAD).forEach(datagram -> put(ring, datagram));
        frame(false, 10 * PAYLOAD).forEach(datagram -> put(ring, datagram));
        assertNull(ring.find(-2), "a newer key frame replaces the older one");
    }

    @Test
    void refusesWhatIsOlderThanWhatWasEvicted() {
        List<byte[]> first = frame(true, 2 * PAYLOAD);
        put(ring, first.getFirst());
        for (int i = 0; i < 200; i++) {
            frame(true, 5 * PAYLOAD).forEach(datagram -> put(ring, datagram));
        }
        assertNull(put(ring, first.getLast()));
        assertEquals(1, ring.refused());
    }

    @Test
    void aWriteThatIsUnderWayKeepsItsMemory() {
        byte[] datagram = frame(true, 5 * PAYLOAD).getFirst();
        Slot slot = put(ring, datagram);
        assertNotNull(slot);
        ByteBuf underWay = slot.memory().retain();
        int offset = slot.offset();
        ring.clear();
        assertEquals(1, underWay.refCnt());
        assertArrayEquals(datagram, ByteBufUtil.getBytes(underWay, offset, datagram.length));
        assertTrue(underWay.release());
    }

    @Test
    void knowsFramesByNumber() {
        for (int i = 0; i < 5; i++) {
            frame(i == 2, 3 * PAYLOAD).forEach(datagram -> put(ring, datagram));
        }
        for (int number = -2; number < 3; number++) {
            RingFrame frame = ring.frame(number);
            assertNotNull(frame);
            assertEquals(number, frame.number());
            assertEquals(3, frame.present());
        }
        assertNull(ring.frame(3));
        assertNull(ring.frame(-3));
        assertSame(ring.frame(0), ring.newestKeyFrame());
    }

    @Test
    void refusesFramesOverTheLimitsWithoutReservingAnything() {
        assertNull(put(ring, frame(true, 110 * PAYLOAD).getFirst()));
        assertEquals(0, ring.bytes());
        RetransmitRing small = new RetransmitRing(UnpooledByteBufAllocator.DEFAULT, FRAGMENT, 1_000, 20_000);
        assertNull(put(small, frame(true, 6 * PAYLOAD).getFirst()));
        assertEquals(0, small.bytes());
    }

    @Test
    void refusesWhatContradictsItsFrameOrItsNeighbours() {
        List<byte[]> fragments = frame(true, 3 * PAYLOAD);
        put(ring, fragments.get(0));
        byte[] otherCount = fragments.get(1).clone();
        otherCount[23]++;
        assertNull(put(ring, otherCount));
        byte[] otherFrame = fragments.get(1).clone();
        otherFrame[19]++;
        assertNull(put(ring, otherFrame));
        byte[] overlapping = fragments.get(1).clone();
        overlapping[21] = 0;
        assertNull(put(ring, overlapping));
        byte[] shortened = Arrays.copyOf(fragments.get(1), 150);
        assertNull(put(ring, shortened));
        List<byte[]> next = frame(false, 10);
        byte[] backwards = next.getFirst().clone();
        backwards[19] = (byte) 0xF0;
        assertNull(put(ring, backwards), "a later sequence with an earlier frame number");
        assertEquals(5, ring.refused());
        assertEquals(1, ring.frames());
    }

    @Test
    void aPublishersFrameIsKeptWithoutACopyAndRepairedBySignedCopies() {
        byte[] key = new byte[32];
        PacketizedFrame frame = stream.next(true, false, 4 * PAYLOAD + 5);
        assertTrue(ring.adopt(frame));
        Slot slot = ring.run(-4, 3);
        assertNotNull(slot);
        assertSame(frame.memory(), slot.memory());
        TrailerSigner signer = new TrailerSigner(key);
        TrailerVerifier verifier = new TrailerVerifier(key);
        ByteBuf repair = slot.signedCopy(signer, UnpooledByteBufAllocator.DEFAULT);
        assertEquals(3 * (FRAGMENT + 20), repair.readableBytes());
        for (int i = 0; i < 3; i++) {
            int at = i * slot.signedSegmentBytes();
            assertTrue(verifier.verify(repair, at, FRAGMENT + 20));
            assertEquals(-4 + i, MediaHeader.sequence(repair, at));
        }
        repair.release();
        assertFalse(ring.adopt(frame), "it is here already");
        frame.release();
        assertEquals(1, slot.memory().refCnt());
    }

    @Test
    void aRingOfTinyFramesIsBoundedToo() {
        for (int i = 0; i < 5_000; i++) {
            frame(true, 1).forEach(datagram -> put(ring, datagram));
        }
        assertTrue(ring.bytes() <= 100_000);
        assertTrue(ring.frames() < 400, ring.frames() + " frames");
    }

    @Test
    void holdsExactlyWhatAModelHoldsWhateverTheOrder() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            SampleStream source = new SampleStream(seed, 1, FRAGMENT, random.nextInt(), random.nextInt());
            RetransmitRing tested = new RetransmitRing(UnpooledByteBufAllocator.DEFAULT, FRAGMENT, 60_000, 20_000);
            List<byte[]> sent = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                sent.addAll(SampleStream.datagrams(source.next(i % 15 == 0, false, 1 + random.nextInt(12 * PAYLOAD))));
            }
            for (int i = 0; i < sent.size(); i++) {
                Collections.swap(sent, i, Math.min(sent.size() - 1, i + random.nextInt(20)));
            }
            Map<Integer, byte[]> model = new HashMap<>();
            for (byte[] datagram : sent) {
                if (random.nextInt(20) == 0) {
                    continue;
                }
                int sequence = MediaHeader.sequence(Unpooled.wrappedBuffer(datagram), 0);
                if (put(tested, datagram) != null) {
                    model.put(sequence, datagram);
                }
                assertTrue(tested.bytes() <= 60_000);
                Slot found = tested.find(sequence);
                if (found != null) {
                    assertArrayEquals(datagram, bytes(found), "seed " + seed);
                }
            }
            int present = 0;
            RingFrame oldest = tested.oldest();
            assertNotNull(oldest);
            for (Slot run = tested.run(oldest.firstSequence(), 8);
                    run != null;
                    run = tested.run(run.firstSequence() + run.count(), 8)) {
                for (int i = 0; i < run.count(); i++) {
                    assertArrayEquals(model.get(run.firstSequence() + i), bytes(tested.find(run.firstSequence() + i)));
                    present++;
                }
            }
            assertTrue(present > 50, "seed " + seed);
            assertNotNull(tested.newestKeyFrame(), "seed " + seed);
            tested.clear();
        }
    }
}
