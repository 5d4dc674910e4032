package io.framecast.protocol.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {

    private static final int FRAGMENT = 200;
    private static final int PAYLOAD = FRAGMENT - 48;
    private static final long MILLI = 1_000_000L;
    private static final long MAX_WAIT = 100 * MILLI;

    private final SampleStream stream = new SampleStream(5, 2, FRAGMENT, -10, -3);
    private final MediaOpener opener = stream.opener();
    private final FrameAssembler assembler = assembler(2, -3, FRAGMENT, Packetizer.MAX_FRAME_BYTES);
    private final List<Frame> frames = new ArrayList<>();

    private static FrameAssembler assembler(int track, int firstFrame, int fragmentBytes, int maxFrameBytes) {
        return new FrameAssembler(track, firstFrame, fragmentBytes, MAX_WAIT, maxFrameBytes, new FrameMemory());
    }

    private Opened give(byte[] datagram, long nowNanos) {
        ByteBuf buffer = Unpooled.directBuffer().writeZero(3).writeBytes(datagram);
        try {
            return assembler.onFragment(buffer, 3, datagram.length, opener, nowNanos, frames::add);
        } finally {
            buffer.release();
        }
    }

    private void give(List<byte[]> datagrams, long nowNanos) {
        datagrams.forEach(datagram -> give(datagram, nowNanos));
    }

    private List<byte[]> key(int bytes) {
        return SampleStream.datagrams(stream.next(true, false, bytes));
    }

    private List<byte[]> delta(int bytes) {
        return SampleStream.datagrams(stream.next(false, false, bytes));
    }

    private List<byte[]> discardable(int bytes) {
        return SampleStream.datagrams(stream.next(false, true, bytes));
    }

    private List<Integer> numbers() {
        return frames.stream().map(frame -> (int) frame.number()).toList();
    }

    @Test
    void putsAFrameTogetherFromFragmentsInAnyOrder() {
        List<byte[]> fragments = key(5 * PAYLOAD + 3);
        give(fragments.reversed(), 0);
        assertEquals(1, frames.size());
        Frame frame = frames.getFirst();
        assertArrayEquals(stream.payload(-3), frame.payload());
        assertEquals(2, frame.track());
        assertTrue(frame.key());
        assertEquals(0xFFFF_FFFDL, frame.number());
        assertEquals(0, assembler.heldBytes());
    }

    @Test
    void deliversInDecodeOrderAcrossTheWrapAndNumbersGoOnBeyondIt() {
        List<List<byte[]>> gop = new ArrayList<>(List.of(key(300)));
        for (int i = 0; i < 6; i++) {
            gop.add(delta(400));
        }
        give(gop.getFirst(), 0);
        gop.subList(1, 7).reversed().forEach(fragments -> give(fragments, 1));
        assertEquals(List.of(-3, -2, -1, 0, 1, 2, 3), numbers());
        assertEquals(0x1_0000_0003L, frames.getLast().number());
        for (Frame frame : frames) {
            assertArrayEquals(stream.payload(frame.number()), frame.payload());
        }
    }

    @Test
    void deliversNothingTwice() {
        List<byte[]> fragments = key(2 * PAYLOAD);
        assertEquals(Opened.ACCEPTED, give(fragments.get(0), 0));
        assertEquals(Opened.DUPLICATE, give(fragments.get(0), 0));
        assertEquals(Opened.ACCEPTED, give(fragments.get(1), 0));
        assertEquals(Opened.STALE, give(fragments.get(0), 0));
        assertEquals(Opened.STALE, give(fragments.get(1), 0));
        assertEquals(1, frames.size());
        assertEquals(1, assembler.duplicates());
        assertEquals(2, assembler.stale());
    }

    @Test
    void aForgedFragmentLeavesNoTrace() {
        List<byte[]> fragments = key(2 * PAYLOAD);
        byte[] forged = fragments.get(0).clone();
        forged[100] ^= 1;
        assertEquals(Opened.NOT_AUTHENTIC, give(forged, 0));
        assertEquals(0, assembler.heldBytes());
        give(fragments.get(1), 0);
        assertEquals(Opened.NOT_AUTHENTIC, give(forged, 0));
        byte[] farAhead = fragments.get(0).clone();
        farAhead[16] ^= 0x40;
        assertEquals(Opened.NOT_AUTHENTIC, give(farAhead, 0));
        give(fragments.get(0), 0);
        assertArrayEquals(stream.payload(-3), frames.getFirst().payload());
        assertEquals(3, assembler.notAuthentic());
    }

    @Test
    void holdsLaterFramesBackForAMissingOneAndThenGivesItUp() {
        give(key(100), 0);
        delta(100);
        List<byte[]> second = delta(100);
        give(second, 10 * MILLI);
        assertEquals(1, frames.size());
        assertEquals(10 * MILLI + MAX_WAIT, assembler.deadlineNanos());
        assembler.onTimeout(10 * MILLI + MAX_WAIT - 1, frames::add);
        assertEquals(0, assembler.framesBroken());
        assembler.onTimeout(10 * MILLI + MAX_WAIT, frames::add);
        assertEquals(1, assembler.framesBroken());
        assertEquals(1, assembler.framesSkipped(), "the second needs the first");
        assertEquals(Long.MAX_VALUE, assembler.deadlineNanos());
    }

    @Test
    void skipsWithoutWaitingWhatNeedsABrokenFrameUpToTheNextKeyFrame() {
        give(key(100), 0);
        delta(100);
        give(delta(100), 0);
        assembler.onTimeout(MAX_WAIT, frames::add);
        give(delta(100), MAX_WAIT);
        delta(100);
        give(delta(3 * PAYLOAD).subList(0, 1), MAX_WAIT);
        assertTrue(assembler.waitsForKeyFrame());
        give(key(100), MAX_WAIT);
        assertEquals(List.of(-3, 3), numbers());
        assertEquals(1, assembler.framesBroken());
        assertEquals(4, assembler.framesSkipped());
        assertEquals(0, assembler.heldBytes());
    }

    @Test
    void aBrokenDiscardableFrameHurtsNobodyElse() {
        give(key(100), 0);
        give(discardable(3 * PAYLOAD).subList(0, 2), 0);
        give(delta(100), 0);
        assembler.onTimeout(MAX_WAIT, frames::add);
        assertEquals(List.of(-3, -1), numbers());
        assertEquals(1, assembler.framesBroken());
        assertEquals(0, assembler.framesSkipped());
    }

    @Test
    void aFrameWaitsNoLongerThanTheLimitHoweverManyAreMissingBeforeIt() {
        give(key(100), 0);
        for (int i = 0; i < 5; i++) {
            give(discardable(3 * PAYLOAD).subList(1, 3), i * MILLI);
        }
        give(delta(100), 7 * MILLI);
        assembler.onTimeout(7 * MILLI + MAX_WAIT, frames::add);
        assertEquals(List.of(-3, 3), numbers());
    }

    @Test
    void startsWithTheFirstFrameThatNeedsNothingOlder() {
        SampleStream longer = new SampleStream(6, 1, FRAGMENT, 0, 0);
        longer.next(true, false, 10).release();
        longer.next(false, false, 10).release();
        FrameAssembler joined = assembler(1, 1, FRAGMENT, Packetizer.MAX_FRAME_BYTES);
        List<Frame> got = new ArrayList<>();
        for (boolean isKey : List.of(false, false, true, false)) {
            for (byte[] datagram : SampleStream.datagrams(longer.next(isKey, false, 10))) {
                joined.onFragment(Unpooled.wrappedBuffer(datagram), 0, datagram.length, longer.opener(), 0, got::add);
            }
        }
        joined.onTimeout(MAX_WAIT, got::add);
        assertEquals(List.of(4L, 5L), got.stream().map(Frame::number).toList());
    }

    @Test
    void givesUpAtOnceWhatTheSenderSaysIsGone() {
        give(key(100), 0);
        List<byte[]> broken = delta(3 * PAYLOAD);
        give(broken.get(0), 0);
        give(delta(100), 0);
        assembler.onGone(-8, 1, false, 1, frames::add);
        assertEquals(1, assembler.framesBroken());
        give(key(100), 2);
        assertEquals(List.of(-3, 0), numbers());
    }

    @Test
    void framesThatWereLeftOutOnPurposeAreNotNeededByWhatFollows() {
        give(key(100), 0);
        discardable(3 * PAYLOAD);
        discardable(3 * PAYLOAD);
        assembler.onGone(-9, 6, true, 1, frames::add);
        give(delta(100), 2);
        assertEquals(List.of(-3, 0), numbers());
        assertEquals(2, assembler.framesLeftOut());
        assertEquals(0, assembler.framesBroken());
        assertEquals(0, assembler.framesSkipped());
    }

    @Test
    void goesOnWhereTheTrackStartsAgain() {
        give(key(100), 0);
        for (int i = 0; i < 2_000; i++) {
            delta(10);
        }
        List<byte[]> again = key(100);
        assembler.onStart(-3 + 2_001, 0, frames::add);
        give(again, 0);
        assertEquals(List.of(-3, 1_998), numbers());
        assertEquals(0, assembler.framesBroken());
        assertEquals(2_000, assembler.framesSkipped());
    }

    @Test
    void aFrameFarAheadGivesUpWhatIsInFront() {
        give(key(100), 0);
        for (int i = 0; i < 5_000; i++) {
            delta(10);
        }
        give(key(100), 0);
        assertEquals(1, frames.size());
        assembler.onTimeout(MAX_WAIT, frames::add);
        assertEquals(List.of(-3, 4_998), numbers());
        assertEquals(5_000, assembler.framesBroken());
    }

    @Test
    void takesAFrameOf16MiB() {
        SampleStream large = new SampleStream(8, 1, 1200, 0, 0);
        MediaOpener largeOpener = large.opener();
        FrameAssembler whole = assembler(1, 0, 1200, Packetizer.MAX_FRAME_BYTES);
        List<Frame> got = new ArrayList<>();
        PacketizedFrame frame = large.next(true, false, Packetizer.MAX_FRAME_BYTES);
        for (int i = frame.count() - 1; i >= 0; i--) {
            assertEquals(
                    Opened.ACCEPTED,
                    whole.onFragment(frame.memory(), frame.offset(i), frame.bytes(i), largeOpener, 0, got::add));
        }
        frame.release();
        assertArrayEquals(large.payload(0), got.getFirst().payload());
    }

    @Test
    void takes65535Fragments() {
        SampleStream tiny = new SampleStream(8, 1, 58, -1_000, 0);
        MediaOpener tinyOpener = tiny.opener();
        FrameAssembler whole = assembler(1, 0, 58, Packetizer.MAX_FRAME_BYTES);
        List<Frame> got = new ArrayList<>();
        PacketizedFrame frame = tiny.next(true, false, 655_350);
        for (int i = 0; i < frame.count(); i++) {
            whole.onFragment(frame.memory(), frame.offset(i), frame.bytes(i), tinyOpener, 0, got::add);
        }
        frame.release();
        assertArrayEquals(tiny.payload(0), got.getFirst().payload());
    }

    @Test
    void refusesAFrameOverTheLimit() {
        SampleStream large = new SampleStream(8, 1, FRAGMENT, 0, 0);
        FrameAssembler small = assembler(1, 0, FRAGMENT, 10_000);
        PacketizedFrame frame = large.next(true, false, 10_000 + PAYLOAD);
        assertEquals(Opened.REJECTED, small.onFragment(frame.memory(), 0, FRAGMENT, large.opener(), 0, frames::add));
        frame.release();
        assertEquals(0, small.heldBytes());
    }

    /** An authorised but hostile sender: each frame claims the most and brings next to nothing. */
    @Test
    void memoryFollowsWhatArrivedNotWhatWasPromised() {
        byte[] baseKey = new byte[32];
        MediaSealer sealer = new MediaSealer(baseKey);
        MediaOpener hostile = new MediaOpener(baseKey, 0);
        FrameAssembler bounded = assembler(1, 0, 1200, Packetizer.MAX_FRAME_BYTES);
        int count = Packetizer.MAX_FRAME_BYTES / 1152;
        long most = 0;
        for (int frame = 0; frame < 20_000; frame++) {
            ByteBuf datagram = SampleStream.UNTRACKED.buffer(1200);
            int index = frame * 7919 % (count - 1);
            MediaHeader.write(
                    datagram, MediaHeader.TYPE_DATA, 0, 7, 1, 0, 1, 1, frame * 70_000 + index, frame, index, count, 0);
            datagram.writeZero(1200 - 32);
            sealer.seal(datagram, 0, 32, 1152, 0);
            bounded.onFragment(datagram, 0, 1200, hostile, frame, frames::add);
            datagram.release();
            most = Math.max(most, bounded.heldBytes());
            if (frame == 0) {
                assertTrue(bounded.heldBytes() < 64 << 10, "one datagram takes " + bounded.heldBytes());
            }
        }
        assertTrue(most <= 2L * Packetizer.MAX_FRAME_BYTES + (64 << 10), "held " + most);
    }

    @Test
    void refusesFragmentsThatContradictTheirFrame() {
        byte[] baseKey = new byte[32];
        MediaOpener liar = new MediaOpener(baseKey, 0);
        FrameAssembler strict = assembler(1, 0, FRAGMENT, Packetizer.MAX_FRAME_BYTES);
        // Sequence, index, count and length; the first is the truth.
        int[][] claims = {
            {0, 0, 3, FRAGMENT},
            {5, 1, 3, FRAGMENT},
            {1, 1, 4, FRAGMENT},
            {1, 1, 3, 60},
            {2, 2, 3, 48},
            {2, 2, 3, 201},
            {3, 3, 3, 60}
        };
        List<Opened> opened = new ArrayList<>();
        for (int[] claim : claims) {
            ByteBuf datagram = SampleStream.UNTRACKED.buffer(300);
            MediaHeader.write(datagram, MediaHeader.TYPE_DATA, 0x80, 7, 1, 0, 1, 0, claim[0], 0, claim[1], claim[2], 0);
            datagram.writeZero(claim[3] - 32);
            // A sealer of its own for each: one never seals a sequence twice.
            new MediaSealer(baseKey).seal(datagram, 0, 32, claim[3] - 48, 0);
            opened.add(strict.onFragment(datagram, 0, claim[3], liar, 0, frames::add));
            datagram.release();
        }
        assertEquals(Opened.ACCEPTED, opened.removeFirst());
        assertEquals(Collections.nCopies(6, Opened.REJECTED), opened);
        assertEquals(6, strict.rejected());
    }
}
