package io.framecast.protocol.repair;

import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One or more neighbouring datagrams of one frame in a {@link RetransmitRing}. A view that the ring uses again: it holds until the
 * next call of the method that returned it. The memory is borrowed; who sends later retains {@link #memory}.
 */
public final class Slot {

    private @Nullable RingFrame frame;
    private int index;
    private int count;

    Slot() {}

    Slot set(RingFrame newFrame, int newIndex, int newCount) {
        frame = newFrame;
        index = newIndex;
        count = newCount;
        return this;
    }

    /** The frame that the datagrams are fragments of. */
    public RingFrame frame() {
        RingFrame set = frame;
        if (set == null) {
            throw new IllegalStateException("a slot is handed out only after it was set");
        }
        return set;
    }

    public ByteBuf memory() {
        return frame().memory();
    }

    /** Of the first datagram in {@link #memory}. */
    public int offset() {
        return index * frame().stride();
    }

    /** From the first datagram's first byte to the last one's last. */
    public int length() {
        int last = index + count - 1;
        return last * frame().stride() + frame().bytes(last) - offset();
    }

    /** From one datagram to the next. */
    public int segmentBytes() {
        return frame().stride();
    }

    public int firstSequence() {
        return frame().firstSequence() + index;
    }

    public int count() {
        return count;
    }

    /** The index of the first datagram within its frame. */
    public int fragmentIndex() {
        return index;
    }

    /**
     * A publisher's repair: the same datagrams with new trailers, in memory of their own, {@link #segmentBytes} plus a trailer apart
     * where the ring's stride leaves no room for one. The caller owns it.
     */
    public ByteBuf signedCopy(TrailerSigner signer, ByteBufAllocator allocator) {
        int stride = signedSegmentBytes();
        int last = frame().bytes(index + count - 1);
        ByteBuf copy = allocator.directBuffer((count - 1) * stride + last + MediaHeader.TRAILER_BYTES);
        copy.writerIndex(copy.capacity());
        for (int i = 0; i < count; i++) {
            int bytes = frame().bytes(index + i);
            memory().getBytes(offset() + i * segmentBytes(), copy, i * stride, bytes);
            signer.sign(copy, i * stride, bytes);
        }
        return copy;
    }

    /** From one datagram to the next in a {@link #signedCopy}. */
    public int signedSegmentBytes() {
        return frame().fragmentBytes() + MediaHeader.TRAILER_BYTES;
    }
}
