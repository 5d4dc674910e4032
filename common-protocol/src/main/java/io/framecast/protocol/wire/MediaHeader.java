package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The header of a media datagram, read in place. Nothing in it depends on the receiver.
 *
 * <pre>
 *  0               1               2               3
 * |0 0 0 0 1| ver |  type >= 0x80 |K D C X 0 0 0 0| hlen (x4 bytes)|  0
 * |                     stream alias (u32)                        |  4
 * | track (u8)    |tid:3| 0:3 |kk:2|     gop distance (u16)       |  8
 * |                     sequence (u32, per lane)                  | 12
 * |                     frame number (u32, per track)             | 16
 * |   fragment index (u16)        |   fragment count (u16)        | 20
 * |                     capture time, us since Unix epoch (u64)   | 24
 * | extension TLVs up to hlen*4 | payload ... | tag (16)           | 32
 * </pre>
 *
 * The accessors take the buffer and the absolute index of the datagram's first byte; only {@link #isMedia} and {@link #check}
 * look at lengths. u32 sequence and frame numbers are serial numbers in an {@code int}.
 */
public final class MediaHeader {

    public static final int BYTES = 32;
    public static final int TAG_BYTES = 16;
    public static final int TRAILER_BYTES = 20;

    public static final int TYPE_DATA = 0x80;
    /** {@link RepairHeader}. */
    public static final int TYPE_REPAIR = 0x81;

    public static final int TYPE_PADDING = 0x82;

    public static final int FLAG_KEY = 0x80;
    public static final int FLAG_DISCARDABLE = 0x40;
    public static final int FLAG_CONFIG = 0x20;
    public static final int FLAG_EXTENSIONS = 0x10;

    static final int TYPE_AT = 1;
    static final int SEQUENCE_AT = 12;
    static final int FRAGMENT_INDEX_AT = 20;

    private MediaHeader() {}

    /** Whether these bytes are a media datagram of ours, of any version; says nothing about the rest of it. */
    public static boolean isMedia(ByteBuf b, int at, int length) {
        return length >= 2 && (b.getByte(at) & 0xf8) == ControlHeader.FIRST_BITS && b.getByte(at + 1) < 0;
    }

    /**
     * Checks everything that can be checked without a key.
     *
     * @param length bytes of the datagram, without an ingress trailer
     * @return null when well-formed
     */
    public static @Nullable Malformed check(ByteBuf b, int at, int length) {
        if (length < BYTES) {
            return Malformed.TRUNCATED;
        }
        int first = b.getByte(at);
        if (first != ControlHeader.FIRST_BYTE) {
            return (first & 0xf8) == ControlHeader.FIRST_BITS ? Malformed.VERSION : Malformed.NOT_FRAMECAST;
        }
        int headerBytes = headerBytes(b, at);
        boolean extended = (flags(b, at) & FLAG_EXTENSIONS) != 0;
        if (headerBytes < BYTES || extended != (headerBytes > BYTES)) {
            return Malformed.BAD_HEADER;
        }
        if (headerBytes > length) {
            return Malformed.TRUNCATED;
        }
        int count = fragmentCount(b, at);
        switch (type(b, at)) {
            case TYPE_DATA -> {
                if (keyPhase(b, at) == 0 || fragmentIndex(b, at) >= count) {
                    return Malformed.BAD_HEADER;
                }
                if (length < headerBytes + TAG_BYTES) {
                    return Malformed.TRUNCATED;
                }
            }
            case TYPE_REPAIR -> {
                Malformed malformed = RepairHeader.check(b, at, length);
                if (malformed != null) {
                    return malformed;
                }
            }
            case TYPE_PADDING -> {
                if (count != 0 || fragmentIndex(b, at) != 0) {
                    return Malformed.BAD_HEADER;
                }
            }
            default -> {
                return Malformed.UNKNOWN_TYPE;
            }
        }
        return extended ? checkExtensions(b, at + BYTES, at + headerBytes) : null;
    }

