package io.framecast.protocol.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairEncoderTest {

    private static final int FRAGMENT = 200;
    private static final int PAYLOAD = FRAGMENT - 48;

    private final SampleStream stream = new SampleStream(3, 1, FRAGMENT, -5, -2);

    @Test
    void aDatagramIs6BytesLongerThanAFragmentAndWellFormed() {
        RepairSample sample = RepairSample.of(stream.next(true, false, 129 * PAYLOAD + 3), 10);
        assertEquals(130, sample.data().size());
        for (int i = 0; i < 10; i++) {
            byte[] repair = sample.repairs().get(i);
            assertEquals(FRAGMENT + RepairHeader.EXTRA_BYTES, repair.length);
            ByteBuf b = Unpooled.wrappedBuffer(repair);
            assertNull(MediaHeader.check(b, 0, repair.length));
            assertEquals(i % 3, RepairHeader.block(b, 0), "spread over the blocks");
            assertEquals(i / 3, RepairHeader.row(b, 0));
            assertEquals(-5, MediaHeader.sequence(b, 0));
            assertEquals(-2, MediaHeader.frame(b, 0));
        }
    }

    @Test
    void aFrameInOneDatagramIsNotPaddedToAFullOne() {
        RepairSample sample = RepairSample.of(stream.next(true, false, 20), 1);
        assertEquals(20 + 48 + RepairHeader.EXTRA_BYTES, sample.repairs().getFirst().length);
    }

    @Test
    void row0IsTheXorOfLengthsPayloadsAndTags() {
        RepairSample sample = RepairSample.of(stream.next(false, false, 2 * PAYLOAD + 7), 1);
        byte[] sum = new byte[FRAGMENT - 32 + 2];
        for (byte[] fragment : sample.data()) {
            int sealed = fragment.length - 32;
            sum[0] ^= (byte) (sealed >>> 8);
            sum[1] ^= (byte) sealed;
            for (int i = 0; i < sealed; i++) {
                sum[2 + i] ^= fragment[32 + i];
            }
        }
        byte[] repair = sample.repairs().getFirst();
        assertArrayEquals(sum, Arrays.copyOfRange(repair, 36, repair.length));
    }

    @Test
    void whatIsMadeLaterIsWhatWouldHaveBeenMadeAtOnce() {
        PacketizedFrame frame = stream.next(true, false, 100 * PAYLOAD);
        SealedFrame sealed = RepairSample.sealed(frame);
        RepairEncoder encoder = new RepairEncoder();
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int count : new int[] {3, 1, 8, 9}) {
            ByteBuf slab = encoder.encode(SampleStream.UNTRACKED, sealed, from, count, 0);
            parts.addAll(RepairSample.split(slab, sealed.repairBytes()));
            slab.release();
            from += count;
        }
        List<byte[]> whole = RepairSample.of(frame, from).repairs();
        for (int i = 0; i < from; i++) {
            // Rb says how many there were then.
            parts.get(i)[35] = whole.get(i)[35];
            assertArrayEquals(whole.get(i), parts.get(i), "datagram " + i);
        }
    }
}
