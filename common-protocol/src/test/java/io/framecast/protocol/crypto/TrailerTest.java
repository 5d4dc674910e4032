package io.framecast.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.Mutation;
import io.framecast.protocol.wire.Samples;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrailerTest {

    private static final byte[] KEY = Samples.counting(0, 32);
    private static final int BYTES = 100;

    private final TrailerSigner signer = new TrailerSigner(KEY);
    private final TrailerVerifier verifier = new TrailerVerifier(KEY);

    @Test
    void aSignedDatagramVerifiesOnceAndIsNotChanged() {
        ByteBuf signed = signed(signer);
        assertEquals(BYTES + MediaHeader.TRAILER_BYTES, signed.writerIndex());
        assertEquals(Unpooled.wrappedBuffer(Samples.counting(7, BYTES)), signed.slice(0, BYTES));
        assertTrue(verifies(signed));
        assertFalse(verifies(signed), "replayed");
    }

    @Test
    void theSameDatagramSentAgainHasATrailerOfItsOwn() {
        assertTrue(verifies(signed(signer)));
        assertTrue(verifies(signed(signer)));
    }

    @Test
    void aChangedByteAnywhereDoesNotVerifyAndSpoilsNothing() {
        ByteBuf signed = signed(signer);
        for (int i = 0; i < signed.writerIndex(); i++) {
            signed.setByte(i, signed.getByte(i) ^ 1);
            assertFalse(verifies(signed), "byte " + i);
            signed.setByte(i, signed.getByte(i) ^ 1);
        }
        assertTrue(verifies(signed));
    }

    @Test
    void anotherSessionsTrailerDoesNotVerify() {
        assertFalse(verifies(signed(new TrailerSigner(Samples.counting(1, 32)))));
    }

    @Test
    void aDatagramTooShortForATrailerDoesNotVerify() {
        ByteBuf signed = signed(signer);
        assertFalse(verifier.verify(signed, 0, MediaHeader.BYTES + MediaHeader.TRAILER_BYTES - 1));
        assertFalse(verifier.verify(signed, 0, 0));
    }

    @Test
    void countersGoPast32BitsAndMayComeInAnyOrder() {
        long first = (1L << 32) - 1000;
        TrailerSigner from = new TrailerSigner(KEY, first);
        TrailerVerifier to = new TrailerVerifier(KEY, first);
        List<ByteBuf> datagrams = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            datagrams.add(signed(from));
        }
        for (int i = 0; i < 2000; i++) {
            ByteBuf datagram = datagrams.get(i ^ 7);
            assertTrue(to.verify(datagram, 0, datagram.writerIndex()), "datagram " + (i ^ 7));
        }
        assertFalse(to.verify(datagrams.getFirst(), 0, datagrams.getFirst().writerIndex()), "too old");
    }

    @Test
    void neverThrowsOnMutatedDatagrams() {
        long seed = 77;
        Random random = new Random(seed);
        ByteBuf original = signed(signer);
        ByteBuf b = Unpooled.buffer(4096);
        for (int i = 0; i < 100_000; i++) {
            b.clear().writeBytes(original.duplicate());
            Mutation.of(b, random);
            try {
                boolean verified = verifier.verify(b, 0, b.writerIndex());
                assertTrue(!verified || b.equals(original), "seed " + seed + ", datagram " + i);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", datagram " + i, e);
            }
        }
    }

    private static ByteBuf signed(TrailerSigner from) {
        ByteBuf b = Unpooled.buffer().writeBytes(Samples.counting(7, BYTES)).writeZero(MediaHeader.TRAILER_BYTES);
        from.sign(b, 0, BYTES);
        return b;
    }

    private boolean verifies(ByteBuf datagram) {
        return verifier.verify(datagram, 0, datagram.writerIndex());
    }
}
