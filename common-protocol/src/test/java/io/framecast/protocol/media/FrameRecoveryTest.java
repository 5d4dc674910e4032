package io.framecast.protocol.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.crypto.MediaOpener;
import io.framecast.protocol.fec.RepairSample;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameRecoveryTest {

    private static final int FRAGMENT = 200;
    private static final int PAYLOAD = FRAGMENT - 48;
    private static final long MAX_WAIT = 100_000_000L;

    private final SampleStream stream = new SampleStream(5, 2, FRAGMENT, -40, -3);
    private final MediaOpener opener = stream.opener();
    private final FrameAssembler assembler =
            new FrameAssembler(2, -3, FRAGMENT, MAX_WAIT, Packetizer.MAX_FRAME_BYTES, new FrameMemory());
    private final FrameRecovery recovery = new FrameRecovery(assembler, FRAGMENT, opener);
    private final List<Frame> frames = new ArrayList<>();
    private final List<Opened> recovered = new ArrayList<>();

    private Opened data(byte[] datagram) {
        ByteBuf buffer = Unpooled.directBuffer().writeZero(3).writeBytes(datagram);
        Opened opened = assembler.onFragment(buffer, 3, datagram.length, opener, 0, frames::add);
        if (opened == Opened.ACCEPTED) {
            recovery.onFragment(buffer.getInt(3 + 16), buffer.getShort(3 + 20), buffer.getShort(3 + 22), this::take);
        }
        buffer.release();
        return opened;
    }

    private void repair(byte[] datagram) {
        ByteBuf buffer = Unpooled.directBuffer().writeZero(3).writeBytes(datagram);
        recovery.onRepair(buffer, 3, datagram.length, this::take);
        buffer.release();
    }

    private Opened take(ByteBuf datagram, int at, int length) {
        Opened opened = assembler.onFragment(datagram, at, length, opener, 0, frames::add);
        recovered.add(opened);
        return opened;
    }

    private RepairSample sample(boolean key, int fragments, int repairs) {
        return RepairSample.of(stream.next(key, false, (fragments - 1) * PAYLOAD + 7), repairs);
    }

    private void assertDelivered(int... numbers) {
        assertEquals(numbers.length, frames.size());
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(numbers[i], (int) frames.get(i).number());
            assertArrayEquals(stream.payload(numbers[i]), frames.get(i).payload());
        }
    }

    @Test
    void aFrameComesBackFromAsManySymbolsAsFragmentsAreLost() {
        RepairSample sample = sample(true, 10, 3);
        for (int i = 0; i < 10; i++) {
            if (i != 0 && i != 4 && i != 9) {
                data(sample.data().get(i));
            }
        }
        repair(sample.repairs().get(2));
        repair(sample.repairs().get(0));
        assertEquals(List.of(), frames);
        repair(sample.repairs().get(1));
        assertDelivered(-3);
        assertEquals(3, recovery.recovered());
        assertEquals(List.of(Opened.ACCEPTED, Opened.ACCEPTED, Opened.ACCEPTED), recovered);
        data(sample(false, 1, 1).data().getFirst());
        assertDelivered(-3, -2);
    }

    @Test
    void anyLossesUpToTheSymbolsOfABlockAreRecoveredInAnyOrder() {
        long seed = 99;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int fragments = 1 + random.nextInt(round % 10 == 0 ? 200 : 20);
            int blocks = (fragments + 63) / 64;
            int rows = 1 + random.nextInt(6);
            RepairSample sample = sample(true, fragments, rows * blocks);
            List<byte[]> datagrams = new ArrayList<>();
            for (int block = 0; block < blocks; block++) {
                List<byte[]> symbols = new ArrayList<>();
                for (int k = block; k < fragments; k += blocks) {
                    symbols.add(sample.data().get(k));
                }
                int sources = symbols.size();
                for (int row = 0; row < rows; row++) {
                    symbols.add(sample.repairs().get(row * blocks + block));
                }
                Collections.shuffle(symbols, random);
                datagrams.addAll(symbols.subList(0, sources));
            }
            Collections.shuffle(datagrams, random);
            for (byte[] datagram : datagrams) {
                if (datagram[1] == (byte) 0x81) {
                    repair(datagram);
                } else {
                    data(datagram);
                }
            }
            assertEquals(round + 1, frames.size(), "seed " + seed + ", round " + round);
            assertArrayEquals(stream.payload(round - 3), frames.getLast().payload(), "seed " + seed);
            assertEquals(0, assembler.heldBytes());
        }
        assertEquals(0, recovery.refused());
    }

    @Test
    void aFrameOfWhichNothingCameAndThatHasEnoughSymbolsComesBack() {
        RepairSample one = sample(true, 1, 1);
        repair(one.repairs().getFirst());
        RepairSample two = sample(false, 3, 3);
        two.repairs().forEach(this::repair);
        assertDelivered(-3, -2);
    }

    @Test
    void aSymbolMayComeBeforeTheFragments() {
        RepairSample sample = sample(true, 4, 1);
        repair(sample.repairs().getFirst());
        data(sample.data().get(3));
        data(sample.data().get(0));
        data(sample.data().get(1));
        assertDelivered(-3);
        assertEquals(0, recovery.heldBytes());
    }

    @Test
    void fragmentsAreSealedAgainInTheEpochThatTheyCameIn() {
        for (long epoch = 0; epoch < 7; epoch++) {
            RepairSample sample = RepairSample.of(stream.next(true, false, 4 * PAYLOAD, epoch), 2);
            data(sample.data().get(1));
            data(sample.data().get(3));
            sample.repairs().forEach(this::repair);
            assertEquals(epoch + 1, frames.size(), "epoch " + epoch);
        }
    }

    @Test
    void aFalseSymbolLeadsToNothingAndTheMissingFragmentStillCompletesTheFrame() {
        RepairSample sample = sample(true, 4, 2);
        for (int i = 0; i < 3; i++) {
            data(sample.data().get(i));
        }
        byte[] wrong = sample.repairs().getFirst().clone();
        wrong[60] ^= 1;
        repair(wrong);
        assertEquals(List.of(Opened.NOT_AUTHENTIC), recovered);
        assertEquals(1, recovery.refused());
        assertEquals(List.of(), frames);
        repair(sample.repairs().get(1));
        assertDelivered(-3);
        assertEquals(1, recovery.recovered());
    }

    @Test
    void theOnlyFragmentThatIsHereIsSealedAgainAsOftenAsItTakes() {
        RepairSample sample = sample(true, 2, 2);
        data(sample.data().get(0));
        byte[] wrong = sample.repairs().get(0).clone();
        wrong[40] ^= 1;
        repair(wrong);
        repair(sample.repairs().get(1));
        assertDelivered(-3);
    }

    @Test
    void aBlockWhoseSymbolsAreFalseAgainAndAgainCostsNoMore() {
        RepairSample sample = sample(true, 4, 20);
        data(sample.data().get(0));
        data(sample.data().get(1));
        data(sample.data().get(2));
        for (byte[] repair : sample.repairs()) {
            repair[40] ^= 5;
            repair(repair);
        }
        assertEquals(3, recovered.size());
        assertEquals(Opened.ACCEPTED, data(sample.data().get(3)));
        assertDelivered(-3);
    }

    @Test
    void aSymbolWhoseHeaderContradictsTheFragmentsIsDropped() {
        RepairSample sample = sample(true, 4, 2);
        data(sample.data().get(0));
        data(sample.data().get(1));
        byte[] other = sample.repairs().getFirst().clone();
        other[31] ^= 1;
        repair(other);
        assertEquals(0, recovery.heldBytes());
        sample.repairs().forEach(this::repair);
        assertDelivered(-3);
    }

    @Test
    void aFloodOfForgedSymbolsStaysWithinItsBounds() {
        Random random = new Random(17);
        RepairSample sample = sample(true, 64, 64);
        for (int i = 0; i < 20_000; i++) {
            byte[] forged = sample.repairs().get(random.nextInt(64)).clone();
            random.nextBytes(forged);
            System.arraycopy(sample.repairs().getFirst(), 0, forged, 0, 36);
            forged[35] = 64;
            forged[21] = (byte) random.nextInt(64);
            // Another frame, within the window and beyond it.
            ByteBuffer.wrap(forged).putInt(16, -3 + random.nextInt(2000));
            repair(forged);
            assertTrue(recovery.heldBytes() <= 1 << 20, recovery.heldBytes() + " bytes");
        }
        assertTrue(recovery.heldBytes() > 100_000, recovery.heldBytes() + " bytes");
        assertEquals(0, assembler.heldBytes(), "the assembler knows nothing of it");
        sample.data().forEach(this::data);
        assertDelivered(-3);
    }

    @Test
    void symbolsOfFramesThatAreOverAreLetGo() {
        RepairSample first = sample(true, 4, 1);
        RepairSample second = sample(false, 4, 1);
        repair(first.repairs().getFirst());
        repair(second.repairs().getFirst());
        first.data().forEach(this::data);
        second.data().forEach(this::data);
        assertDelivered(-3, -2);
        assertEquals(0, recovery.heldBytes());
        repair(first.repairs().getFirst());
        assertEquals(0, recovery.heldBytes());
    }
}
