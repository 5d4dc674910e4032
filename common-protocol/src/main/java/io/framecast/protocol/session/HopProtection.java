package io.framecast.protocol.session;

import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.fec.LossEstimate;
import io.framecast.protocol.fec.RepairEncoder;
import io.framecast.protocol.fec.RepairShare;
import io.framecast.protocol.fec.SealedFrame;
import io.framecast.protocol.media.MediaSink;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * REPAIR from a publisher to its broker, where the round trip leaves no time to ask twice: one frame's at a time. What is lost is told
 * by what the broker asks for. Owned by the {@link SendQueue}.
 */
final class HopProtection {

    /** What a frame may lose on this hop: viewers have budgets from 200 ms on. */
    private static final long BUDGET_NANOS = 100_000_000L;

    private final RepairEncoder encoder = new RepairEncoder();
    private final LossEstimate loss = new LossEstimate(RepairShare.LOSS_HALF_LIFE_NANOS);
    private long repaired;
    private @Nullable ByteBuf memory;
    private int segmentBytes;
    private int sent;

    /** So many datagrams were sent again. */
    void onRepaired(int datagrams) {
        repaired += datagrams;
    }

    /** Begins with a frame, whose memory it reads once. Returns how many datagrams follow it. */
    int start(PacketizedFrame frame, long roundTripNanos, long nowNanos, ByteBufAllocator allocator) {
        clear();
        loss.add(frame.count(), repaired, nowNanos);
        repaired = 0;
        int datagrams = RepairShare.datagrams(share(roundTripNanos), frame.count());
        if (datagrams > 0) {
            SealedFrame sealed = new SealedFrame(
                    frame.memory(), frame.stride(), frame.count(), frame.bytes(0), frame.bytes(frame.count() - 1));
            segmentBytes = sealed.repairBytes() + MediaHeader.TRAILER_BYTES;
            memory = encoder.encode(allocator, sealed, 0, datagrams, MediaHeader.TRAILER_BYTES);
        }
        return datagrams;
    }

    private double share(long roundTripNanos) {
        return RepairShare.of(loss.ratio(), RepairShare.rounds(BUDGET_NANOS, 0, roundTripNanos));
    }

    /** Signs the next datagrams and sends them as one run. */
    void send(MediaSink sink, TrailerSigner signer, int datagrams) {
        ByteBuf run = memory;
        if (run == null || datagrams == 0) {
            return;
        }
        int from = sent * segmentBytes;
        for (int i = 0; i < datagrams; i++) {
            signer.sign(run, from + i * segmentBytes, segmentBytes - MediaHeader.TRAILER_BYTES);
        }
        sink.send(run, from, datagrams * segmentBytes, segmentBytes);
        sent += datagrams;
    }

    /** Lets go of what is left. */
    void clear() {
        if (memory != null) {
            memory.release();
            memory = null;
        }
        sent = 0;
    }
}
