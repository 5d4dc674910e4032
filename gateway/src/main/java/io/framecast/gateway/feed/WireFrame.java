package io.framecast.gateway.feed;

import io.framecast.protocol.media.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * A frame as all viewers get it: one whole binary WebSocket message (RFC 6455 §5.2, unmasked as a server's are) in one buffer, so that
 * it is encoded once however many they are.
 *
 * <pre>
 *  0 u8 kind: 1, 2 sealed | u8 track | u8 flags (1 key, 2 discardable, 4 from the cache) | u8 temporal id
 *  4 u32 frame number      | 8 u64 capture, gateway's epoch us | 16 u64 written, gateway's epoch us
 * 24 u32 incarnation       | 28 u32 age at arrival, us         | 32 payload
 * </pre>
 *
 * @param picture of a video track; other frames need no key frame before them
 * @param addedNanos when it came here
 * @param payloadAt where in {@code message} the encoded picture or sound begins
 * @param message owned by whoever holds the frame
 */
record WireFrame(
        int track, boolean picture, boolean key, boolean discardable, long addedNanos, int payloadAt, ByteBuf message) {

    static final int HEADER_BYTES = 32;

    private static final int OPEN = 1;
    private static final int SEALED = 2;
    private static final int KEY = 1;
    private static final int DISCARDABLE = 2;
    private static final int FROM_CACHE = 4;
    private static final int FLAGS_AT = 2;
    private static final int WRITTEN_AT = 16;

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;

    /** The times of a frame in the gateway's epoch clock, microseconds; {@code ageMicros}: -1 unknown. */
    record Times(long captureMicros, long writtenMicros, long ageMicros, long addedNanos) {}

    /** {@code sealed}: the payload is what PROTOCOL.md says is passed on of a stream that is encrypted end to end. */
    static WireFrame of(
            Frame frame, boolean sealed, boolean picture, int incarnation, Times times, ByteBufAllocator memory) {
        byte[] payload = frame.payload();
        ByteBuf message = memory.directBuffer(10 + HEADER_BYTES + payload.length);
        messageHeader(message, FINAL_BINARY, HEADER_BYTES + payload.length);
        message.writeByte(sealed ? SEALED : OPEN)
                .writeByte(frame.track())
                .writeByte((frame.key() ? KEY : 0) | (frame.discardable() ? DISCARDABLE : 0))
                .writeByte(frame.temporalId())
                .writeInt((int) frame.number())
                .writeLong(times.captureMicros())
                .writeLong(times.writtenMicros())
                .writeInt(incarnation)
                .writeInt((int) Math.clamp(times.ageMicros(), -1, 0xFFFF_FFFEL));
        int payloadAt = message.writerIndex();
        message.writeBytes(payload);
        return new WireFrame(
                frame.track(), picture, frame.key(), frame.discardable(), times.addedNanos(), payloadAt, message);
    }

    /** What its message has before the payload, for one who joins from the cache now. */
    ByteBuf joinHeader(long writtenMicros, ByteBufAllocator memory) {
        ByteBuf header = memory.directBuffer(payloadAt);
        header.writeBytes(message, message.readerIndex(), payloadAt);
        int at = payloadAt - HEADER_BYTES;
        header.setByte(at + FLAGS_AT, header.getByte(at + FLAGS_AT) | FROM_CACHE);
        header.setLong(at + WRITTEN_AT, writtenMicros);
        return header;
    }

    /** The payload, sharing its memory; released by the receiver. */
    ByteBuf payload() {
        return message.retainedSlice(payloadAt, message.writerIndex() - payloadAt);
    }

    int bytes() {
        return message.writerIndex();
    }

    /** A text message of the same kind. */
    static ByteBuf text(String json, ByteBufAllocator memory) {
        ByteBuf message = memory.directBuffer(10 + ByteBufUtil.utf8Bytes(json));
        messageHeader(message, FINAL_TEXT, ByteBufUtil.utf8Bytes(json));
        message.writeCharSequence(json, StandardCharsets.UTF_8);
        return message;
    }

    private static void messageHeader(ByteBuf to, int firstByte, int length) {
        to.writeByte(firstByte);
        if (length < 126) {
            to.writeByte(length);
        } else if (length <= 0xFFFF) {
            to.writeByte(126).writeShort(length);
        } else {
            to.writeByte(127).writeLong(length);
        }
    }
}