    /** No extension is known in version 1: even ones are skipped, type 0 ends the list (what follows fills up the word). */
    private static @Nullable Malformed checkExtensions(ByteBuf b, int from, int end) {
        int at = from;
        while (at < end) {
            long type = Varint.read(b, at, end);
            if (type == 0) {
                return null;
            }
            if (type < 0) {
                return Malformed.TRUNCATED;
            }
            at += Varint.bytesOf(b.getByte(at));
            long length = Varint.read(b, at, end);
            if (length < 0) {
                return Malformed.TRUNCATED;
            }
            at += Varint.bytesOf(b.getByte(at));
            if (length > end - at) {
                return Malformed.TRUNCATED;
            }
            if ((type & 1) != 0) {
                return Malformed.UNKNOWN_MANDATORY;
            }
            at += (int) length;
        }
        return null;
    }

    public static int type(ByteBuf b, int at) {
        return b.getUnsignedByte(at + TYPE_AT);
    }

    public static int flags(ByteBuf b, int at) {
        return b.getUnsignedByte(at + 2);
    }

    public static boolean key(ByteBuf b, int at) {
        return (b.getByte(at + 2) & FLAG_KEY) != 0;
    }

    public static boolean discardable(ByteBuf b, int at) {
        return (b.getByte(at + 2) & FLAG_DISCARDABLE) != 0;
    }

    /** Where the payload starts, counted from the datagram's first byte: 32..1020. */
    public static int headerBytes(ByteBuf b, int at) {
        return b.getUnsignedByte(at + 3) << 2;
    }

    public static long alias(ByteBuf b, int at) {
        return b.getUnsignedInt(at + 4);
    }

    public static int track(ByteBuf b, int at) {
        return b.getUnsignedByte(at + 8);
    }

    public static int temporalId(ByteBuf b, int at) {
        return b.getUnsignedByte(at + 9) >>> 5;
    }

    /** track &lt;&lt; 3 | temporal id. */
    public static int lane(ByteBuf b, int at) {
        return (track(b, at) << 3) | temporalId(b, at);
    }

    /** Key epoch mod 3, plus 1; 0 only where nothing is sealed. */
    public static int keyPhase(ByteBuf b, int at) {
        return b.getByte(at + 9) & 3;
    }

    /** Frames since the last key frame, saturating at 65535. */
    public static int gopDistance(ByteBuf b, int at) {
        return b.getUnsignedShort(at + 10);
    }

    public static int sequence(ByteBuf b, int at) {
        return b.getInt(at + SEQUENCE_AT);
    }

    public static int frame(ByteBuf b, int at) {
        return b.getInt(at + 16);
    }

    public static int fragmentIndex(ByteBuf b, int at) {
        return b.getUnsignedShort(at + FRAGMENT_INDEX_AT);
    }

    public static int fragmentCount(ByteBuf b, int at) {
        return b.getUnsignedShort(at + 22);
    }

    public static long captureMicros(ByteBuf b, int at) {
        return b.getLong(at + 24);
    }

    /** Writes 32 bytes at the writer index; values are cut to their width. */
    public static void write(
            ByteBuf out,
            int type,
            int flags,
            long alias,
            int track,
            int temporalId,
            int keyPhase,
            int gopDistance,
            int sequence,
            int frame,
            int fragmentIndex,
            int fragmentCount,
            long captureMicros) {
        out.writeByte(ControlHeader.FIRST_BYTE);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeByte(BYTES >>> 2);
        out.writeInt((int) alias);
        out.writeByte(track);
        out.writeByte((temporalId << 5) | (keyPhase & 3));
        out.writeShort(gopDistance);
        out.writeInt(sequence);
        out.writeInt(frame);
        out.writeShort(fragmentIndex);
        out.writeShort(fragmentCount);
        out.writeLong(captureMicros);
    }
}
