package io.framecast.broker.core;

import io.framecast.protocol.repair.Slot;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** What leaves of one lane, counted: runs out of the ring and PADDING, to all rows of the lane's table or to one subscriber. */
final class LaneOutput {

    final SubscriberTable table = new SubscriberTable();

    private final Context context;
    private final long alias;
    private final int lane;
    private long sentBytes;

    LaneOutput(Context context, long alias, int lane) {
        this.context = context;
        this.alias = alias;
        this.lane = lane;
    }

    /** All that one row of the table was sent so far. */
    long sentBytes() {
        return sentBytes;
    }

    void fanOut(Slot slot) {
        sentBytes += slot.length();
        if (!table.isEmpty()) {
            context.count(BrokerCounter.MEDIA_SENT, (long) table.size() * slot.count());
            context.count(BrokerCounter.MEDIA_BYTES_SENT, (long) table.size() * slot.length());
            context.media.fanOut(table, slot.memory(), slot.offset(), slot.length(), slot.segmentBytes());
        }
    }

    void sendTo(InetSocketAddress to, Slot slot, BrokerCounter counter) {
        context.count(counter, slot.count());
        context.count(BrokerCounter.MEDIA_SENT, slot.count());
        context.count(BrokerCounter.MEDIA_BYTES_SENT, slot.length());
        context.media.sendTo(to, slot.memory(), slot.offset(), slot.length(), slot.segmentBytes());
    }

    /** Tells all rows where the lane stands: its newest sequence, and the frame that it belongs to. */
    void pad(int newestSequence, int newestFrame) {
        context.count(BrokerCounter.PADDING_SENT, table.size());
        if (!table.isEmpty()) {
            ByteBuf datagram = newPadding(newestSequence, newestFrame);
            context.media.fanOut(table, datagram, 0, MediaHeader.BYTES, MediaHeader.BYTES);
            datagram.release();
        }
    }

    /** Tells one subscriber. */
    void padTo(InetSocketAddress to, int newestSequence, int newestFrame) {
        context.count(BrokerCounter.PADDING_SENT);
        ByteBuf datagram = newPadding(newestSequence, newestFrame);
        context.media.sendTo(to, datagram, 0, MediaHeader.BYTES, MediaHeader.BYTES);
        datagram.release();
    }

    private ByteBuf newPadding(int newestSequence, int newestFrame) {
        ByteBuf datagram = context.allocator.directBuffer(MediaHeader.BYTES);
        MediaHeader.write(
                datagram,
                MediaHeader.TYPE_PADDING,
                0,
                alias,
                lane >>> 3,
                lane & 7,
                0,
                0,
                newestSequence,
                newestFrame,
                0,
                0,
                0);
        return datagram;
    }
}
