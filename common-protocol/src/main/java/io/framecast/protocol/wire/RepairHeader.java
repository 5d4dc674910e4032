package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a REPAIR datagram has beside its {@link MediaHeader}, which is that of the frame's fragment 0 with another type and the
 * row in the place of the fragment index. Read in place.
 *
 * <pre>
 *  0               1               2               3
 * |     block     |    blocks     |      Kb       |      Rb       |  hlen*4
 * | symbol: length (u16) | payload + tag | zero pad, all coded    |  hlen*4 + 4
 * </pre>
 *
 * A frame of {@code count} fragments has {@code ceil(count / 64)} blocks; fragment k is source symbol {@code k / blocks} of block
 * {@code k mod blocks}. The accessors take the absolute index of the datagram's first byte.
 */
public final class RepairHeader {

    /** Block, blocks, Kb, Rb. */
    public static final int FIELDS_BYTES = 4;

    /** In front of each source symbol. */
    public static final int LENGTH_BYTES = 2;

    /** By how much the REPAIR of a frame with several fragments is longer than a full one of them. */
    public static final int EXTRA_BYTES = FIELDS_BYTES + LENGTH_BYTES;

    /** Source symbols of a block: 64 of them fit into a mask. */
    public static final int MOST_SOURCES = 64;

    /** Rows of a block. */
    public static final int MOST_ROWS = 64;

    private static final int MOST_BLOCKS = 255;

    /** Frames with more fragments have no REPAIR. */
    public static final int MOST_FRAGMENTS = MOST_BLOCKS * MOST_SOURCES;

    private RepairHeader() {}

    /** Of a datagram whose type is REPAIR and whose header is there. */
    static @Nullable Malformed check(ByteBuf b, int at, int length) {
        int fields = at + MediaHeader.headerBytes(b, at);
        int symbol = symbolBytes(b, at, length);
        if (MediaHeader.keyPhase(b, at) == 0) {
            return Malformed.BAD_HEADER;
        }
        if (symbol <= LENGTH_BYTES + MediaHeader.TAG_BYTES) {
            return Malformed.TRUNCATED;
        }
        int count = MediaHeader.fragmentCount(b, at);
        int blocks = b.getUnsignedByte(fields + 1);
        int block = b.getUnsignedByte(fields);
        int rows = b.getUnsignedByte(fields + 3);
        if (count < 1
                || count > MOST_FRAGMENTS
                || blocks != blocks(count)
                || block >= blocks
                || b.getUnsignedByte(fields + 2) != sources(count, block)
                || rows > MOST_ROWS
                || row(b, at) >= rows) {
            return Malformed.BAD_HEADER;
        }
        return null;
    }

    public static int row(ByteBuf b, int at) {
        return MediaHeader.fragmentIndex(b, at);
    }

    public static int block(ByteBuf b, int at) {
        return b.getUnsignedByte(at + MediaHeader.headerBytes(b, at));
    }

    /** Where the symbol starts, counted from the datagram's first byte. */
    public static int symbolAt(ByteBuf b, int at) {
        return MediaHeader.headerBytes(b, at) + FIELDS_BYTES;
    }

    /** @param length bytes of the datagram, without an ingress trailer */
    public static int symbolBytes(ByteBuf b, int at, int length) {
        return length - symbolAt(b, at);
    }

    /** Blocks of a frame. */
    public static int blocks(int fragmentCount) {
        return (fragmentCount + MOST_SOURCES - 1) / MOST_SOURCES;
    }

    /** Kb: source symbols of a frame's block. */
    public static int sources(int fragmentCount, int block) {
        int blocks = blocks(fragmentCount);
        return (fragmentCount - block + blocks - 1) / blocks;
    }

    /** The fragment that is source symbol {@code source} of {@code block}. */
    public static int fragment(int fragmentCount, int block, int source) {
        return source * blocks(fragmentCount) + block;
    }

    /**
     * Makes the header and the fields at {@code to} out of the header of the frame's fragment 0.
     *
     * @param rows more than {@code row}: how many the sender has made of this block
     * @return where the symbol starts, counted from {@code to}
     */
    public static int set(ByteBuf fragment, int at, ByteBuf out, int to, int block, int row, int rows) {
        int headerBytes = MediaHeader.headerBytes(fragment, at);
        int count = MediaHeader.fragmentCount(fragment, at);
        fragment.getBytes(at, out, to, headerBytes);
        becomeRepair(out, to, MediaHeader.sequence(fragment, at), row);
        out.setByte(to + headerBytes, block);
        out.setByte(to + headerBytes + 1, blocks(count));
        out.setByte(to + headerBytes + 2, sources(count, block));
        out.setByte(to + headerBytes + 3, rows);
        return headerBytes + FIELDS_BYTES;
    }

    /** Turns the header of a REPAIR, or of any fragment of its frame, into that of the frame's fragment {@code index}, in place. */
    public static void becomeFragment(ByteBuf header, int at, int firstSequence, int index) {
        header.setByte(at + MediaHeader.TYPE_AT, MediaHeader.TYPE_DATA);
        header.setInt(at + MediaHeader.SEQUENCE_AT, firstSequence + index);
        header.setShort(at + MediaHeader.FRAGMENT_INDEX_AT, index);
    }

    /** The other way round: the header of any fragment of a frame becomes that of its REPAIR of this row, in place. */
    public static void becomeRepair(ByteBuf header, int at, int firstSequence, int row) {
        header.setByte(at + MediaHeader.TYPE_AT, MediaHeader.TYPE_REPAIR);
        header.setInt(at + MediaHeader.SEQUENCE_AT, firstSequence);
        header.setShort(at + MediaHeader.FRAGMENT_INDEX_AT, row);
    }
}
