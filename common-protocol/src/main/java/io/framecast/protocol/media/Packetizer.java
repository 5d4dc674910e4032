package io.framecast.protocol.media;

import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.wire.Limits;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Cuts one track's frames into sealed datagrams, in one lane (temporal id 0). Owned by the publisher of one ANNOUNCE: a new one
 * needs a new sealer and so a new packetizer, which may go on with this one's {@link #nextFrame} and {@link #nextSequence}.
 *
 * <p>Every fragment but the last is {@code fragmentBytes} long: header, payload, tag. Sequence and frame numbers wrap at 2^32.
 */
public final class Packetizer {

    public static final int MAX_FRAME_BYTES = 16 << 20;
    public static final int MAX_FRAGMENTS = 65_535;

    /** Saturated: so far from its key frame, or without one. */
    public static final int FAR_FROM_KEY = 65_535;

    private static final int OVERHEAD_BYTES = MediaHeader.BYTES + MediaHeader.TAG_BYTES;

    private final int track;
    private final int fragmentBytes;
    private final MediaSealer sealer;
    private final ByteBufAllocator allocator;
    private int nextSequence;
    private int nextFrame;
    private int gopDistance = FAR_FROM_KEY;

    /** Frames are numbered from 0. */
    public Packetizer(int track, int fragmentBytes, int firstSequence, MediaSealer sealer, ByteBufAllocator allocator) {
        this(track, fragmentBytes, firstSequence, 0, sealer, allocator);
    }

    /** @param fragmentBytes UDP payload of a full fragment without trailer, more than 48 */
    public Packetizer(
            int track,
            int fragmentBytes,
            int firstSequence,
            int firstFrame,
            MediaSealer sealer,
            ByteBufAllocator allocator) {
        if (track < 0 || track > 255) {
            throw new IllegalArgumentException("track " + track + " is not in 0..255");
        }
        if (fragmentBytes <= OVERHEAD_BYTES || fragmentBytes > Limits.MAX_FRAGMENT_BYTES) {
            throw new IllegalArgumentException("fragments of " + fragmentBytes + " bytes");
        }
        this.track = track;
        this.fragmentBytes = fragmentBytes;
        this.sealer = sealer;
        this.allocator = allocator;
        this.nextSequence = firstSequence;
        this.nextFrame = firstFrame;
    }

    /**
     * Seals one frame, in decode order. The key epoch is the caller's choice and never falls.
     *
     * @param payload 1 byte to 16 MiB, and no more than 65535 fragments; not kept
     * @throws IllegalArgumentException for a payload outside these limits; nothing was numbered then
     */
    public PacketizedFrame packetize(
            long alias, long epoch, boolean key, boolean discardable, long captureMicros, byte[] payload) {
        int count = fragments(payload.length);
        int number = nextFrame;
        int firstSequence = nextSequence;
        int distance = key ? 0 : Math.min(FAR_FROM_KEY, gopDistance + 1);
        int flags = (key ? MediaHeader.FLAG_KEY : 0) | (discardable ? MediaHeader.FLAG_DISCARDABLE : 0);
        int keyPhase = (int) (epoch % 3) + 1;
        int stride = fragmentBytes + MediaHeader.TRAILER_BYTES;
        int lastPayload = payload.length - (count - 1) * payloadBytes();
        int lastBytes = OVERHEAD_BYTES + lastPayload;
        ByteBuf memory = allocator.directBuffer((count - 1) * stride + lastBytes + MediaHeader.TRAILER_BYTES);
        for (int i = 0; i < count; i++) {
            int bytes = i == count - 1 ? lastPayload : payloadBytes();
            MediaHeader.write(
                    memory,
                    MediaHeader.TYPE_DATA,
                    flags,
                    alias,
                    track,
                    0,
                    keyPhase,
                    distance,
                    firstSequence + i,
                    number,
                    i,
                    count,
                    captureMicros);
            memory.writeBytes(payload, i * payloadBytes(), bytes);
            // The tag's place, and the trailer's: never whatever the allocator left there.
            memory.writeZero(MediaHeader.TAG_BYTES + MediaHeader.TRAILER_BYTES);
            sealer.seal(memory, i * stride, MediaHeader.BYTES, bytes, epoch);
        }
        nextSequence += count;
        nextFrame++;
        gopDistance = distance;
        return new PacketizedFrame(
                memory,
                fragmentBytes,
                lastBytes,
                count,
                firstSequence,
                number,
                key,
                discardable,
                distance,
                captureMicros);
    }

    /** How many datagrams a payload of this length takes, so that the publisher can count them towards the key epoch. */
    public int fragments(int payloadLength) {
        if (payloadLength < 1 || payloadLength > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "a frame of " + payloadLength + " bytes; 1.." + MAX_FRAME_BYTES + " can be sent");
        }
        int count = (payloadLength + payloadBytes() - 1) / payloadBytes();
        if (count > MAX_FRAGMENTS) {
            throw new IllegalArgumentException("a frame of " + payloadLength + " bytes takes more than " + MAX_FRAGMENTS
                    + " fragments of " + fragmentBytes + " bytes");
        }
        return count;
    }

    /** The sequence of the next datagram. */
    public int nextSequence() {
        return nextSequence;
    }

    public int nextFrame() {
        return nextFrame;
    }

    private int payloadBytes() {
        return fragmentBytes - OVERHEAD_BYTES;
    }
}
