package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Sealed control packets to TLVs and back; {@link ControlType} says which is which. An unknown TLV of even type is ignored, one
 * of odd type makes the packet {@link Malformed#UNKNOWN_MANDATORY}.
 */
public final class ControlCodec {

    private ControlCodec() {}

    /** The number in the header's second byte. */
    public static int typeOf(ControlPacket packet) {
        return ControlEncoder.typeOf(packet);
    }

    /**
     * Appends the TLVs of {@code packet}, at most {@link Limits#BODY_BYTES}.
     *
     * @throws IllegalArgumentException when they are more, or a value does not fit its field: the caller pages lists by
     *     {@link #encodedBytes}
     */
    public static void encode(ControlPacket packet, ByteBuf out) {
        int start = out.writerIndex();
        ControlEncoder.encode(packet, out);
        int bytes = out.writerIndex() - start;
        if (bytes > Limits.BODY_BYTES) {
            out.writerIndex(start);
            throw new IllegalArgumentException(
                    packet.getClass().getSimpleName() + " takes " + bytes + " of " + Limits.BODY_BYTES + " bytes");
        }
    }

    /** How many bytes {@link #encode} would write; it may be asked for packets that are too long. */
    public static int encodedBytes(ControlPacket packet) {
        ByteBuf scratch = Unpooled.buffer(Limits.CONTROL_BYTES);
        ControlEncoder.encode(packet, scratch);
        return scratch.readableBytes();
    }

    /** How many bytes an entry adds to a LIST_OK. */
    public static int encodedBytes(ControlPacket.StreamEntry entry) {
        ByteBuf scratch = Unpooled.buffer(Limits.CONTROL_BYTES);
        PartEncoder.entry(scratch, entry);
        return scratch.readableBytes();
    }

    /** At most {@link Limits#METADATA_BYTES}, or nobody will take it. */
    public static int encodedBytes(ControlPacket.Metadata metadata) {
        ByteBuf scratch = Unpooled.buffer(Limits.CONTROL_BYTES);
        PartEncoder.metadataFields(scratch, metadata);
        return scratch.readableBytes();
    }

    /** Reads the readable bytes of {@code body} and leaves its indices alone. Never throws. */
    public static Decoded decode(int type, ByteBuf body) {
        return ControlDecoder.decode(type, body, body.readerIndex(), body.writerIndex());
    }

    /** The request id in the TLVs of a packet, even one that {@link #decode} rejected; -1 when there is none. */
    public static long requestId(ByteBuf body) {
        Fields fields = Fields.scan(body, body.readerIndex(), body.writerIndex());
        return fields.varintOr(TlvType.REQUEST, -1, 0, Varint.MAX);
    }
}
