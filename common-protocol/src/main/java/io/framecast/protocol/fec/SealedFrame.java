package io.framecast.protocol.fec;

import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.RepairHeader;
import io.netty.buffer.ByteBuf;

/**
 * A whole frame as sealed datagrams at a fixed distance. The memory is borrowed and starts with fragment 0.
 *
 * @param stride from one datagram to the next
 * @param count datagrams
 * @param fragmentBytes of each but the last
 * @param lastBytes of the last one
 */
public record SealedFrame(ByteBuf memory, int stride, int count, int fragmentBytes, int lastBytes) {

    public int blocks() {
        return RepairHeader.blocks(count);
    }

    /** The most REPAIR datagrams that there can be; 0: it has too many fragments. */
    public int mostRepairs() {
        return count > RepairHeader.MOST_FRAGMENTS ? 0 : blocks() * RepairHeader.MOST_ROWS;
    }

    /** Of each REPAIR datagram, without a trailer. */
    public int repairBytes() {
        return headerBytes() + RepairHeader.FIELDS_BYTES + symbolBytes();
    }

    int headerBytes() {
        return MediaHeader.headerBytes(memory, 0);
    }

    /** A frame in one datagram is not padded to a full one. */
    int symbolBytes() {
        return RepairHeader.LENGTH_BYTES + (count == 1 ? lastBytes : fragmentBytes) - headerBytes();
    }

    /** Writes fragment {@code index} as a source symbol at index 0. */
    void symbol(int index, byte[] out) {
        int symbolBytes = symbolBytes();
        int sealedBytes = (index == count - 1 ? lastBytes : fragmentBytes) - headerBytes();
        Symbols.length(out, sealedBytes);
        memory.getBytes(index * stride + headerBytes(), out, RepairHeader.LENGTH_BYTES, sealedBytes);
        Symbols.pad(out, sealedBytes, symbolBytes);
    }
}
