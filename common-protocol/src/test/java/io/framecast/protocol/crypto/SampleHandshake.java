package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.fec.RepairSample;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.Handshake;
import io.framecast.protocol.wire.HandshakeBodyCodec;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.Samples;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A session from the first HELLO to a media datagram in fixed figures; both sides check each other on the way. */
public final class SampleHandshake {

    private static final byte[] SECRET = Samples.counting(0x00, 32);
    private static final byte[] RANDOM = Samples.counting(0x10, 16);
    private static final byte[] COOKIE_KEY = Samples.counting(0x30, 32);
    private static final byte[] BASE_KEY = Samples.counting(0x40, 32);
    private static final byte[] LEASE_NONCE = Samples.counting(0x60, 16);
    private static final byte[] STATIC_PRIVATE = Samples.counting(0xa0, 32);
    private static final byte[] CLIENT_EPHEMERAL = Samples.counting(0xc0, 32);
    private static final byte[] BROKER_EPHEMERAL = Samples.counting(0xe0, 32);
    private static final InetSocketAddress CLIENT = CookieTest.address(40_000, 192, 0, 2, 1);
    private static final long SESSION = 0x1122334455667788L;
    private static final long BROKER_MICROS = 1_767_225_600_000_000L;

    private SampleHandshake() {}

    /** The bytes of each step by its name in PROTOCOL.md. */
    public static Map<String, byte[]> run() {
        Map<String, byte[]> steps = new LinkedHashMap<>();
        Secret secret = Secret.parse(Secret.generate(SECRET));
        byte[] staticPublic = X25519.publicKey(STATIC_PRIVATE);

        ByteBuf first = Unpooled.buffer();
        HandshakeCodec.encodeHello(first, List.of(1), RANDOM, new byte[0], 0);
        steps.put("HELLO first", ByteBufUtil.getBytes(first));

        Cookie cookies = new Cookie(key -> System.arraycopy(COOKIE_KEY, 0, key, 0, 32), 0);
        byte[] cookie = cookies.mint(1, CLIENT, RANDOM, 0);
        steps.put("RETRY", datagram(new Handshake.Retry(RANDOM, staticPublic, secret.pin(staticPublic), cookie)));

        ControlPacket.Subscribe subscribe = new ControlPacket.Subscribe(7, "1AAA99", 200, 4_194_304);
        int bodyBytes = HandshakeBodyCodec.encode(new Handshake.HelloBody(new byte[32], "", 0, subscribe)).length;
        ByteBuf second = Unpooled.buffer();
        HandshakeCodec.encodeHello(second, List.of(1), RANDOM, cookie, HandshakeCodec.NOISE_BYTES + bodyBytes);
        byte[] prologue = ByteBufUtil.getBytes(second);
        NoiseInitiator initiator = new NoiseInitiator(prologue, staticPublic, CLIENT_EPHEMERAL);
        byte[] proof = secret.proof(initiator.bindingHash());
        byte[] hello = HandshakeBodyCodec.encode(new Handshake.HelloBody(proof, "", 0, subscribe));
        byte[] message1 = initiator.writeMessage(hello);
        second.writeBytes(message1);
        steps.put("HELLO second", ByteBufUtil.getBytes(second));
        steps.put("HELLO second, payload", hello);

        assertTrue(cookies.verify(1, CLIENT, RANDOM, cookie, 0));
        NoiseResponder responder = new NoiseResponder(prologue, STATIC_PRIVATE, staticPublic, BROKER_EPHEMERAL);
        assertArrayEquals(hello, responder.readMessage(message1));
        assertArrayEquals(proof, secret.proof(responder.bindingHash()));
        byte[] welcome = HandshakeBodyCodec.encode(new Handshake.WelcomeBody(
                SESSION, LEASE_NONCE, BROKER_MICROS, new ControlPacket.SubscribeOk(7, "1AAA99", null)));
        byte[] message2 = responder.writeMessage(welcome);
        steps.put("WELCOME", datagram(new Handshake.Welcome(SESSION, RANDOM, message2)));
        steps.put("WELCOME, payload", welcome);
        assertArrayEquals(welcome, initiator.readMessage(message2));

        SessionKeys keys = initiator.keys();
        steps.put("k_c2s", keys.clientToBroker());
        steps.put("k_s2c", keys.brokerToClient());
        assertArrayEquals(keys.clientToBroker(), responder.keys().clientToBroker());
        ControlPacket.Ping ping = new ControlPacket.Ping(0x0102030405060708L);
        ByteBuf sealed = Unpooled.buffer();
        ControlChannel.client(SESSION, keys, 0).seal(ping, sealed);
        assertEquals(
                ping,
                ControlChannel.broker(SESSION, keys, 0, new ControlScratch()).open(sealed));
        steps.put("PING sealed", ByteBufUtil.getBytes(sealed));

        media(steps, keys);
        steps.put("VERSIONS", datagram(new Handshake.Versions(RANDOM, List.of(1))));
        steps.put("NO_SESSION", datagram(new Handshake.NoSession(SESSION)));
        return steps;
    }

    private static void media(Map<String, byte[]> steps, SessionKeys keys) {
        byte[] payload = "Framecast".getBytes(StandardCharsets.US_ASCII);
        ByteBuf data = Unpooled.buffer();
        MediaHeader.write(
                data,
                MediaHeader.TYPE_DATA,
                MediaHeader.FLAG_KEY,
                0x0a0b0c0dL,
                1,
                0,
                MediaKeys.keyPhase(2),
                0,
                -1000,
                300,
                0,
                1,
                BROKER_MICROS);
        data.writeBytes(payload).writeZero(MediaHeader.TAG_BYTES);
        new MediaSealer(BASE_KEY).seal(data, 0, MediaHeader.BYTES, payload.length, 2);
        byte[] opened = new byte[payload.length];
        assertEquals(payload.length, new MediaOpener(BASE_KEY, 2).open(data, 0, data.writerIndex(), opened, 0));
        assertArrayEquals(payload, opened);
        int bytes = data.writerIndex();
        steps.put("REPAIR", RepairSample.of(data, bytes));
        steps.put("REPAIR, row 1", RepairSample.factors(1));
        steps.put("REPAIR, row 63", RepairSample.factors(63));
        steps.put("DATA", ByteBufUtil.getBytes(data));
        data.writeZero(MediaHeader.TRAILER_BYTES);
        new TrailerSigner(keys.clientToBroker()).sign(data, 0, bytes);
        assertTrue(new TrailerVerifier(keys.clientToBroker()).verify(data, 0, data.writerIndex()));
        steps.put("DATA with trailer", ByteBufUtil.getBytes(data));

        ByteBuf padding = Unpooled.buffer();
        MediaHeader.write(padding, MediaHeader.TYPE_PADDING, 0, 0x0a0b0c0dL, 1, 0, 0, 0, -1000, 0, 0, 0, 0);
        steps.put("PADDING", ByteBufUtil.getBytes(padding));
    }

    private static byte[] datagram(Handshake packet) {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encode(packet, out);
        return ByteBufUtil.getBytes(out);
    }
}
