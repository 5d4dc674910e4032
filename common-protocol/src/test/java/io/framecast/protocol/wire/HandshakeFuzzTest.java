package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.protocol.wire.Handshake.Hello;
import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.Versions;
import io.framecast.protocol.wire.Handshake.Welcome;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** HELLO, RETRY, WELCOME, VERSIONS and NO_SESSION as anybody can send them, and the payloads of the Noise messages. */
class HandshakeFuzzTest {

    /** The first byte says what the others are: a datagram, or the payload of the first or second Noise message. */
    @FuzzTest
    void whatIsReadIsWithinTheLimitsAndCanBeWrittenAgain(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        switch (input[0] % 3) {
            case 0 -> datagram(bytes);
            case 1 -> helloBody(bytes);
            default -> welcomeBody(bytes);
        }
    }

    private static void datagram(byte[] bytes) {
        if (!(HandshakeCodec.decode(Unpooled.wrappedBuffer(bytes)) instanceof Handshake packet)) {
            return;
        }
        byte[] written = encoded(packet);
        assertArrayEquals(
                written,
                encoded(assertInstanceOf(Handshake.class, HandshakeCodec.decode(Unpooled.wrappedBuffer(written)))));
        switch (packet) {
            case Hello hello -> {
                assertEquals(HandshakeCodec.RANDOM_BYTES, hello.random().length);
                assertTrue(hello.cookie().length <= Limits.COOKIE_BYTES);
                assertTrue(hello.versions().size() <= Limits.VERSIONS);
                assertTrue(bytes.length >= HandshakeCodec.HELLO_BYTES, "an answer would be longer than its question");
            }
            case Retry retry -> {
                assertEquals(HandshakeCodec.KEY_BYTES, retry.staticKey().length);
                assertTrue(retry.cookie().length <= Limits.COOKIE_BYTES);
            }
            case Welcome welcome -> assertTrue(welcome.noiseMessage().length <= Limits.CONTROL_BYTES);
            case Versions versions -> assertTrue(versions.versions().size() <= Limits.VERSIONS);
            case Handshake.NoSession _ -> {
                // An id, whatever it is.
            }
        }
    }

    private static byte[] encoded(Handshake packet) {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encode(packet, out);
        return ByteBufUtil.getBytes(out);
    }

    private static void helloBody(byte[] bytes) {
        HelloBody body = HandshakeBodyCodec.decodeHello(bytes);
        if (body != null) {
            assertTrue(body.proof().length == 0 || body.proof().length == 32);
            assertTrue(body.token().length() <= Limits.TOKEN_BYTES);
        }
        if (body != null && bytes.length <= Limits.HELLO_BODY_BYTES) {
            byte[] written = HandshakeBodyCodec.encode(body);
            HelloBody again = HandshakeBodyCodec.decodeHello(written);
            assertTrue(again != null && Arrays.equals(written, HandshakeBodyCodec.encode(again)));
        }
    }

    private static void welcomeBody(byte[] bytes) {
        WelcomeBody body = HandshakeBodyCodec.decodeWelcome(bytes);
        if (body != null) {
            assertTrue(body.leaseNonce().length == 0 || body.leaseNonce().length == 16);
        }
        if (body != null && bytes.length <= Limits.WELCOME_BODY_BYTES) {
            byte[] written = HandshakeBodyCodec.encode(body);
            WelcomeBody again = HandshakeBodyCodec.decodeWelcome(written);
            assertTrue(again != null && Arrays.equals(written, HandshakeBodyCodec.encode(again)));
        }
    }
}
