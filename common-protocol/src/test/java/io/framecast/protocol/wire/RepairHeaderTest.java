package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepairHeaderTest {

    private static final int SYMBOL = 100;

    @Test
    void itIsTheHeaderOfFragment0WithATypeARowAndFourMoreBytes() {
        ByteBuf fragment = fragment(130);
        ByteBuf repair = repair(130, 2, 5, 7);
        assertNull(check(repair));
        assertEquals(MediaHeader.TYPE_REPAIR, MediaHeader.type(repair, 0));
        assertEquals(5, RepairHeader.row(repair, 0));
        assertEquals(2, RepairHeader.block(repair, 0));
        assertEquals(36, RepairHeader.symbolAt(repair, 0));
        assertEquals(SYMBOL, RepairHeader.symbolBytes(repair, 0, repair.writerIndex()));
        RepairHeader.becomeFragment(repair, 0, MediaHeader.sequence(repair, 0), 0);
        assertEquals(ByteBufUtil.hexDump(fragment, 0, 32), ByteBufUtil.hexDump(repair, 0, 32));
    }

    @Test
    void theHeaderOfAnyFragmentComesOutOfIt() {
        ByteBuf repair = repair(130, 0, 63, 64);
        RepairHeader.becomeFragment(repair, 0, MediaHeader.sequence(repair, 0), 129);
        assertEquals(MediaHeader.TYPE_DATA, MediaHeader.type(repair, 0));
        assertEquals(129, MediaHeader.fragmentIndex(repair, 0));
        assertEquals(-10 + 129, MediaHeader.sequence(repair, 0));
    }

    @Test
    void fragmentsAreDealtOutToBlocksOfAtMost64() {
        for (int count : new int[] {1, 2, 63, 64, 65, 128, 129, 130, 1000, RepairHeader.MOST_FRAGMENTS}) {
            int blocks = RepairHeader.blocks(count);
            boolean[] seen = new boolean[count];
            int all = 0;
            for (int block = 0; block < blocks; block++) {
                int sources = RepairHeader.sources(count, block);
                assertTrue(sources >= 1 && sources <= RepairHeader.MOST_SOURCES, count + ": " + sources);
                for (int k = 0; k < sources; k++) {
                    int fragment = RepairHeader.fragment(count, block, k);
                    assertEquals(block, fragment % blocks);
                    assertTrue(!seen[fragment]);
                    seen[fragment] = true;
                    all++;
                }
            }
            assertEquals(count, all);
        }
        assertEquals(255, RepairHeader.blocks(RepairHeader.MOST_FRAGMENTS));
    }

    @Test
    void saysWhyARepairIsNoneOfOurs() {
        ByteBuf good = repair(130, 2, 5, 7);
        assertNull(check(good));
        assertEquals(Malformed.TRUNCATED, MediaHeader.check(good, 0, 31), "no header");
        assertEquals(Malformed.TRUNCATED, MediaHeader.check(good, 0, 32), "no fields");
        assertEquals(Malformed.TRUNCATED, MediaHeader.check(good, 0, 36 + 18), "a symbol without payload");
        assertNull(MediaHeader.check(good, 0, 36 + 19));
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(9, 0)), "no key phase");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setShort(22, 0)), "of no fragments");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(32, 3)), "block 3 of 3");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(33, 2)), "130 fragments are 3 blocks");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(34, 44)), "block 2 of them has 43 sources");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setShort(20, 7)), "row 7 of 7");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(35, 65)), "more rows than there can be");
        assertEquals(
                Malformed.BAD_HEADER,
                check(good.copy().setShort(22, RepairHeader.MOST_FRAGMENTS + 1)),
                "more fragments than a block number can tell");
    }

    @Test
    void neverThrowsOnAChangedRepair() {
        long seed = 815;
        Random random = new Random(seed);
        byte[] good = ByteBufUtil.getBytes(repair(130, 2, 5, 7));
        for (int i = 0; i < 200_000; i++) {
            byte[] changed = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(random.nextBoolean() ? 40 : changed.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(changed.length + 1) : changed.length;
            ByteBuf b = Unpooled.wrappedBuffer(changed, 0, length);
            try {
                if (MediaHeader.check(b, 0, length) == null && MediaHeader.type(b, 0) == MediaHeader.TYPE_REPAIR) {
                    int count = MediaHeader.fragmentCount(b, 0);
                    assertTrue(RepairHeader.block(b, 0) < RepairHeader.blocks(count));
                    assertTrue(RepairHeader.row(b, 0) < RepairHeader.MOST_ROWS);
                    assertTrue(RepairHeader.symbolAt(b, 0) + RepairHeader.symbolBytes(b, 0, length) == length);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", datagram " + i, e);
            }
        }
    }

    private static ByteBuf fragment(int count) {
        ByteBuf fragment = Unpooled.buffer();
        MediaHeader.write(fragment, MediaHeader.TYPE_DATA, 0x80, 9, 1, 2, 1, 0, -10, 6, 0, count, 1_000_000);
        return fragment;
    }

    private static ByteBuf repair(int count, int block, int row, int rows) {
        ByteBuf repair = Unpooled.buffer().writeZero(36 + SYMBOL);
        RepairHeader.set(fragment(count), 0, repair, 0, block, row, rows);
        return repair;
    }

    private static @Nullable Malformed check(ByteBuf b) {
        return MediaHeader.check(b, 0, b.writerIndex());
    }
}
