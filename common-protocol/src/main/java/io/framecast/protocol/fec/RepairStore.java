package io.framecast.protocol.fec;

import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The REPAIR symbols of one lane's or track's incomplete frames. Bounded, since who sends them need not be who he says: beyond
 * {@value #MOST_FRAMES} frames or the bytes given, what came first goes. Owned by the receiver.
 */
public final class RepairStore {

    static final int MOST_FRAMES = 256;

    private final int fragmentBytes;
    private final long maxBytes;
    private final List<FrameRepairs> frames = new ArrayList<>();
    private long bytes;
    private long recovered;
    private long refused;

    /** @param fragmentBytes UDP payload of the stream's full fragments */
    public RepairStore(int fragmentBytes, long maxBytes) {
        this.fragmentBytes = fragmentBytes;
        this.maxBytes = maxBytes;
    }

    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /** By its u32 number. */
    public @Nullable FrameRepairs find(int number) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (frames.get(i).number() == number) {
                return frames.get(i);
            }
        }
        return null;
    }

    /**
     * Keeps a REPAIR datagram that {@link MediaHeader#check} let through; {@code length} without trailer.
     *
     * @return null: refused, because it contradicts the frame's others, repeats one, or is over the bound
     */
    public @Nullable FrameRepairs keep(ByteBuf datagram, int at, int length) {
        int symbolBytes = RepairHeader.symbolBytes(datagram, at, length);
        int full = RepairHeader.LENGTH_BYTES + fragmentBytes - MediaHeader.headerBytes(datagram, at);
        FrameRepairs frame = find(MediaHeader.frame(datagram, at));
        if (MediaHeader.fragmentCount(datagram, at) > 1 ? symbolBytes != full : symbolBytes > full) {
            return refuse();
        }
        if (frame != null && !frame.matches(datagram, at, length)) {
            return refuse();
        }
        long cost = FrameRepairs.symbolCost(symbolBytes);
        if (frame == null) {
            int blocks = RepairHeader.blocks(MediaHeader.fragmentCount(datagram, at));
            cost += FrameRepairs.bytes(MediaHeader.headerBytes(datagram, at), blocks);
        }
        while (!frames.isEmpty()
                && frames.getFirst() != frame
                && (bytes + cost > maxBytes || (frame == null && frames.size() == MOST_FRAMES))) {
            forget(frames.getFirst());
        }
        if (bytes + cost > maxBytes) {
            return refuse();
        }
        if (frame == null) {
            frame = new FrameRepairs(datagram, at, length);
            frames.add(frame);
            bytes += frame.bytes();
        }
        long before = frame.bytes();
        if (!frame.add(datagram, at)) {
            return refuse();
        }
        bytes += frame.bytes() - before;
        return frame;
    }

    /**
     * Recovers what can be recovered of a block of {@code frame}, which is here, and hands it out.
     *
     * @return false: the symbols were false; they are gone
     */
    public boolean recover(
            FrameRepairs frame, int block, FrameRepairs.Fragments fragments, FrameRepairs.Recovered out) {
        long before = frame.bytes();
        int right = frame.recover(block, fragments, out);
        bytes += frame.bytes() - before;
        if (right < 0) {
            refused++;
            return false;
        }
        recovered += right;
        return true;
    }

    public void forget(FrameRepairs frame) {
        if (frames.remove(frame)) {
            bytes -= frame.bytes();
        }
    }

    /** Frames before this u32 number need nothing any more. */
    public void forgetBefore(int number) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (Serial.compare(frames.get(i).number(), number) < 0) {
                bytes -= frames.get(i).bytes();
                frames.remove(i);
            }
        }
    }

    /** Memory held, bookkeeping included. */
    public long bytes() {
        return bytes;
    }

    /** Fragments that were recovered and proved to be right. */
    public long recovered() {
        return recovered;
    }

    /** REPAIR datagrams that were not taken, and blocks whose symbols were false. */
    public long refused() {
        return refused;
    }

    private @Nullable FrameRepairs refuse() {
        refused++;
        return null;
    }
}
