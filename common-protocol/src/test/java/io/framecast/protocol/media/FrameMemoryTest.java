package io.framecast.protocol.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hostile or broken producer that leaves frames open, in as many tracks as it likes. */
class FrameMemoryTest {

    private static final int FRAGMENT = 1200;
    private static final int TRACKS = 16;
    private static final long MOST = 1 << 20;

    private final byte[] baseKey = new byte[32];
    private final MediaSealer sealer = new MediaSealer(baseKey);
    private final MediaOpener opener = new MediaOpener(baseKey, 0);
    private final FrameMemory memory = new FrameMemory(MOST);
    private final List<FrameAssembler> tracks = new ArrayList<>();

    FrameMemoryTest() {
        for (int track = 1; track <= TRACKS; track++) {
            tracks.add(new FrameAssembler(track, 0, FRAGMENT, 1_000_000_000L, Packetizer.MAX_FRAME_BYTES, memory));
        }
    }

    private Opened open(FrameAssembler assembler, int track, int frame) {
        return open(assembler, track, frame, Packetizer.MAX_FRAME_BYTES);
    }

    /** One fragment in the middle of a frame that claims to be as large as one may be. */
    private Opened open(FrameAssembler assembler, int track, int frame, int mostBytes) {
        int count = mostBytes / (FRAGMENT - 48);
        ByteBuf datagram = SampleStream.UNTRACKED.buffer(FRAGMENT);
        MediaHeader.write(
                datagram, MediaHeader.TYPE_DATA, 0, 7, track, 0, 1, 1, frame * 70_000 + 5, frame, 5, count, 0);
        datagram.writeZero(FRAGMENT - MediaHeader.BYTES);
        sealer.seal(datagram, 0, MediaHeader.BYTES, FRAGMENT - 48, 0);
        Opened opened = assembler.onFragment(datagram, 0, FRAGMENT, opener, frame, delivered -> {});
        datagram.release();
        return opened;
    }

    private long broken() {
        return tracks.stream().mapToLong(FrameAssembler::framesBroken).sum();
    }

    @Test
    void allTracksTogetherHoldNoMoreThanOneBoundAndBeyondItTheOldestIsGivenUp() {
        boolean full = false;
        for (int frame = 0; frame < 50; frame++) {
            for (int track = 1; track <= TRACKS; track++) {
                open(tracks.get(track - 1), track, frame);
                assertTrue(memory.bytes() <= MOST + (32 << 10), memory.bytes() + " bytes");
                assertEquals(
                        memory.bytes(),
                        tracks.stream().mapToLong(FrameAssembler::heldBytes).sum());
                full |= broken() > 0;
                assertTrue(full || memory.bytes() < MOST, "nothing is given up below the bound");
            }
        }
        assertTrue(broken() > 0, "frames were given up");
        assertTrue(memory.bytes() > MOST / 2, "what fits is held");
    }

    @Test
    void oneTrackHoldsNoMoreThanTwiceTheLargestFrame() {
        int largest = 256 << 10;
        FrameAssembler assembler = new FrameAssembler(1, 0, FRAGMENT, 1_000_000_000L, largest, new FrameMemory());
        for (int frame = 0; frame < 200; frame++) {
            assertEquals(Opened.ACCEPTED, open(assembler, 1, frame, largest));
            assertTrue(assembler.heldBytes() <= 2L * largest + (32 << 10), assembler.heldBytes() + " bytes");
        }
        assertTrue(assembler.framesBroken() > 0, "frames were given up");
        assertTrue(assembler.heldBytes() > largest, "what fits is held");
    }

    @Test
    void whatOneTrackDeliversOrGivesUpIsRoomForTheOthers() {
        for (int frame = 0; memory.fits(64 << 10); frame++) {
            open(tracks.getFirst(), 1, frame);
        }
        tracks.getFirst().onStart(1_000, 0, delivered -> {});
        assertEquals(0, memory.bytes());
        assertEquals(Opened.ACCEPTED, open(tracks.get(1), 2, 0));
        assertEquals(0, broken());
    }

    @Test
    void aStreamMayHoldTwoOfTheLargestFramesOfTwoRenditions() {
        assertEquals(4L * Packetizer.MAX_FRAME_BYTES, FrameMemory.MOST_BYTES);
        FrameMemory usual = new FrameMemory();
        usual.add(FrameMemory.MOST_BYTES - 1);
        assertTrue(usual.fits(1));
        assertTrue(!usual.fits(2));
    }
}
