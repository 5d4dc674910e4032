package io.framecast.protocol.media;

import java.util.ArrayDeque;

/** Blocks of equal size that incomplete frames are collected in, so that memory is committed as data arrives, and used again. */
final class BlockPool {

    private static final int TARGET_BYTES = 16 << 10;
    private static final int KEPT_BYTES = 2 << 20;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final int slotBytes;
    private final int slots;

    /** A slot takes one fragment's payload. */
    BlockPool(int slotBytes) {
        this.slotBytes = slotBytes;
        this.slots = Math.max(1, TARGET_BYTES / slotBytes);
    }

    int slotBytes() {
        return slotBytes;
    }

    int slotsPerBlock() {
        return slots;
    }

    int blockBytes() {
        return slotBytes * slots;
    }

    byte[] take() {
        byte[] block = free.pollFirst();
        return block == null ? new byte[blockBytes()] : block;
    }

    void give(byte[] block) {
        if ((long) (free.size() + 1) * blockBytes() <= KEPT_BYTES) {
            free.addFirst(block);
        }
    }
}
