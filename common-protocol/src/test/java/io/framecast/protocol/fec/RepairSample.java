package io.framecast.protocol.fec;

import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.wire.RepairHeader;
import io.framecast.sim.SampleStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/** A frame's DATA datagrams and its REPAIR, as arrays. */
public record RepairSample(List<byte[]> data, List<byte[]> repairs) {

    /** Takes over the frame. */
    public static RepairSample of(PacketizedFrame frame, int datagrams) {
        SealedFrame sealed = sealed(frame);
        ByteBuf slab = new RepairEncoder().encode(SampleStream.UNTRACKED, sealed, 0, datagrams, 0);
        List<byte[]> repairs = split(slab, sealed.repairBytes());
        slab.release();
        return new RepairSample(SampleStream.datagrams(frame), repairs);
    }

    /** The first REPAIR of a frame that is one datagram. */
    public static byte[] of(ByteBuf datagram, int bytes) {
        SealedFrame sealed = new SealedFrame(datagram, bytes, 1, bytes, bytes);
        ByteBuf slab = new RepairEncoder().encode(SampleStream.UNTRACKED, sealed, 0, 1, 0);
        byte[] repair = ByteBufUtil.getBytes(slab);
        slab.release();
        return repair;
    }

    /** What each source symbol is multiplied by in a row. */
    public static byte[] factors(int row) {
        byte[] factors = new byte[RepairHeader.MOST_SOURCES];
        for (int k = 0; k < factors.length; k++) {
            ReedSolomon.accumulate(row, k, new byte[] {1}, 0, factors, k, 1);
        }
        return factors;
    }

    static SealedFrame sealed(PacketizedFrame frame) {
        return new SealedFrame(
                frame.memory(), frame.stride(), frame.count(), frame.bytes(0), frame.bytes(frame.count() - 1));
    }

    static List<byte[]> split(ByteBuf slab, int bytes) {
        List<byte[]> all = new ArrayList<>();
        for (int at = 0; at < slab.writerIndex(); at += bytes) {
            all.add(ByteBufUtil.getBytes(slab, at, bytes));
        }
        return all;
    }
}
