package io.framecast.protocol.session;

import io.framecast.protocol.crypto.NoiseInitiator;
import io.framecast.protocol.crypto.SessionKeys;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.ListStreams;
import io.framecast.protocol.wire.ControlPacket.Request;
import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.Welcome;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import io.framecast.protocol.wire.HandshakeBodyCodec;
import io.framecast.protocol.wire.HandshakeCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The HELLO that asks to be let in: its bytes, repeated as they are, and what is needed to open the WELCOME. */
final class SecondHello {

    private static final int KEY_BYTES = 32;

    private final byte[] datagram;
    private final byte[] prologue;
    private final byte[] brokerKey;
    private final byte[] ephemeral;
    private final byte[] body;
    private final Request request;
    private final boolean tokenWithheld;

    /** {@code tokenWithheld}: there was a token, but the broker's key was not known before. */
    record Accepted(long sessionId, SessionKeys keys, WelcomeBody body, Request request, boolean tokenWithheld) {}

    private SecondHello(
            byte[] datagram,
            byte[] prologue,
            byte[] brokerKey,
            byte[] ephemeral,
            byte[] body,
            Request request,
            boolean tokenWithheld) {
        this.datagram = datagram;
        this.prologue = prologue;
        this.brokerKey = brokerKey;
        this.ephemeral = ephemeral;
        this.body = body;
        this.request = request;
        this.tokenWithheld = tokenWithheld;
    }

    static SecondHello write(
            ClientConfig config,
            Exchange exchange,
            List<Integer> versions,
            Retry retry,
            boolean mayHaveToken,
            Request wanted) {
        byte[] proof = new byte[config.secret() == null ? 0 : KEY_BYTES];
        String token = mayHaveToken ? exchange.token() : "";
        long capabilities = exchange.grease();
        Request request = wanted;
        int bodyBytes;
        try {
            bodyBytes = HandshakeBodyCodec.encode(new HelloBody(proof, token, capabilities, request)).length;
        } catch (IllegalArgumentException tooLong) {
            // A long token and long metadata do not fit together: ask for little here, and for the rest within the
            // session.
            String prefix = wanted instanceof Announce announce ? announce.producerId() : "";
            request = new ListStreams(exchange.nextRequestId(), prefix, "");
            bodyBytes = HandshakeBodyCodec.encode(new HelloBody(proof, token, capabilities, request)).length;
        }
        ByteBuf hello = Unpooled.buffer(HandshakeCodec.HELLO_BYTES);
        HandshakeCodec.encodeHello(
                hello,
                versions,
                retry.random(),
                retry.cookie(),
                HandshakeCodec.NOISE_BYTES + bodyBytes,
                exchange.grease());
        byte[] prologue = ByteBufUtil.getBytes(hello);
        byte[] ephemeral = exchange.random(KEY_BYTES);
        NoiseInitiator noise = new NoiseInitiator(prologue, retry.staticKey(), ephemeral);
        if (config.secret() != null) {
            proof = config.secret().proof(noise.bindingHash());
        }
        byte[] body = HandshakeBodyCodec.encode(new HelloBody(proof, token, capabilities, request));
        hello.writeBytes(noise.writeMessage(body));
        return new SecondHello(
                ByteBufUtil.getBytes(hello),
                prologue,
                retry.staticKey(),
                ephemeral,
                body,
                request,
                token.isEmpty() && !exchange.token().isEmpty());
    }

    byte[] datagram() {
        return datagram;
    }

    /** Null unless it is the broker's answer to this HELLO. A forged or damaged one leaves no trace: each is tried from the start. */
    @Nullable
    Accepted open(Welcome welcome) {
        NoiseInitiator noise = new NoiseInitiator(prologue, brokerKey, ephemeral);
        noise.writeMessage(body);
        byte[] payload = noise.readMessage(welcome.noiseMessage());
        WelcomeBody answer = payload == null ? null : HandshakeBodyCodec.decodeWelcome(payload);
        if (answer == null || answer.sessionId() != welcome.sessionId()) {
            return null;
        }
        return new Accepted(answer.sessionId(), noise.keys(), answer, request, tokenWithheld);
    }
}
