package io.framecast.protocol.media;

import io.framecast.protocol.crypto.FragmentOpener;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A frame of which at least one fragment is here. Owned by its assembler. */
final class PartialFrame {

    private static final int OBJECT_BYTES = 192;
    private static final byte[] NO_HEADER = {};

    final long number;
    final int firstSequence;
    final int count;
    final boolean key;
    final boolean discardable;
    final int gopDistance;
    final long captureMicros;
    final long receivedNanos;
    /** When the last fragment came; meaningful once there is a payload. */
    long completedAtNanos;

    private final BlockPool pool;
    private final int flags;
    private final int temporalId;
    private final int headerBytes;
    private final int payloadBytes;
    /** Of the first fragment, where it is wanted in front of the payload. */
    private final byte[] header;

    private final byte[] @Nullable [] blocks;
    private final long[] present;
    private int presentCount;
    private int firstMissing;
    private int blocksHeld;
    private int lastBytes;
    private byte @Nullable [] payload;

    /** The datagram is the first of the frame that arrived; its header was checked. */
    PartialFrame(
            BlockPool pool,
            long number,
            ByteBuf datagram,
            int at,
            int fragmentBytes,
            FragmentOpener opener,
            long nowNanos) {
        this.pool = pool;
        this.number = number;
        this.count = MediaHeader.fragmentCount(datagram, at);
        this.firstSequence = MediaHeader.sequence(datagram, at) - MediaHeader.fragmentIndex(datagram, at);
        this.flags = MediaHeader.flags(datagram, at);
        this.key = MediaHeader.key(datagram, at);
        this.discardable = MediaHeader.discardable(datagram, at);
        this.gopDistance = MediaHeader.gopDistance(datagram, at);
        this.captureMicros = MediaHeader.captureMicros(datagram, at);
        this.receivedNanos = nowNanos;
        this.temporalId = MediaHeader.temporalId(datagram, at);
        this.headerBytes = MediaHeader.headerBytes(datagram, at);
        this.payloadBytes = fragmentBytes - headerBytes - opener.tagBytes();
        this.header = opener.keepsHeader() ? firstHeader(datagram, at) : NO_HEADER;
        this.blocks = new byte[(count + pool.slotsPerBlock() - 1) / pool.slotsPerBlock()][];
        this.present = new long[(count + 63) / 64];
    }

    /** Whether the datagram says of the frame what the first one said. */
    boolean matches(ByteBuf datagram, int at) {
        return MediaHeader.fragmentCount(datagram, at) == count
                && MediaHeader.sequence(datagram, at) - MediaHeader.fragmentIndex(datagram, at) == firstSequence
                && MediaHeader.flags(datagram, at) == flags
                && MediaHeader.gopDistance(datagram, at) == gopDistance
                && MediaHeader.captureMicros(datagram, at) == captureMicros
                && MediaHeader.temporalId(datagram, at) == temporalId
                && MediaHeader.headerBytes(datagram, at) == headerBytes;
    }

    boolean has(int index) {
        return (present[index >>> 6] & 1L << index) != 0;
    }

    /** The lowest index that is not here; the count where all are. */
    int firstMissing() {
        while (firstMissing < count && has(firstMissing)) {
            firstMissing++;
        }
        return firstMissing;
    }

    boolean isComplete() {
        return payload != null;
    }

    /** As it is delivered; null while a part of it is missing. */
    @Nullable
    Frame whole(int track) {
        return payload == null
                ? null
                : new Frame(
                        track,
                        0,
                        number,
                        key,
                        discardable,
                        gopDistance,
                        captureMicros,
                        receivedNanos,
                        completedAtNanos,
                        payload);
    }

    /** Copies what was opened of fragment {@code index}, which is here; returns its bytes. */
    int copyPlain(int index, byte[] target) {
        byte[] block = block(index);
        int bytes = index == count - 1 ? lastBytes : payloadBytes;
        if (block == null) {
            throw new IllegalStateException("fragment " + index + " of " + count + " was asked for and is not here");
        }
        System.arraycopy(block, blockOffset(index), target, 0, bytes);
        return bytes;
    }

    /** The block for fragment {@code index}; null as long as nothing authentic needed it. */
    byte @Nullable [] block(int index) {
        return blocks[index / pool.slotsPerBlock()];
    }

    byte[] commitBlock(int index) {
        byte[] block = pool.take();
        blocks[index / pool.slotsPerBlock()] = block;
        blocksHeld++;
        return block;
    }

    int blockOffset(int index) {
        return index % pool.slotsPerBlock() * pool.slotBytes();
    }

    /** Fragment {@code index} lies in its block, {@code bytes} long. */
    void arrived(int index, int bytes, long nowNanos) {
        present[index >>> 6] |= 1L << index;
        presentCount++;
        if (index == count - 1) {
            lastBytes = bytes;
        }
        if (presentCount == count) {
            completedAtNanos = nowNanos;
            payload = join();
            release();
        }
    }

    /** What it holds, for the assembler's bound. */
    long heldBytes() {
        return OBJECT_BYTES
                + 8L * (blocks.length + present.length)
                + (long) blocksHeld * pool.blockBytes()
                + (payload == null ? 0 : payload.length);
    }

    void release() {
        for (int i = 0; i < blocks.length && blocksHeld > 0; i++) {
            byte[] block = blocks[i];
            if (block != null) {
                pool.give(block);
                blocks[i] = null;
                blocksHeld--;
            }
        }
    }

    private byte[] firstHeader(ByteBuf datagram, int at) {
        byte[] first = new byte[headerBytes];
        datagram.getBytes(at, first);
        RepairHeader.becomeFragment(Unpooled.wrappedBuffer(first), 0, firstSequence, 0);
        return first;
    }

    private byte[] join() {
        byte[] whole = Arrays.copyOf(header, header.length + (count - 1) * payloadBytes + lastBytes);
        for (int i = 0; i < count; i++) {
            byte[] block = block(i);
            if (block == null) {
                throw new IllegalStateException("fragment " + i + " of " + count + " is marked present and is not");
            }
            int bytes = i == count - 1 ? lastBytes : payloadBytes;
            System.arraycopy(block, blockOffset(i), whole, header.length + i * payloadBytes, bytes);
        }
        return whole;
    }
}
