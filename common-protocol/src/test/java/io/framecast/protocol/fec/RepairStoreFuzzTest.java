package io.framecast.protocol.fec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.fuzz.FuzzInput;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** REPAIR from anybody: true, changed and made up, over frames of one, a few and many fragments. */
class RepairStoreFuzzTest {

    private static final int FRAGMENT = 96;
    private static final int FULL = FRAGMENT - MediaHeader.BYTES;
    private static final int[] COUNTS = {1, 2, 5, 64, 65, 130};
    private static final int MAX_BYTES = 20_000;

    private final List<RepairSample> frames = frames();
    /** Of which something came that was not sent. */
    private final BitSet soiled = new BitSet();

    private final FrameRepairs.Recovered everything = this::onRecovered;

    private static List<RepairSample> frames() {
        SampleStream stream = new SampleStream(11, 1, FRAGMENT, 40, 0);
        return Arrays.stream(COUNTS)
                .mapToObj(count -> RepairSample.of(
                        stream.next(true, false, (count - 1) * (FULL - MediaHeader.TAG_BYTES) + 5),
                        4 * RepairHeader.blocks(count)))
                .toList();
    }

    /** What comes out has the form of a fragment of its frame; more is for the seal to say. */
    private boolean onRecovered(ByteBuf datagram, int length) {
        assertEquals(length, datagram.readableBytes());
        assertNull(MediaHeader.check(datagram, 0, length), "a recovered datagram is a media datagram");
        assertEquals(MediaHeader.TYPE_DATA, MediaHeader.type(datagram, 0));
        int payload = length - MediaHeader.headerBytes(datagram, 0);
        boolean last = MediaHeader.fragmentIndex(datagram, 0) == MediaHeader.fragmentCount(datagram, 0) - 1;
        int full = FRAGMENT - MediaHeader.headerBytes(datagram, 0);
        assertTrue(payload > MediaHeader.TAG_BYTES && (last ? payload <= full : payload == full), payload + " bytes");
        int which = MediaHeader.frame(datagram, 0);
        if (which >= 0 && which < frames.size() && !soiled.get(which)) {
            byte[] sent = frames.get(which).data().get(MediaHeader.fragmentIndex(datagram, 0));
            assertArrayEquals(sent, ByteBufUtil.getBytes(datagram, 0, length), "true symbols give what was sent");
        }
        return true;
    }

    @FuzzTest
    void whatComesOutHasTheFormOfAFragmentAndMemoryStaysBounded(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        RepairStore store = new RepairStore(FRAGMENT, MAX_BYTES);
        BitSet present = new BitSet();
        soiled.clear();
        while (input.more()) {
            int which = input.below(COUNTS.length);
            RepairSample sample = frames.get(which);
            switch (input.below(4)) {
                case 0 -> keep(store, sample, present, input.changed(repair(sample, input)));
                case 1 -> keep(store, sample, present, madeUp(sample, input));
                case 2 -> present.set((which << 16) | (input.u8() % COUNTS[which]));
                default -> store.forgetBefore(input.below(COUNTS.length + 2));
            }
            assertTrue(store.bytes() >= 0 && store.bytes() <= MAX_BYTES, store.bytes() + " bytes");
        }
        store.forgetBefore(1 << 30);
        store.forgetBefore(-(1 << 30));
        assertTrue(!store.isEmpty() || store.bytes() == 0, store.bytes() + " bytes of nothing");
    }

    private static byte[] repair(RepairSample sample, FuzzInput input) {
        return sample.repairs().get(input.u8() % sample.repairs().size());
    }

    /** A true header with any symbol behind it. */
    private static byte[] madeUp(RepairSample sample, FuzzInput input) {
        byte[] repair = repair(sample, input).clone();
        byte[] symbol = input.some();
        int at = MediaHeader.BYTES + RepairHeader.FIELDS_BYTES;
        System.arraycopy(symbol, 0, repair, at, Math.min(symbol.length, repair.length - at));
        return repair;
    }

    private void keep(RepairStore store, RepairSample sample, BitSet present, byte[] repair) {
        ByteBuf datagram = Unpooled.wrappedBuffer(repair);
        if (MediaHeader.check(datagram, 0, repair.length) != null
                || MediaHeader.type(datagram, 0) != MediaHeader.TYPE_REPAIR) {
            return;
        }
        int frame = MediaHeader.frame(datagram, 0);
        if (frame >= 0 && sample.repairs().stream().noneMatch(sent -> Arrays.equals(sent, repair))) {
            soiled.set(frame);
        }
        FrameRepairs kept = store.keep(datagram, 0, repair.length);
        if (kept != null) {
            int which = frames.indexOf(sample);
            store.recover(kept, RepairHeader.block(datagram, 0), held(sample, which, present), everything);
        }
    }

    private static FrameRepairs.Fragments held(RepairSample sample, int which, BitSet present) {
        return new FrameRepairs.Fragments() {
            @Override
            public boolean has(int index) {
                return index < COUNTS[which] && present.get((which << 16) | index);
            }

            @Override
            public int read(int index, byte[] target, int at) {
                byte[] fragment = sample.data().get(index);
                int sealed = fragment.length - MediaHeader.BYTES;
                if (target.length - at < sealed) {
                    return -1;
                }
                System.arraycopy(fragment, MediaHeader.BYTES, target, at, sealed);
                return sealed;
            }
        };
    }
}
