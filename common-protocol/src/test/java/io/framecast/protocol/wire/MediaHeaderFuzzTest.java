package io.framecast.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Media datagrams without a trailer: DATA, REPAIR and padding, extensions included. */
class MediaHeaderFuzzTest {

    @FuzzTest
    void whatTheCheckLetsThroughIsWhatTheFormatSays(byte[] input) {
        ByteBuf datagram = Unpooled.wrappedBuffer(input);
        boolean media = MediaHeader.isMedia(datagram, 0, input.length);
        if (MediaHeader.check(datagram, 0, input.length) != null) {
            return;
        }
        assertTrue(media, "what is checked as media is taken for media");
        int headerBytes = MediaHeader.headerBytes(datagram, 0);
        assertTrue(headerBytes >= MediaHeader.BYTES && headerBytes <= input.length, headerBytes + " bytes of header");
        assertEquals(
                headerBytes > MediaHeader.BYTES, (MediaHeader.flags(datagram, 0) & MediaHeader.FLAG_EXTENSIONS) != 0);
        assertTrue(MediaHeader.lane(datagram, 0) <= Limits.MAX_LANE);
        switch (MediaHeader.type(datagram, 0)) {
            case MediaHeader.TYPE_DATA -> {
                assertTrue(MediaHeader.keyPhase(datagram, 0) > 0, "nothing is sealed with phase 0");
                assertTrue(MediaHeader.fragmentIndex(datagram, 0) < MediaHeader.fragmentCount(datagram, 0));
                assertTrue(input.length - headerBytes >= MediaHeader.TAG_BYTES, "a tag");
            }
            case MediaHeader.TYPE_REPAIR -> repair(datagram, input.length);
            default -> {
                assertEquals(MediaHeader.TYPE_PADDING, MediaHeader.type(datagram, 0));
                assertEquals(0, MediaHeader.fragmentCount(datagram, 0));
                assertEquals(0, MediaHeader.fragmentIndex(datagram, 0));
            }
        }
    }

    private static void repair(ByteBuf datagram, int length) {
        int fields = MediaHeader.headerBytes(datagram, 0);
        int count = MediaHeader.fragmentCount(datagram, 0);
        int block = RepairHeader.block(datagram, 0);
        assertTrue(MediaHeader.keyPhase(datagram, 0) > 0, "nothing is sealed with phase 0");
        assertTrue(count >= 1 && count <= 255 * 64, count + " fragments");
        int blocks = (count + 63) / 64;
        assertEquals(blocks, datagram.getUnsignedByte(fields + 1), "blocks");
        assertTrue(block < blocks, "block " + block + " of " + blocks);
        int sources = RepairHeader.sources(count, block);
        assertEquals(sources, datagram.getUnsignedByte(fields + 2), "Kb");
        assertTrue(sources >= 1 && sources <= 64, sources + " sources");
        assertTrue(RepairHeader.fragment(count, block, sources - 1) < count, "the last source is a fragment");
        int rows = datagram.getUnsignedByte(fields + 3);
        assertTrue(
                rows <= 64 && RepairHeader.row(datagram, 0) < rows,
                "row " + RepairHeader.row(datagram, 0) + " of " + rows);
        int symbol = RepairHeader.symbolBytes(datagram, 0, length);
        assertTrue(symbol > 2 + 16, "length, a byte and a tag in " + symbol + " bytes");
        assertEquals(length, RepairHeader.symbolAt(datagram, 0) + symbol);
    }
}
