package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framecast.fuzz.FuzzInput;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.Malformed;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;

/** Everything that is sealed, changed on the way or made up by somebody without the key. */
class SealsFuzzTest {

    private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.1", 4000);
    private static final byte[] KEY = filled(1);
    private static final byte[] OTHER_KEY = filled(2);
    private static final byte[] STATIC_PRIVATE = filled(3);
    private static final byte[] STATIC = X25519.publicKey(STATIC_PRIVATE);
    private static final byte[] PROLOGUE = filled(4);

    private final byte[] noise = new NoiseInitiator(PROLOGUE, STATIC, filled(5)).writeMessage(new byte[40]);
    private final SampleStream stream = new SampleStream(6, 1, 200, 9, 9);
    private final byte[] media =
            SampleStream.datagrams(stream.next(true, false, 100)).getFirst();

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @FuzzTest
    void whatIsNotExactlyWhatWasSealedIsRefused(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        switch (input.below(5)) {
            case 0 -> control(input);
            case 1 -> trailer(input);
            case 2 -> media(input);
            case 3 -> noise(input);
            default -> cookie(input);
        }
    }

    private static void control(FuzzInput input) {
        ControlChannel client = new ControlChannel(7, KEY, OTHER_KEY, 128, 0);
        ControlChannel broker = new ControlChannel(7, OTHER_KEY, KEY, 0, 0);
        ByteBuf sealed = Unpooled.buffer();
        client.seal(new ControlPacket.Ping(5), sealed);
        byte[] original = ByteBufUtil.getBytes(sealed);
        byte[] changed = input.changed(original);
        if (!Arrays.equals(original, changed)) {
            assertInstanceOf(Malformed.class, broker.open(Unpooled.wrappedBuffer(changed)));
            assertFalse(broker.authenticated());
        }
        assertInstanceOf(ControlPacket.Ping.class, broker.open(Unpooled.wrappedBuffer(original)), "junk did no harm");
        assertEquals(Malformed.REPLAYED, broker.open(Unpooled.wrappedBuffer(original)));
    }

    private void trailer(FuzzInput input) {
        ByteBuf signed = Unpooled.buffer().writeBytes(media);
        signed.ensureWritable(MediaHeader.TRAILER_BYTES);
        new TrailerSigner(KEY).sign(signed, 0, media.length);
        byte[] original = ByteBufUtil.getBytes(signed, 0, media.length + MediaHeader.TRAILER_BYTES);
        byte[] changed = input.changed(original);
        TrailerVerifier verifier = new TrailerVerifier(KEY);
        if (!Arrays.equals(original, changed)) {
            assertFalse(verifier.verify(Unpooled.wrappedBuffer(changed), 0, changed.length));
        }
        assertEquals(true, verifier.verify(Unpooled.wrappedBuffer(original), 0, original.length), "junk did no harm");
        assertFalse(verifier.verify(Unpooled.wrappedBuffer(original), 0, original.length), "twice");
    }

    private void media(FuzzInput input) {
        MediaOpener opener = stream.opener();
        byte[] target = new byte[300];
        byte[] changed = input.changed(media);
        // The alias is the broker's to choose; nothing is sealed with it.
        System.arraycopy(media, 4, changed, Math.min(4, changed.length), Math.clamp(changed.length - 4, 0, 4));
        ByteBuf datagram = Unpooled.wrappedBuffer(changed);
        if (!Arrays.equals(media, changed) && MediaHeader.check(datagram, 0, changed.length) == null) {
            assertEquals(-1, opener.open(datagram, 0, changed.length, target, 0));
        }
        assertEquals(100, opener.open(Unpooled.wrappedBuffer(media), 0, media.length, target, 0), "junk did no harm");
    }

    private void noise(FuzzInput input) {
        byte[] changed = input.changed(noise);
        if (!Arrays.equals(noise, changed)) {
            assertNull(new NoiseResponder(PROLOGUE, STATIC_PRIVATE, STATIC, filled(6)).readMessage(changed));
        }
        NoiseInitiator initiator = new NoiseInitiator(PROLOGUE, STATIC, filled(5));
        initiator.writeMessage(new byte[40]);
        assertNull(initiator.readMessage(input.some()));
    }

    private static void cookie(FuzzInput input) {
        Random random = new Random(1);
        Cookie cookies = new Cookie(random::nextBytes, 0);
        byte[] helloRandom = new byte[16];
        byte[] minted = cookies.mint(1, FROM, helloRandom, 0);
        byte[] changed = input.changed(minted);
        assertEquals(Arrays.equals(minted, changed), cookies.verify(1, FROM, helloRandom, changed, 1));
    }
}
