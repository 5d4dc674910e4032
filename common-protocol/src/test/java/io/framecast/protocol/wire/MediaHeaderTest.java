package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MediaHeaderTest {

    @Test
    void readsBackWhatItWrote() {
        ByteBuf b = Unpooled.buffer().writeZero(3);
        MediaHeader.write(
                b,
                MediaHeader.TYPE_DATA,
                MediaHeader.FLAG_KEY | MediaHeader.FLAG_DISCARDABLE,
                0xfffffffeL,
                200,
                5,
                3,
                65_535,
                -2,
                -3,
                7,
                65_535,
                1_767_225_600_000_000L);
        b.writeZero(MediaHeader.TAG_BYTES);
        assertNull(MediaHeader.check(b, 3, b.writerIndex() - 3));
        assertTrue(MediaHeader.isMedia(b, 3, 48));
        assertEquals(MediaHeader.TYPE_DATA, MediaHeader.type(b, 3));
        assertEquals(MediaHeader.BYTES, MediaHeader.headerBytes(b, 3));
        assertTrue(MediaHeader.key(b, 3));
        assertTrue(MediaHeader.discardable(b, 3));
        assertEquals(0xfffffffeL, MediaHeader.alias(b, 3));
        assertEquals(200, MediaHeader.track(b, 3));
        assertEquals(5, MediaHeader.temporalId(b, 3));
        assertEquals(200 * 8 + 5, MediaHeader.lane(b, 3));
        assertEquals(3, MediaHeader.keyPhase(b, 3));
        assertEquals(65_535, MediaHeader.gopDistance(b, 3));
        assertEquals(-2, MediaHeader.sequence(b, 3));
        assertEquals(-3, MediaHeader.frame(b, 3));
        assertEquals(7, MediaHeader.fragmentIndex(b, 3));
        assertEquals(65_535, MediaHeader.fragmentCount(b, 3));
        assertEquals(1_767_225_600_000_000L, MediaHeader.captureMicros(b, 3));
    }

    @Test
    void saysWhyAHeaderIsNoneOfOurs() {
        ByteBuf good = data(new byte[0]);
        assertNull(check(good));
        assertEquals(Malformed.TRUNCATED, MediaHeader.check(good, 0, 31), "no header");
        assertEquals(Malformed.TRUNCATED, MediaHeader.check(good, 0, 47), "no tag");
        assertEquals(Malformed.NOT_FRAMECAST, check(good.copy().setByte(0, 0x80)));
        assertEquals(Malformed.VERSION, check(good.copy().setByte(0, 0x0a)));
        assertEquals(Malformed.UNKNOWN_TYPE, check(good.copy().setByte(1, 0x83)));
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(3, 7)), "header shorter than its fields");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(3, 9)), "longer without X");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(2, 0x10)), "X without extensions");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setByte(9, 0)), "no key phase");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setShort(20, 2)), "fragment 2 of 2");
        assertEquals(Malformed.BAD_HEADER, check(good.copy().setShort(20, 0).setShort(22, 0)), "of none");
    }

    @Test
    void ignoresReservedBits() {
        assertNull(check(data(new byte[0]).setByte(2, 0x8f).setByte(9, 0x1d)));
    }

    @Test
    void ignoresAnEvenExtensionAndRefusesAnOddOne() {
        assertNull(check(data(new byte[] {0x1a, 2, 5, 5})));
        assertNull(check(data(new byte[] {0x1a, 0, 0, 0x77})), "filled up behind type 0");
        assertEquals(Malformed.UNKNOWN_MANDATORY, check(data(new byte[] {0x1b, 2, 5, 5})));
        assertEquals(Malformed.TRUNCATED, check(data(new byte[] {0x1a, 3, 5, 5})));
        assertEquals(Malformed.TRUNCATED, check(data(new byte[] {0x1a, 0, 0x1c, 0x40})));
    }

    @Test
    void takesPaddingWithoutKeyOrFragments() {
        ByteBuf b = Unpooled.buffer();
        MediaHeader.write(b, MediaHeader.TYPE_PADDING, 0, 9, 1, 0, 0, 0, 55, 0, 0, 0, 0);
        assertNull(MediaHeader.check(b, 0, 32));
        assertEquals(Malformed.BAD_HEADER, MediaHeader.check(b.setShort(22, 1), 0, 32));
    }

    @Test
    void controlIsNoMedia() {
        assertFalse(MediaHeader.isMedia(Unpooled.wrappedBuffer(new byte[] {0x09, 0x10}), 0, 2));
        assertFalse(MediaHeader.isMedia(Unpooled.wrappedBuffer(new byte[] {0x09}), 0, 1));
        assertFalse(MediaHeader.isMedia(Unpooled.EMPTY_BUFFER, 0, 0));
    }

    @Test
    void neverThrowsOnJunk() {
        long seed = 4711;
        Random random = new Random(seed);
        ByteBuf b = Unpooled.buffer(1200);
        byte[] junk = new byte[80];
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(junk);
            int length = random.nextInt(junk.length + 1);
            if (random.nextInt(8) > 0) {
                junk[0] = 0x09;
                junk[1] = (byte) (0x80 + random.nextInt(4));
                junk[3] = (byte) random.nextInt(22);
            }
            b.clear().writeBytes(junk, 0, length);
            try {
                MediaHeader.isMedia(b, 0, length);
                MediaHeader.check(b, 0, length);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", datagram " + i, e);
            }
        }
    }

    private static ByteBuf data(byte[] extensions) {
        ByteBuf b = Unpooled.buffer();
        int flags = extensions.length > 0 ? MediaHeader.FLAG_EXTENSIONS : 0;
        MediaHeader.write(b, MediaHeader.TYPE_DATA, flags, 9, 1, 0, 1, 0, 55, 6, 1, 2, 1_000_000);
        b.setByte(3, 8 + extensions.length / 4);
        return b.writeBytes(extensions).writeZero(MediaHeader.TAG_BYTES);
    }

    private static @Nullable Malformed check(ByteBuf b) {
        return MediaHeader.check(b, 0, b.writerIndex());
    }
}
