package io.framecast.protocol.repair;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The REPAIR datagrams of one frame in a {@link RetransmitRing}, made once for all who want some and kept as long as the frame. They
 * lie back to back in slabs, all equally long; whoever gets fewer gets the first ones.
 */
public final class RepairSymbols {

    /** Takes a run of datagrams that lie back to back; the memory is borrowed. */
    public interface Runs {
        void onRun(ByteBuf memory, int offset, int length, int segmentBytes);
    }

    static final int OBJECT_BYTES = 96;

    private record Slab(ByteBuf memory, int datagrams) {}

    private final int datagramBytes;
    private final List<Slab> slabs = new ArrayList<>(1);
    private int datagrams;

    RepairSymbols(int datagramBytes) {
        this.datagramBytes = datagramBytes;
    }

    /** How many there are so far. */
    public int datagrams() {
        return datagrams;
    }

    /** Of each. */
    public int datagramBytes() {
        return datagramBytes;
    }

    /** Hands out the first {@code most} datagrams, at most {@code perRun} at once. */
    public void runs(int most, int perRun, Runs out) {
        int left = Math.min(most, datagrams);
        for (Slab slab : slabs) {
            int end = Math.min(left, slab.datagrams);
            for (int from = 0; from < end; from += perRun) {
                int count = Math.min(perRun, end - from);
                out.onRun(slab.memory, from * datagramBytes, count * datagramBytes, datagramBytes);
            }
            left -= end;
        }
    }

    /** Takes over the slab with the next datagrams. */
    void add(ByteBuf slab, int count) {
        slabs.add(new Slab(slab, count));
        datagrams += count;
    }

    long costBytes() {
        return (long) datagrams * datagramBytes + (long) OBJECT_BYTES * slabs.size();
    }

    void release() {
        slabs.forEach(slab -> slab.memory.release());
        slabs.clear();
        datagrams = 0;
    }
}
