package io.framecast.protocol.wire;

import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** The payloads of the two Noise messages. */
public final class HandshakeBodyCodec {

    private HandshakeBodyCodec() {}

    /**
     * The length depends on everything but the bytes of the proof.
     *
     * @throws IllegalArgumentException beyond {@link Limits#HELLO_BODY_BYTES}: a long token and long metadata do not fit
     *     together; say LIST in the HELLO and ANNOUNCE in the session
     */
    public static byte[] encode(HelloBody body) {
        ByteBuf out = Unpooled.buffer(Limits.HELLO_BODY_BYTES);
        Tlv.bytesUnlessEmpty(out, TlvType.PROOF, body.proof());
        Tlv.textUnlessEmpty(out, TlvType.TOKEN, body.token());
        Tlv.varintUnlessZero(out, TlvType.CAPABILITIES, body.capabilities());
        message(out, (ControlPacket) body.request());
        return taken(out, Limits.HELLO_BODY_BYTES);
    }

    /** @throws IllegalArgumentException beyond {@link Limits#WELCOME_BODY_BYTES}: LIST_OK has to be paged */
    public static byte[] encode(WelcomeBody body) {
        ByteBuf out = Unpooled.buffer(Limits.WELCOME_BODY_BYTES);
        Tlv.u64(out, TlvType.SESSION_ID, body.sessionId());
        Tlv.bytesUnlessEmpty(out, TlvType.LEASE_NONCE, body.leaseNonce());
        Tlv.u64(out, TlvType.BROKER_MICROS, body.brokerMicros());
        message(out, (ControlPacket) body.answer());
        return taken(out, Limits.WELCOME_BODY_BYTES);
    }

    private static void message(ByteBuf out, ControlPacket packet) {
        int begun = Tlv.begin(out, TlvType.MESSAGE);
        out.writeByte(ControlCodec.typeOf(packet));
        ControlEncoder.encode(packet, out);
        Tlv.end(out, begun);
    }

    private static byte[] taken(ByteBuf out, int maxBytes) {
        if (out.readableBytes() > maxBytes) {
            throw new IllegalArgumentException(
                    "a handshake message takes " + out.readableBytes() + " of " + maxBytes + " bytes");
        }
        return ByteBufUtil.getBytes(out);
    }

    /** Null when malformed. */
    public static @Nullable HelloBody decodeHello(byte[] payload) {
        Fields f = scan(payload);
        byte[] proof = f.bytesOrNone(TlvType.PROOF, 32);
        String token = f.textOrNone(TlvType.TOKEN, Limits.TOKEN_BYTES);
        long capabilities = f.varintOr(TlvType.CAPABILITIES, 0, 0, Varint.MAX);
        return message(f) instanceof ControlPacket.Request request && f.problem() == null
                ? new HelloBody(proof, token, capabilities, request)
                : null;
    }

    /** Null when malformed. */
    public static @Nullable WelcomeBody decodeWelcome(byte[] payload) {
        Fields f = scan(payload);
        long sessionId = f.u64(TlvType.SESSION_ID);
        byte[] leaseNonce = f.bytesOrNone(TlvType.LEASE_NONCE, 16);
        long brokerMicros = f.u64(TlvType.BROKER_MICROS);
        return message(f) instanceof ControlPacket.Answer answer && f.problem() == null
                ? new WelcomeBody(sessionId, leaseNonce, brokerMicros, answer)
                : null;
    }

    private static Fields scan(byte[] payload) {
        return Fields.scan(Unpooled.wrappedBuffer(payload), 0, payload.length);
    }

    private static Decoded message(Fields f) {
        byte[] message = f.someBytes(TlvType.MESSAGE, Limits.CONTROL_BYTES);
        return message.length == 0
                ? Malformed.MISSING_FIELD
                : ControlDecoder.decode(message[0] & 0xff, Unpooled.wrappedBuffer(message), 1, message.length);
    }
}
