package io.framecast.protocol.media;

import io.framecast.protocol.crypto.FragmentOpener;
import io.framecast.protocol.fec.FrameRepairs;
import io.framecast.protocol.fec.RepairStore;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Gets missing fragments of one track's frames out of REPAIR. The code runs over sealed bytes, and the assembler keeps opened ones:
 * where a block can be solved, the fragments that are here are sealed again, which gives what was sent. What comes out is handed on
 * like any other datagram, and has to authenticate like it; where it does not, the block's symbols are dropped, and asking does the
 * work. Owned by the receiver of the track's stream.
 *
 * <p>REPAIR itself is not authenticated: it leaves nothing but symbols in a bounded store, for frames that are awaited and not
 * whole.
 */
public final class FrameRecovery {

    /** Takes recovered fragments: {@link FrameAssembler#onFragment} and what follows it. The buffer is borrowed. */
    public interface Fragments {
        Opened onRecovered(ByteBuf datagram, int at, int length);
    }

    static final long MOST_BYTES = 1 << 20;

    private final FrameAssembler assembler;
    private final FragmentOpener opener;
    private final RepairStore store;
    private final Resealed resealed = new Resealed();

    public FrameRecovery(FrameAssembler assembler, int fragmentBytes, FragmentOpener opener) {
        this.assembler = assembler;
        this.opener = opener;
        store = new RepairStore(fragmentBytes, MOST_BYTES);
    }

    /** Whether there is no symbol: then there is no need to tell of fragments. */
    public boolean isEmpty() {
        return store.isEmpty();
    }

    /** A REPAIR datagram of this track that {@link MediaHeader#check} let through. The buffer is borrowed. */
    public void onRepair(ByteBuf datagram, int at, int length, Fragments out) {
        store.forgetBefore((int) assembler.nextFrame());
        long number = Serial.extend(assembler.nextFrame(), MediaHeader.frame(datagram, at));
        if (number >= assembler.nextFrame() + FrameAssembler.WINDOW) {
            return;
        }
        FrameRepairs repairs = isOver(MediaHeader.frame(datagram, at)) ? null : store.keep(datagram, at, length);
        if (repairs != null) {
            recover(repairs, assembler.held(number), RepairHeader.block(datagram, at), out);
        }
    }

    /** Fragment {@code index} of the frame with this u32 number was accepted. */
    public void onFragment(int frame, int index, int count, Fragments out) {
        store.forgetBefore((int) assembler.nextFrame());
        FrameRepairs repairs = store.find(frame);
        if (repairs == null) {
            return;
        }
        if (isOver(frame)) {
            store.forget(repairs);
        } else {
            PartialFrame held = assembler.held(Serial.extend(assembler.nextFrame(), frame));
            recover(repairs, held, index % RepairHeader.blocks(count), out);
        }
    }

    private void recover(FrameRepairs repairs, @Nullable PartialFrame held, int block, Fragments out) {
        if (held != null && !held.matches(repairs.header(0), 0)) {
            // The fragments are authentic, so this is not.
            store.forget(repairs);
            return;
        }
        resealed.repairs = repairs;
        resealed.held = held;
        store.recover(repairs, block, resealed, (datagram, length) -> {
            Opened opened = out.onRecovered(datagram, 0, length);
            return opened != Opened.NOT_AUTHENTIC && opened != Opened.REJECTED;
        });
        resealed.repairs = null;
        resealed.held = null;
        if (isOver(repairs.number())) {
            store.forget(repairs);
        }
    }

    private boolean isOver(int frame) {
        long number = Serial.extend(assembler.nextFrame(), frame);
        PartialFrame held = assembler.held(number);
        return number < assembler.nextFrame() || (held != null && held.isComplete());
    }

    /** Fragments that were recovered. */
    public long recovered() {
        return store.recovered();
    }

    /** REPAIR datagrams that were not taken, and blocks whose symbols were false. */
    public long refused() {
        return store.refused();
    }

    /** Memory held for symbols. */
    public long heldBytes() {
        return store.bytes();
    }

    /** The frame's fragments that are here, as they were sent. */
    private final class Resealed implements FrameRepairs.Fragments {
        private @Nullable FrameRepairs repairs;
        private @Nullable PartialFrame held;
        private byte[] plain = {};

        @Override
        public boolean has(int index) {
            return held != null && held.has(index);
        }

        @Override
        public int read(int index, byte[] target, int at) {
            PartialFrame frame = held;
            FrameRepairs header = repairs;
            if (frame == null || header == null) {
                return -1;
            }
            if (plain.length < target.length) {
                plain = new byte[target.length];
            }
            int bytes = frame.copyPlain(index, plain);
            ByteBuf of = header.header(index);
            return opener.sealAgain(of, 0, MediaHeader.headerBytes(of, 0), plain, bytes, target, at);
        }
    }
}
