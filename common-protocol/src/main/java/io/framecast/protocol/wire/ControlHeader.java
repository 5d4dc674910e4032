package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The header of every packet that is not media, and the additional data of its seal.
 *
 * <pre>
 *  0               1               2               3
 * |0 0 0 0 1| ver |  type < 0x80  |          flags (0)            |  0
 * |                     session id (u64)                          |  4
 * |                                                               |  8
 * |                     packet number (u32)                       | 12
 * </pre>
 */
public final class ControlHeader {

    public static final int BYTES = 16;
    public static final int TAG_BYTES = 16;

    /** The version that is spoken. */
    public static final int VERSION = 1;

    /** The five top bits of every datagram's first byte. 4..15 is claimed by none of the protocols of RFC 7983 §7. */
    public static final int FIRST_BITS = 0x08;

    public static final int FIRST_BYTE = FIRST_BITS | VERSION;

    private ControlHeader() {}

    /** Null when these bytes can be a control packet of version 1. */
    public static @Nullable Malformed check(ByteBuf b, int at, int length) {
        if (length < 1) {
            return Malformed.TRUNCATED;
        }
        int first = b.getByte(at);
        if (first != FIRST_BYTE) {
            return (first & 0xf8) == FIRST_BITS ? Malformed.VERSION : Malformed.NOT_FRAMECAST;
        }
        if (length < BYTES) {
            return Malformed.TRUNCATED;
        }
        return b.getByte(at + 1) < 0 ? Malformed.UNKNOWN_TYPE : null;
    }

    /** One of {@link ControlType}, or a type that is not known. */
    public static int type(ByteBuf b, int at) {
        return b.getUnsignedByte(at + 1);
    }

    /** Version 1 sends 0 and ignores what it reads. */
    public static int flags(ByteBuf b, int at) {
        return b.getUnsignedShort(at + 2);
    }

    /** 0 before there is a session. */
    public static long sessionId(ByteBuf b, int at) {
        return b.getLong(at + 4);
    }

    /** The low 32 bits. */
    public static int packetNumber(ByteBuf b, int at) {
        return b.getInt(at + 12);
    }

    /** Writes 16 bytes at the writer index. */
    public static void write(ByteBuf out, int type, long sessionId, int packetNumber) {
        out.writeByte(FIRST_BYTE);
        out.writeByte(type);
        out.writeShort(0);
        out.writeLong(sessionId);
        out.writeInt(packetNumber);
    }
}
