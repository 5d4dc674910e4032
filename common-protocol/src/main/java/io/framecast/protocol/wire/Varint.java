package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;

/** Variable-length integers of RFC 9000 §16: 1, 2, 4 or 8 bytes, the two top bits of the first one say which. */
public final class Varint {

    /** The largest value that can be written: 2^62 - 1. */
    public static final long MAX = (1L << 62) - 1;

    private Varint() {}

    /** The number of bytes of the varint whose first byte is {@code first}: 1, 2, 4 or 8. */
    public static int bytesOf(byte first) {
        return 1 << ((first & 0xff) >>> 6);
    }

    /** The number of bytes of the shortest form of {@code value}. */
    public static int bytesFor(long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(value + " is not in 0..2^62-1");
        }
        return value < 1 << 6 ? 1 : value < 1 << 14 ? 2 : value < 1 << 30 ? 4 : 8;
    }

    /** Writes the shortest form. */
    public static void write(ByteBuf out, long value) {
        write(out, value, bytesFor(value));
    }

    /** Writes {@code value} in exactly {@code bytes} (1, 2, 4 or 8) bytes; longer than needed is allowed by RFC 9000. */
    static void write(ByteBuf out, long value, int bytes) {
        switch (bytes) {
            case 1 -> out.writeByte((int) value);
            case 2 -> out.writeShort((int) value | (1 << 14));
            case 4 -> out.writeInt((int) value | (1 << 31));
            default -> out.writeLong(value | (3L << 62));
        }
    }

    /** The value at {@code at}, or -1 when it does not end before {@code end}. */
    public static long read(ByteBuf in, int at, int end) {
        if (at >= end) {
            return -1;
        }
        int bytes = bytesOf(in.getByte(at));
        if (bytes > end - at) {
            return -1;
        }
        return switch (bytes) {
            case 1 -> in.getByte(at) & 0x3f;
            case 2 -> in.getShort(at) & 0x3fff;
            case 4 -> in.getInt(at) & 0x3fff_ffff;
            default -> in.getLong(at) & MAX;
        };
    }
}
