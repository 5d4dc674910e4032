package io.framecast.protocol.repair;

import io.framecast.protocol.fec.FrameRepairs;
import io.framecast.protocol.fec.RepairStore;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Gets missing datagrams of one lane out of REPAIR that its sender authenticated, from the sealed bytes in a {@link RetransmitRing}.
 * Owned by the lane.
 */
public final class RingRecovery {

    static final long MOST_BYTES = 1 << 20;

    private final RetransmitRing ring;
    private final RepairStore store;
    private final Sealed sealed = new Sealed();

    public RingRecovery(RetransmitRing ring, int fragmentBytes) {
        this.ring = ring;
        store = new RepairStore(fragmentBytes, MOST_BYTES);
    }

    /** Whether there is no symbol: then there is no need to tell of fragments. */
    public boolean isEmpty() {
        return store.isEmpty();
    }

    /**
     * A REPAIR datagram of this lane that {@link MediaHeader#check} let through; {@code length} without trailer. What is recovered
     * is handed out, to be put into the ring.
     */
    public void onRepair(ByteBuf datagram, int at, int length, FrameRepairs.Recovered out) {
        RingFrame oldest = ring.oldest();
        int number = MediaHeader.frame(datagram, at);
        if (oldest != null) {
            store.forgetBefore(oldest.number());
            if (Serial.compare(number, oldest.number()) < 0) {
                return;
            }
        }
        RingFrame frame = ring.frame(number);
        if (frame != null && frame.isComplete()) {
            return;
        }
        FrameRepairs repairs = store.keep(datagram, at, length);
        if (repairs != null) {
            recover(repairs, frame, RepairHeader.block(datagram, at), out);
        }
    }

    /** Fragment {@code index} of the frame with this u32 number was put into the ring. */
    public void onFragment(int number, int index, FrameRepairs.Recovered out) {
        FrameRepairs repairs = store.find(number);
        RingFrame frame = ring.frame(number);
        if (repairs == null) {
            return;
        }
        if (frame == null || frame.isComplete()) {
            store.forget(repairs);
        } else {
            recover(repairs, frame, index % RepairHeader.blocks(frame.count()), out);
        }
    }

    private void recover(FrameRepairs repairs, @Nullable RingFrame frame, int block, FrameRepairs.Recovered out) {
        if (frame != null && !frame.matches(repairs.header(0), 0)) {
            store.forget(repairs);
            return;
        }
        sealed.frame = frame;
        store.recover(repairs, block, sealed, out);
        sealed.frame = null;
        RingFrame now = ring.frame(repairs.number());
        if (now != null && now.isComplete()) {
            store.forget(repairs);
        }
    }

    /** Memory held for symbols. */
    public long heldBytes() {
        return store.bytes();
    }

    /** REPAIR datagrams that were not taken, and blocks whose symbols were false. */
    public long refused() {
        return store.refused();
    }

    private static final class Sealed implements FrameRepairs.Fragments {
        private @Nullable RingFrame frame;

        @Override
        public boolean has(int index) {
            return frame != null && frame.has(index);
        }

        @Override
        public int read(int index, byte[] target, int at) {
            return frame == null ? -1 : frame.copySealed(index, target, at);
        }
    }
}
