package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framecast.protocol.wire.Handshake.Hello;
import io.framecast.protocol.wire.Handshake.HelloBody;
import io.framecast.protocol.wire.Handshake.NoSession;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.Versions;
import io.framecast.protocol.wire.Handshake.Welcome;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakeCodecTest {

    private static final byte[] RANDOM = Samples.counting(1, 16);
    private static final byte[] COOKIE = Samples.counting(0x80, 20);
    private static final byte[] NO_BYTES = {};

    @Test
    void theFirstHelloHas1200BytesAndNoMessage() {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encodeHello(out, List.of(1), RANDOM, NO_BYTES, 0);
        assertEquals(HandshakeCodec.HELLO_BYTES, out.readableBytes());
        Hello hello = assertInstanceOf(Hello.class, HandshakeCodec.decode(out));
        assertEquals(List.of(1), hello.versions());
        assertArrayEquals(RANDOM, hello.random());
        assertEquals(0, hello.cookie().length);
        assertEquals(0, hello.noiseMessage().length);
    }

    @Test
    void whatTellsAHelloWithACookieStandsWhereItIsSaid() {
        for (boolean cookie : new boolean[] {false, true}) {
            ByteBuf out = Unpooled.buffer();
            HandshakeCodec.encodeHello(out, List.of(1), RANDOM, cookie ? COOKIE : NO_BYTES, 100, 0x1234567);
            assertEquals(cookie, out.getUnsignedShort(HandshakeCodec.COOKIE_AT) == HandshakeCodec.COOKIE_TYPE);
        }
    }

    @Test
    void theSecondHelloHas1200BytesWhateverItsMessage() {
        for (int length : new int[] {49, 63, 64, 100, HandshakeCodec.NOISE_BYTES + Limits.HELLO_BODY_BYTES}) {
            byte[] message = Samples.counting(3, length);
            ByteBuf out = Unpooled.buffer();
            HandshakeCodec.encodeHello(out, List.of(1), RANDOM, COOKIE, length, 0x1234567);
            byte[] prologue = ByteBufUtil.getBytes(out);
            out.writeBytes(message);
            assertEquals(HandshakeCodec.HELLO_BYTES, out.readableBytes());
            Hello hello = assertInstanceOf(Hello.class, HandshakeCodec.decode(out));
            assertArrayEquals(prologue, hello.prologue());
            assertArrayEquals(message, hello.noiseMessage());
            assertArrayEquals(COOKIE, hello.cookie());
        }
    }

    @Test
    void aMessageThatDoesNotFitIsRefused() {
        ByteBuf out = Unpooled.buffer();
        assertThrows(
                IllegalArgumentException.class,
                () -> HandshakeCodec.encodeHello(out, List.of(1), RANDOM, COOKIE, 1190));
        assertEquals(0, out.readableBytes());
    }

    @Test
    void everyHandshakePacketComesBackAsItWas() {
        for (Handshake packet : packets()) {
            ByteBuf out = Unpooled.buffer();
            HandshakeCodec.encode(packet, out);
            assertEquals(Shown.of(packet), Shown.of(HandshakeCodec.decode(out)));
        }
    }

    @Test
    void aRetryIsSmallerThanAHello() {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encode(packets().getFirst(), out);
        assertEquals(112, out.readableBytes());
    }

    @Test
    void aShortHelloIsNone() {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encodeHello(out, List.of(1), RANDOM, NO_BYTES, 0);
        assertEquals(Malformed.TRUNCATED, HandshakeCodec.decode(out.slice(0, 1199)));
        assertEquals(Malformed.OUT_OF_RANGE, HandshakeCodec.decode(out.copy().writeByte(0)));
    }

    @Test
    void bytesBehindTheMessageAreRefused() {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encodeHello(out, List.of(1), RANDOM, COOKIE, 60);
        out.writeBytes(Samples.counting(3, 60));
        // The same TLVs, but with two bytes of another one at the end.
        out.setShort(out.writerIndex() - 62, 0x4000 | 58).setShort(1198, 0);
        assertEquals(Malformed.BAD_HEADER, HandshakeCodec.decode(out));
    }

    @Test
    void aHelloOfALaterVersionIsReadSoThatItCanBeAnswered() {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encodeHello(out, List.of(2, 3), RANDOM, NO_BYTES, 0);
        out.setByte(0, 0x0a);
        assertEquals(
                List.of(2, 3),
                assertInstanceOf(Hello.class, HandshakeCodec.decode(out)).versions());
        out.setByte(1, ControlType.RETRY);
        assertEquals(Malformed.VERSION, HandshakeCodec.decode(out));
    }

    @Test
    void aBodyCarriesAnyRequestAndAnyAnswer() {
        for (ControlPacket packet : Samples.control().values()) {
            if (packet instanceof ControlPacket.Request request) {
                HelloBody body = new HelloBody(Samples.counting(9, 32), "t.o.k", 3, request);
                assertEquals(Shown.of(body), Shown.of(HandshakeBodyCodec.decodeHello(HandshakeBodyCodec.encode(body))));
            }
            if (packet instanceof ControlPacket.Answer answer) {
                WelcomeBody body = new WelcomeBody(-5, Samples.counting(9, 16), 77, answer);
                assertEquals(
                        Shown.of(body), Shown.of(HandshakeBodyCodec.decodeWelcome(HandshakeBodyCodec.encode(body))));
            }
        }
    }

    @Test
    void aBodyWithoutWhatItNeedsIsNone() {
        assertNull(HandshakeBodyCodec.decodeHello(NO_BYTES));
        assertNull(HandshakeBodyCodec.decodeWelcome(NO_BYTES));
        ByteBuf answerAsRequest = Unpooled.buffer();
        Tlv.bytes(answerAsRequest, TlvType.MESSAGE, new byte[] {ControlType.UPDATE_OK, TlvType.REQUEST, 1, 1});
        assertNull(HandshakeBodyCodec.decodeHello(ByteBufUtil.getBytes(answerAsRequest)));
        assertNotNull(HandshakeBodyCodec.decodeHello(
                HandshakeBodyCodec.encode(new HelloBody(NO_BYTES, "", 0, new ControlPacket.Unsubscribe(1, "a")))));
    }

    @Test
    void aTokenAndMetadataThatDoNotFitTogetherAreRefused() {
        ControlPacket.Announce announce = Samples.announce();
        assertThrows(
                IllegalArgumentException.class,
                () -> HandshakeBodyCodec.encode(new HelloBody(NO_BYTES, "t".repeat(Limits.TOKEN_BYTES), 0, announce)));
        HandshakeBodyCodec.encode(new HelloBody(
                NO_BYTES,
                "t".repeat(Limits.TOKEN_BYTES),
                0,
                new ControlPacket.Subscribe(1, "x".repeat(64), 200, 4_194_304)));
    }

    @Test
    void neverThrowsOnJunkOrOnMutatedPackets() {
        long seed = 6;
        Random random = new Random(seed);
        List<ByteBuf> originals = new ArrayList<>();
        for (Handshake packet : packets()) {
            ByteBuf original = Unpooled.buffer();
            HandshakeCodec.encode(packet, original);
            originals.add(original);
        }
        byte[] hello = HandshakeBodyCodec.encode(
                new HelloBody(new byte[32], "t", 1, new ControlPacket.Subscribe(1, "a", 200, 4_194_304)));
        byte[] welcome = HandshakeBodyCodec.encode(
                new WelcomeBody(1, new byte[16], 1, new ControlPacket.SubscribeOk(1, "a", Samples.STREAM)));
        ByteBuf b = Unpooled.buffer(4096);
        for (int i = 0; i < 200_000; i++) {
            b.clear();
            if (i % 4 == 0) {
                byte[] junk = new byte[random.nextInt(1300)];
                random.nextBytes(junk);
                b.writeBytes(junk);
                if (b.readableBytes() > 1) {
                    b.setShort(0, 0x0900 | random.nextInt(8));
                }
            } else {
                b.writeBytes(originals.get(i % originals.size()).duplicate());
                Mutation.of(b, random);
            }
            try {
                if (HandshakeCodec.decode(b) instanceof Handshake packet) {
                    HandshakeCodec.encode(packet, Unpooled.buffer());
                }
                b.clear().writeBytes(i % 2 == 0 ? hello : welcome);
                Mutation.of(b, random);
                byte[] payload = ByteBufUtil.getBytes(b);
                HandshakeBodyCodec.decodeHello(payload);
                HandshakeBodyCodec.decodeWelcome(payload);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", datagram " + i, e);
            }
        }
    }

    private static List<Handshake> packets() {
        ByteBuf prologue = Unpooled.buffer();
        HandshakeCodec.encodeHello(prologue, List.of(1, 9), RANDOM, COOKIE, 100);
        return List.of(
                new Retry(RANDOM, Samples.counting(0x20, 32), Samples.counting(0x40, 16), COOKIE),
                new Retry(RANDOM, Samples.counting(0x20, 32), NO_BYTES, COOKIE),
                new Hello(List.of(1, 9), RANDOM, COOKIE, ByteBufUtil.getBytes(prologue), Samples.counting(7, 100)),
                new Welcome(0x1122334455667788L, RANDOM, Samples.counting(7, 200)),
                new Versions(RANDOM, List.of(1)),
                new NoSession(0x1122334455667788L));
    }
}
