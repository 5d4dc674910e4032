package io.framecast.protocol.fec;

import io.framecast.protocol.wire.RepairHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/**
 * Makes the REPAIR datagrams of whole frames. They are in order of row, within a row in order of block: any number of them from the
 * first one on is spread over all blocks. Owned by one thread; keeps the memory that it computes in.
 */
public final class RepairEncoder {

    private byte[] source = {};
    private byte[][] rows = {};

    /**
     * Datagrams {@code from} to {@code from + datagrams - 1} of the frame's {@link SealedFrame#mostRepairs()}, each
     * {@link SealedFrame#repairBytes()} long with {@code roomBytes} of zeros behind it. The caller owns the memory.
     */
    public ByteBuf encode(ByteBufAllocator allocator, SealedFrame frame, int from, int datagrams, int roomBytes) {
        int stride = frame.repairBytes() + roomBytes;
        ByteBuf slab = allocator.directBuffer(datagrams * stride);
        slab.writeZero(datagrams * stride);
        int blocks = frame.blocks();
        for (int block = 0; block < blocks; block++) {
            int firstRow = (from - block + blocks - 1) / blocks;
            int endRow = (from + datagrams - block + blocks - 1) / blocks;
            if (firstRow < endRow) {
                compute(frame, block, firstRow, endRow - firstRow);
            }
            for (int row = firstRow; row < endRow; row++) {
                int at = (row * blocks + block - from) * stride;
                int symbolAt = RepairHeader.set(frame.memory(), 0, slab, at, block, row, endRow);
                slab.setBytes(at + symbolAt, rows[row - firstRow], 0, frame.symbolBytes());
            }
        }
        return slab;
    }

    private void compute(SealedFrame frame, int block, int firstRow, int count) {
        int symbolBytes = frame.symbolBytes();
        room(symbolBytes, count);
        for (int i = 0; i < count; i++) {
            Arrays.fill(rows[i], 0, symbolBytes, (byte) 0);
        }
        int sources = RepairHeader.sources(frame.count(), block);
        for (int k = 0; k < sources; k++) {
            frame.symbol(RepairHeader.fragment(frame.count(), block, k), source);
            for (int i = 0; i < count; i++) {
                ReedSolomon.accumulate(firstRow + i, k, source, 0, rows[i], 0, symbolBytes);
            }
        }
    }

    private void room(int symbolBytes, int count) {
        if (source.length < symbolBytes) {
            source = new byte[symbolBytes];
            rows = new byte[0][];
        }
        if (rows.length < count) {
            int before = rows.length;
            rows = Arrays.copyOf(rows, count);
            for (int i = before; i < count; i++) {
                rows[i] = new byte[source.length];
            }
        }
    }
}
