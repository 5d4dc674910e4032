package io.framecast.protocol.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.fuzz.FuzzInput;
import io.framecast.protocol.crypto.FragmentOpener;
import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.crypto.SealedFragments;
import io.framecast.protocol.fec.RepairSample;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One track's assembler with its recovery, as a subscriber has them and as a gateway has them that cannot open frames: what a stream
 * sends, what becomes of it on the way, and what a producer sends that means harm and has the key.
 */
class FrameAssemblerFuzzTest {

    private static final int FRAGMENT = 160;
    private static final int FIRST = -3;
    private static final int FRAMES = 12;
    private static final long MILLI = 1_000_000L;
    private static final int MAX_FRAME_BYTES = 16 << 10;

    /** Books are kept of frames too; what they cost is not the payload's. */
    private static final long BOOKS = FrameAssembler.WINDOW * 512L;

    private final byte[] baseKey = new byte[32];
    private final List<RepairSample> frames = new ArrayList<>();

    FrameAssemblerFuzzTest() {
        Packetizer packetizer =
                new Packetizer(1, FRAGMENT, -9, FIRST, new MediaSealer(baseKey), SampleStream.UNTRACKED);
        for (int i = 0; i < FRAMES; i++) {
            boolean key = i % 5 == 0;
            int bytes = (key ? 70 * 112 : 112 * (i % 4)) + 1 + i;
            frames.add(RepairSample.of(packetizer.packetize(7, 0, key, i % 3 == 1, i * 33_333L, new byte[bytes]), 4));
        }
    }

    private final class Receiver {
        final FragmentOpener opener;
        final FrameAssembler assembler =
                new FrameAssembler(1, FIRST, FRAGMENT, 100 * MILLI, MAX_FRAME_BYTES, new FrameMemory());
        final FrameRecovery recovery;
        final Map<Integer, List<Long>> said = new HashMap<>();
        long last = Long.MIN_VALUE;
        long now;

        Receiver(boolean keyless) {
            opener = keyless ? new SealedFragments() : new MediaOpener(baseKey, 0);
            recovery = new FrameRecovery(assembler, FRAGMENT, opener);
        }

        void onDatagram(byte[] bytes) {
            ByteBuf datagram = Unpooled.wrappedBuffer(bytes);
            if (MediaHeader.check(datagram, 0, bytes.length) != null) {
                return;
            }
            if (MediaHeader.type(datagram, 0) == MediaHeader.TYPE_REPAIR) {
                recovery.onRepair(datagram, 0, bytes.length, this::fragment);
            } else if (MediaHeader.type(datagram, 0) == MediaHeader.TYPE_DATA
                    && fragment(datagram, 0, bytes.length) == Opened.ACCEPTED) {
                recovery.onFragment(
                        MediaHeader.frame(datagram, 0),
                        MediaHeader.fragmentIndex(datagram, 0),
                        MediaHeader.fragmentCount(datagram, 0),
                        this::fragment);
            }
        }

        Opened fragment(ByteBuf datagram, int at, int length) {
            Opened opened = assembler.onFragment(datagram, at, length, opener, now, this::onFrame);
            if (opened == Opened.ACCEPTED) {
                onAccepted(datagram, at, length);
            }
            return opened;
        }

        /** It is no longer than it may be, nor is its frame, and it says of its frame what the others said. */
        private void onAccepted(ByteBuf datagram, int at, int length) {
            int headerBytes = MediaHeader.headerBytes(datagram, at);
            int count = MediaHeader.fragmentCount(datagram, at);
            assertTrue(length <= FRAGMENT, length + " bytes");
            assertTrue(
                    (count - 1L) * (FRAGMENT - headerBytes - MediaHeader.TAG_BYTES) < MAX_FRAME_BYTES,
                    count + " fragments");
            List<Long> says = List.of(
                    (long) count,
                    (long) (MediaHeader.sequence(datagram, at) - MediaHeader.fragmentIndex(datagram, at)),
                    (long) MediaHeader.flags(datagram, at),
                    (long) MediaHeader.gopDistance(datagram, at),
                    (long) MediaHeader.temporalId(datagram, at),
                    (long) headerBytes,
                    MediaHeader.captureMicros(datagram, at));
            assertEquals(said.computeIfAbsent(MediaHeader.frame(datagram, at), _ -> says), says);
        }

        void onFrame(Frame frame) {
            assertTrue(frame.number() > last, "frame " + frame.number() + " after " + last);
            assertTrue(frame.payload().length <= MAX_FRAME_BYTES + 1020, frame.payload().length + " bytes");
            last = frame.number();
        }

        void pass(long nanos) {
            now += nanos;
            assembler.onTimeout(now, this::onFrame);
        }

        void assertBounded() {
            long held = assembler.heldBytes();
            assertTrue(held >= 0 && held <= 2L * MAX_FRAME_BYTES + BOOKS, held + " bytes held");
            assertTrue(recovery.heldBytes() >= 0 && recovery.heldBytes() <= 1 << 20, "symbols held");
        }
    }

    @FuzzTest
    void deliversInOrderAndHoldsNoMoreThanItsBound(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        Receiver receiver = new Receiver(input.flag());
        while (input.more()) {
            RepairSample frame = frames.get(input.below(FRAMES));
            switch (input.below(9)) {
                case 0 -> receiver.onDatagram(any(frame.data(), input));
                case 1 -> receiver.onDatagram(input.changed(any(frame.data(), input)));
                case 2 -> receiver.onDatagram(any(frame.repairs(), input));
                case 3 -> receiver.onDatagram(input.changed(any(frame.repairs(), input)));
                case 4 -> receiver.onDatagram(harmful(any(frame.data(), input), input));
                case 5 -> frame.data().stream().skip(input.below(4)).forEach(receiver::onDatagram);
                case 6 -> receiver.pass(input.u8() * MILLI);
                case 7 ->
                    receiver.assembler.onGone(
                            -9 + input.u8(), input.u8(), input.flag(), receiver.now, receiver::onFrame);
                default -> receiver.assembler.onStart(FIRST + input.u8(), receiver.now, receiver::onFrame);
            }
            receiver.assertBounded();
        }
        receiver.assembler.flush(receiver.now, receiver::onFrame);
        receiver.assertBounded();
    }

    private static byte[] any(List<byte[]> datagrams, FuzzInput input) {
        return datagrams.get(input.u8() % datagrams.size());
    }

    /** With another header, sealed with the stream's own key. */
    private byte[] harmful(byte[] datagram, FuzzInput input) {
        byte[] changed = input.changed(datagram);
        int headerBytes = changed.length < MediaHeader.BYTES ? 0 : (changed[3] & 0xff) << 2;
        int payload = changed.length - headerBytes - MediaHeader.TAG_BYTES;
        if (headerBytes >= MediaHeader.BYTES && payload >= 0) {
            new MediaSealer(baseKey).seal(Unpooled.wrappedBuffer(changed), 0, headerBytes, payload, 0);
        }
        return changed;
    }
}
