package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Writes TLVs: varint type, varint length, value. */
public final class Tlv {

    /** Values that are written before their length is known get a length of two bytes. */
    private static final int LENGTH_BYTES = 2;

    /** The most that {@link #grease} writes. */
    public static final int GREASE_BYTES = 12;

    private Tlv() {}

    static void varint(ByteBuf out, int type, long value) {
        Varint.write(out, type);
        Varint.write(out, Varint.bytesFor(value));
        Varint.write(out, value);
    }

    /** A varint that is left out when it is 0, which is what its absence means. */
    static void varintUnlessZero(ByteBuf out, int type, long value) {
        if (value != 0) {
            varint(out, type, value);
        }
    }

    static void u64(ByteBuf out, int type, long value) {
        Varint.write(out, type);
        Varint.write(out, Long.BYTES);
        out.writeLong(value);
    }

    static void bytes(ByteBuf out, int type, byte[] value) {
        header(out, type, value.length);
        out.writeBytes(value);
    }

    static void bytesUnlessEmpty(ByteBuf out, int type, byte[] value) {
        if (value.length > 0) {
            bytes(out, type, value);
        }
    }

    static void text(ByteBuf out, int type, String value) {
        int bytes = ByteBufUtil.utf8Bytes(value);
        header(out, type, bytes);
        ByteBufUtil.reserveAndWriteUtf8(out, value, bytes);
    }

    static void textUnlessEmpty(ByteBuf out, int type, String value) {
        if (!value.isEmpty()) {
            text(out, type, value);
        }
    }

    static void header(ByteBuf out, int type, int length) {
        Varint.write(out, type);
        Varint.write(out, length);
    }

    /** Starts a value of unknown length; what is returned goes to {@link #end}. */
    static int begin(ByteBuf out, int type) {
        Varint.write(out, type);
        out.writeZero(LENGTH_BYTES);
        return out.writerIndex();
    }

    static void end(ByteBuf out, int begun) {
        int end = out.writerIndex();
        out.writerIndex(begun - LENGTH_BYTES);
        Varint.write(out, end - begun, LENGTH_BYTES);
        out.writerIndex(end);
    }

    /** Fills {@code bytes} (>= 2) with one PADDING TLV. */
    public static void padding(ByteBuf out, int bytes) {
        Varint.write(out, TlvType.PADDING);
        int lengthBytes = bytes < 66 ? 1 : 2;
        Varint.write(out, bytes - 1 - lengthBytes, lengthBytes);
        out.writeZero(bytes - 1 - lengthBytes);
    }

    /** Writes a TLV of 5 to 12 bytes that no receiver knows and every receiver ignores (RFC 9170 §3.3); {@code random} decides which. */
    public static void grease(ByteBuf out, long random) {
        Varint.write(out, 26 + 32 * (8 + ((random >>> 8) & 0xff)), 4);
        int length = (int) (random & 7);
        Varint.write(out, length);
        for (int i = 0; i < length; i++) {
            out.writeByte((int) (random >>> (8 * i)));
        }
    }
}
