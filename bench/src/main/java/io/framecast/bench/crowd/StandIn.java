package io.framecast.bench.crowd;

import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What a session is given in place of the media that it is spared: now and then a PADDING which says that the video's lane stands where
 * it began. So it hears something, reports it, and misses nothing; a broker cuts off who hears nothing. Owned by its member.
 */
final class StandIn {
    private static final long EVERY_NANOS = 200_000_000L;

    private @Nullable ByteBuf padding;
    private long toldNanos;

    void onStream(StreamInfo stream) {
        for (LaneStart lane : stream.lanes()) {
            if (lane.lane() >>> 3 == 1) {
                ByteBuf made = Unpooled.buffer(MediaHeader.BYTES);
                MediaHeader.write(
                        made,
                        MediaHeader.TYPE_PADDING,
                        0,
                        stream.alias(),
                        1,
                        lane.lane() & 7,
                        0,
                        0,
                        lane.firstSequence() - 1,
                        lane.firstFrame(),
                        0,
                        0,
                        0);
                padding = made;
            }
        }
    }

    /** One that is due; null: none is. */
    @Nullable
    ByteBuf due(long nowNanos) {
        if (padding == null || nowNanos - toldNanos < EVERY_NANOS) {
            return null;
        }
        toldNanos = nowNanos;
        return padding;
    }
}
