package io.framecast.protocol.fec;

import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The REPAIR symbols that came for one incomplete frame, and what its header says. All of it may be forged where nobody
 * authenticated it: what is recovered has to prove itself as if it had come. Owned by its {@link RepairStore}.
 */
public final class FrameRepairs {

    /** The sealed fragments that are there. */
    public interface Fragments {

        boolean has(int index);

        /** Writes payload and tag of fragment {@code index}, which is there; returns their bytes, negative where that fails. */
        int read(int index, byte[] target, int at);
    }

    /** Takes recovered datagrams as if they had come; the buffer is borrowed and starts at its index 0. */
    public interface Recovered {

        /** Whether it is what the sender sealed, as far as that can be told. */
        boolean onRecovered(ByteBuf datagram, int length);
    }

    private static final int OBJECT_BYTES = 256;
    private static final int SYMBOL_OBJECT_BYTES = 32;

    /** A block whose symbols were false so often takes no more: solving costs more than sending them. */
    private static final int MOST_FAILURES = 3;

    private static final class Block {
        private int[] rows = new int[4];
        private byte[][] symbols = new byte[4][];
        private int size;
        private int failures;
    }

    private final ByteBuf header;
    private final int number;
    private final int firstSequence;
    private final int count;
    private final int symbolBytes;
    private final @Nullable Block[] blocks;
    private int symbols;

    FrameRepairs(ByteBuf datagram, int at, int length) {
        header = Unpooled.buffer(MediaHeader.headerBytes(datagram, at))
                .writeBytes(datagram, at, MediaHeader.headerBytes(datagram, at));
        number = MediaHeader.frame(datagram, at);
        firstSequence = MediaHeader.sequence(datagram, at);
        count = MediaHeader.fragmentCount(datagram, at);
        symbolBytes = RepairHeader.symbolBytes(datagram, at, length);
        blocks = new @Nullable Block[RepairHeader.blocks(count)];
    }

    /** u32. */
    public int number() {
        return number;
    }

    public int firstSequence() {
        return firstSequence;
    }

    /** The header of fragment {@code index}, until the next call. */
    public ByteBuf header(int index) {
        RepairHeader.becomeFragment(header, 0, firstSequence, index);
        return header;
    }

    /** Whether the REPAIR says of the frame what the first one said. */
    boolean matches(ByteBuf datagram, int at, int length) {
        if (RepairHeader.symbolBytes(datagram, at, length) != symbolBytes
                || MediaHeader.headerBytes(datagram, at) != header.writerIndex()) {
            return false;
        }
        int row = RepairHeader.row(datagram, at);
        RepairHeader.becomeRepair(header, 0, firstSequence, row);
        for (int i = 0; i < header.writerIndex(); i++) {
            if (header.getByte(i) != datagram.getByte(at + i)) {
                return false;
            }
        }
        return true;
    }

    /** Keeps a copy of the symbol; false if its row is here, or the block is not worth it any more. */
    boolean add(ByteBuf datagram, int at) {
        int index = RepairHeader.block(datagram, at);
        int row = RepairHeader.row(datagram, at);
        Block block = blocks[index];
        if (block == null) {
            block = new Block();
            blocks[index] = block;
        }
        if (block.failures >= MOST_FAILURES) {
            return false;
        }
        for (int i = 0; i < block.size; i++) {
            if (block.rows[i] == row) {
                return false;
            }
        }
        if (block.size == block.rows.length) {
            block.rows = Arrays.copyOf(block.rows, block.size * 2);
            block.symbols = Arrays.copyOf(block.symbols, block.size * 2);
        }
        byte[] symbol = new byte[symbolBytes];
        datagram.getBytes(at + RepairHeader.symbolAt(datagram, at), symbol);
        block.rows[block.size] = row;
        block.symbols[block.size++] = symbol;
        symbols++;
        return true;
    }

    long bytes() {
        return bytes(header.writerIndex(), blocks.length) + symbols * symbolCost(symbolBytes);
    }

    static long bytes(int headerBytes, int blocks) {
        return OBJECT_BYTES + headerBytes + 8L * blocks;
    }

    static long symbolCost(int symbolBytes) {
        return (long) symbolBytes + SYMBOL_OBJECT_BYTES;
    }

    int blocks() {
        return blocks.length;
    }

    /**
     * Recovers what is missing of a block if the symbols suffice, and hands it out. Symbols that were used, or that nothing is
     * missing for, are let go.
     *
     * @return how many fragments proved to be right; -1: the symbols were false
     */
    int recover(int index, Fragments fragments, Recovered out) {
        Block block = blocks[index];
        int sources = RepairHeader.sources(count, index);
        if (block == null || block.size == 0) {
            return 0;
        }
        int[] missing = new int[sources];
        int erased = 0;
        for (int k = 0; k < sources; k++) {
            if (!fragments.has(RepairHeader.fragment(count, index, k))) {
                missing[erased++] = k;
            }
        }
        if (erased > block.size) {
            return 0;
        }
        byte[][] solved = block.symbols;
        clear(block);
        if (erased == 0) {
            return 0;
        }
        if (!subtract(index, fragments, missing, erased, block.rows, solved)) {
            block.failures++;
            return -1;
        }
        ReedSolomon.solve(block.rows, missing, erased, solved, symbolBytes);
        ByteBuf datagram = Unpooled.buffer(header.writerIndex() + symbolBytes);
        for (int i = 0; i < erased; i++) {
            if (!handOut(RepairHeader.fragment(count, index, missing[i]), solved[i], datagram, out)) {
                block.failures++;
                return -1;
            }
        }
        return erased;
    }

    private void clear(Block block) {
        symbols -= block.size;
        block.size = 0;
        block.symbols = new byte[block.rows.length][];
    }

    /** Takes the parts of the fragments that are there out of the first symbols. */
    private boolean subtract(
            int block, Fragments fragments, int[] missing, int erased, int[] rows, byte[][] remaining) {
        byte[] source = new byte[symbolBytes];
        int sources = RepairHeader.sources(count, block);
        for (int k = 0, next = 0; k < sources; k++) {
            if (next < erased && missing[next] == k) {
                next++;
                continue;
            }
            int fragment = RepairHeader.fragment(count, block, k);
            int sealedBytes = fragments.read(fragment, source, RepairHeader.LENGTH_BYTES);
            if (sealedBytes < 0) {
                return false;
            }
            Symbols.length(source, sealedBytes);
            Symbols.pad(source, sealedBytes, symbolBytes);
            for (int i = 0; i < erased; i++) {
                ReedSolomon.accumulate(rows[i], k, source, 0, remaining[i], 0, symbolBytes);
            }
        }
        return true;
    }

    private boolean handOut(int fragment, byte[] symbol, ByteBuf datagram, Recovered out) {
        int sealedBytes = Symbols.length(symbol);
        int full = symbolBytes - RepairHeader.LENGTH_BYTES;
        if (sealedBytes <= MediaHeader.TAG_BYTES
                || sealedBytes > full
                || (fragment < count - 1 && sealedBytes != full)) {
            return false;
        }
        datagram.clear().writeBytes(header(fragment), 0, header.writerIndex());
        datagram.writeBytes(symbol, RepairHeader.LENGTH_BYTES, sealedBytes);
        return out.onRecovered(datagram, datagram.readableBytes());
    }
}
