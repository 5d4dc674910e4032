package io.framecast.protocol.media;

import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;

/**
 * One frame as sealed datagrams in one piece of memory. Its receiver owns a reference and {@link #release}s it.
 *
 * <p>Datagram i starts at {@code i * stride}; after each one lie {@value MediaHeader#TRAILER_BYTES} bytes of room for the ingress
 * trailer, so that a signed run is sent as it lies, at segments of {@link #stride} bytes. The trailer is written once, when the
 * datagram is sent for the first time, and never again: a repair is a signed copy (its trailer differs, and the first sending may
 * still be under way).
 */
public final class PacketizedFrame {

    private final ByteBuf memory;
    private final int fragmentBytes;
    private final int lastBytes;
    private final int count;
    private final int firstSequence;
    private final int number;
    private final boolean key;
    private final boolean discardable;
    private final int gopDistance;
    private final long captureMicros;

    PacketizedFrame(
            ByteBuf memory,
            int fragmentBytes,
            int lastBytes,
            int count,
            int firstSequence,
            int number,
            boolean key,
            boolean discardable,
            int gopDistance,
            long captureMicros) {
        this.memory = memory;
        this.fragmentBytes = fragmentBytes;
        this.lastBytes = lastBytes;
        this.count = count;
        this.firstSequence = firstSequence;
        this.number = number;
        this.key = key;
        this.discardable = discardable;
        this.gopDistance = gopDistance;
        this.captureMicros = captureMicros;
    }

    /** Borrowed; retain it to keep it longer than the frame. */
    public ByteBuf memory() {
        return memory;
    }

    /** From one datagram to the next: the fragment and the room for its trailer. */
    public int stride() {
        return fragmentBytes + MediaHeader.TRAILER_BYTES;
    }

    public int offset(int index) {
        return index * stride();
    }

    /** Of datagram {@code index}, without trailer. */
    public int bytes(int index) {
        return index == count - 1 ? lastBytes : fragmentBytes;
    }

    public int count() {
        return count;
    }

    public int firstSequence() {
        return firstSequence;
    }

    /** u32. */
    public int number() {
        return number;
    }

    public boolean key() {
        return key;
    }

    public boolean discardable() {
        return discardable;
    }

    public int gopDistance() {
        return gopDistance;
    }

    public long captureMicros() {
        return captureMicros;
    }

    /** Signs datagrams {@code from} to {@code from + datagrams - 1} and sends them as one run. Each is sent like this once. */
    public void send(MediaSink sink, TrailerSigner signer, int from, int datagrams) {
        for (int i = from; i < from + datagrams; i++) {
            signer.sign(memory, offset(i), bytes(i));
        }
        int last = from + datagrams - 1;
        int end = offset(last) + bytes(last) + MediaHeader.TRAILER_BYTES;
        sink.send(memory, offset(from), end - offset(from), stride());
    }

    public PacketizedFrame retain() {
        memory.retain();
        return this;
    }

    public void release() {
        memory.release();
    }
}
