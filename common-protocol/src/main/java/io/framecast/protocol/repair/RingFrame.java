package io.framecast.protocol.repair;

import io.framecast.protocol.fec.SealedFrame;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** A frame in a {@link RetransmitRing}: its datagrams lie at a fixed stride in memory of its own, some of them may be missing. */
public final class RingFrame {

    /** What a frame costs beside its datagrams, so that a ring of tiny frames is bounded too. */
    static final int OBJECT_BYTES = 256;

    private final ByteBuf memory;
    private final int fragmentBytes;
    private final int stride;
    private final int number;
    private final int firstSequence;
    private final int count;
    private final int flags;
    private final int gopDistance;
    private final long captureMicros;
    private final long[] present;
    private int presentCount;
    private int lastBytes;
    private @Nullable RepairSymbols repairs;

    /** Reserves the place of all its datagrams; {@code length} is that of the one at hand. */
    RingFrame(ByteBufAllocator allocator, int fragmentBytes, ByteBuf datagram, int at, int length) {
        this.fragmentBytes = fragmentBytes;
        this.stride = fragmentBytes;
        this.number = MediaHeader.frame(datagram, at);
        this.count = MediaHeader.fragmentCount(datagram, at);
        this.firstSequence = MediaHeader.sequence(datagram, at) - MediaHeader.fragmentIndex(datagram, at);
        this.flags = MediaHeader.flags(datagram, at);
        this.gopDistance = MediaHeader.gopDistance(datagram, at);
        this.captureMicros = MediaHeader.captureMicros(datagram, at);
        this.present = new long[(count + 63) / 64];
        this.memory = allocator.directBuffer(reservedBytes(count, fragmentBytes, length));
        memory.writerIndex(memory.capacity());
    }

    /** All of it is here, in the memory of the packetizer. */
    RingFrame(PacketizedFrame frame) {
        this.stride = frame.stride();
        this.fragmentBytes = stride - MediaHeader.TRAILER_BYTES;
        this.number = frame.number();
        this.count = frame.count();
        this.firstSequence = frame.firstSequence();
        this.flags = MediaHeader.flags(frame.memory(), 0);
        this.gopDistance = frame.gopDistance();
        this.captureMicros = frame.captureMicros();
        this.present = new long[(count + 63) / 64];
        for (int i = 0; i < count; i++) {
            mark(i);
        }
        this.lastBytes = frame.bytes(count - 1);
        this.memory = frame.memory().retain();
    }

    static int reservedBytes(int count, int fragmentBytes, int length) {
        return count == 1 ? length : count * fragmentBytes;
    }

    /** u32, per track. */
    public int number() {
        return number;
    }

    public int firstSequence() {
        return firstSequence;
    }

    /** Datagrams of the whole frame. */
    public int count() {
        return count;
    }

    /** Datagrams that are here. */
    public int present() {
        return presentCount;
    }

    public boolean isComplete() {
        return presentCount == count;
    }

    public boolean key() {
        return (flags & MediaHeader.FLAG_KEY) != 0;
    }

    public boolean discardable() {
        return (flags & MediaHeader.FLAG_DISCARDABLE) != 0;
    }

    public int gopDistance() {
        return gopDistance;
    }

    public long captureMicros() {
        return captureMicros;
    }

    ByteBuf memory() {
        return memory;
    }

    int stride() {
        return stride;
    }

    int fragmentBytes() {
        return fragmentBytes;
    }

    /** One past its last datagram's. */
    public int endSequence() {
        return firstSequence + count;
    }

    long costBytes() {
        return (long) memory.capacity() + OBJECT_BYTES + (repairs == null ? 0 : repairs.costBytes());
    }

    /** What protects it, if anything does yet. */
    @Nullable
    RepairSymbols repairs() {
        return repairs;
    }

    void repairs(RepairSymbols made) {
        repairs = made;
    }

    /** As the encoder takes it; it is complete. */
    SealedFrame sealed() {
        return new SealedFrame(memory, stride, count, fragmentBytes, lastBytes);
    }

    /** Copies payload and tag of datagram {@code index}, which is here; returns their bytes, or -1 where there is no room. */
    int copySealed(int index, byte[] target, int at) {
        int headerBytes = MediaHeader.headerBytes(memory, index * stride);
        int sealedBytes = bytes(index) - headerBytes;
        if (sealedBytes > target.length - at) {
            return -1;
        }
        memory.getBytes(index * stride + headerBytes, target, at, sealedBytes);
        return sealedBytes;
    }

    /** The ring lets go of it. */
    void release() {
        memory.release();
        if (repairs != null) {
            repairs.release();
            repairs = null;
        }
    }

    /** Of datagram {@code index}, which is here. */
    int bytes(int index) {
        return index == count - 1 ? lastBytes : fragmentBytes;
    }

    boolean has(int index) {
        return (present[index >>> 6] & 1L << index) != 0;
    }

    /** Whether the datagram says of the frame what the first one said. */
    boolean matches(ByteBuf datagram, int at) {
        return MediaHeader.frame(datagram, at) == number
                && MediaHeader.fragmentCount(datagram, at) == count
                && MediaHeader.sequence(datagram, at) - MediaHeader.fragmentIndex(datagram, at) == firstSequence
                && MediaHeader.flags(datagram, at) == flags
                && MediaHeader.gopDistance(datagram, at) == gopDistance
                && MediaHeader.captureMicros(datagram, at) == captureMicros;
    }

    void fill(int index, ByteBuf datagram, int at, int length) {
        memory.setBytes(index * stride, datagram, at, length);
        if (index == count - 1) {
            lastBytes = length;
        }
        mark(index);
    }

    /** The first datagram at or after {@code index} that is here, or -1. */
    int nextPresent(int index) {
        for (int word = index >>> 6; word < present.length; word++) {
            long bits = present[word] & (word == index >>> 6 ? -1L << index : -1L);
            if (bits != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return -1;
    }

    /** How many datagrams from {@code index}, which is here, are here without a hole: at most {@code limit}. */
    int runFrom(int index, int limit) {
        int run = 1;
        while (run < limit && index + run < count && has(index + run)) {
            run++;
        }
        return run;
    }

    private void mark(int index) {
        present[index >>> 6] |= 1L << index;
        presentCount++;
    }
}
