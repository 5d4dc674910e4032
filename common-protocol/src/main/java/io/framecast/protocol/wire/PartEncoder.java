package io.framecast.protocol.wire;

import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.EndToEnd;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Writes what several packets have in common. */
final class PartEncoder {

    private PartEncoder() {}

    static void metadata(ByteBuf out, Metadata metadata) {
        int begun = Tlv.begin(out, TlvType.METADATA);
        metadataFields(out, metadata);
        Tlv.end(out, begun);
    }

    static void metadataFields(ByteBuf out, Metadata metadata) {
        Tlv.textUnlessEmpty(out, TlvType.TITLE, metadata.title());
        for (String tag : metadata.tags()) {
            Tlv.text(out, TlvType.TAG, tag);
        }
        Tlv.textUnlessEmpty(out, TlvType.CODEC, metadata.codec());
        Tlv.varintUnlessZero(out, TlvType.WIDTH, metadata.width());
        Tlv.varintUnlessZero(out, TlvType.HEIGHT, metadata.height());
        Tlv.varintUnlessZero(out, TlvType.MILLI_FPS, metadata.milliFps());
        Tlv.varintUnlessZero(out, TlvType.BITRATE, metadata.bitrate());
        EndToEnd endToEnd = metadata.endToEnd();
        if (endToEnd != null) {
            Tlv.header(out, TlvType.END_TO_END, Limits.SALT_BYTES + Limits.CHECK_BYTES);
            out.writeBytes(endToEnd.salt()).writeBytes(endToEnd.check());
        }
    }

    static void stream(ByteBuf out, StreamInfo stream) {
        int begun = Tlv.begin(out, TlvType.STREAM);
        Tlv.varint(out, TlvType.ALIAS, stream.alias());
        Tlv.bytes(out, TlvType.BASE_KEY, stream.baseKey());
        Tlv.varintUnlessZero(out, TlvType.EPOCH, stream.epoch());
        Tlv.varint(out, TlvType.FRAGMENT_BYTES, stream.fragmentBytes());
        metadata(out, stream.metadata());
        laneStarts(out, stream.lanes());
        Tlv.end(out, begun);
    }

    static void entry(ByteBuf out, StreamEntry entry) {
        int begun = Tlv.begin(out, TlvType.STREAM_ENTRY);
        Tlv.text(out, TlvType.PRODUCER_ID, entry.producerId());
        metadata(out, entry.metadata());
        Tlv.varintUnlessZero(out, TlvType.VIEWERS, entry.viewers());
        Tlv.varintUnlessZero(out, TlvType.BITRATE, entry.bitrate());
        Tlv.varintUnlessZero(out, TlvType.SINCE_SECONDS, entry.sinceSeconds());
        Tlv.end(out, begun);
    }

    static void notice(ByteBuf out, NoticeBody body) {
        switch (body) {
            case NoticeBody.Up up -> {
                int begun = Tlv.begin(out, TlvType.UP);
                Tlv.text(out, TlvType.PRODUCER_ID, up.producerId());
                stream(out, up.stream());
                Tlv.end(out, begun);
            }
            case NoticeBody.Down down -> {
                int begun = Tlv.begin(out, TlvType.DOWN);
                Tlv.text(out, TlvType.PRODUCER_ID, down.producerId());
                Tlv.varint(out, TlvType.ALIAS, down.alias());
                Tlv.varint(out, TlvType.END_REASON, Codes.END.code(down.reason()));
                positions(out, TlvType.CONTIGUOUS, down.last());
                Tlv.end(out, begun);
            }
            case NoticeBody.Switched switched -> {
                int begun = Tlv.begin(out, TlvType.SWITCHED);
                Tlv.varint(out, TlvType.ALIAS, switched.alias());
                laneStarts(out, switched.lanes());
                if (switched.level() != Level.ALL) {
                    Tlv.varint(out, TlvType.LEVEL, Codes.LEVEL.code(switched.level()));
                }
                Tlv.end(out, begun);
            }
            case NoticeBody.GoAway away -> {
                int begun = Tlv.begin(out, TlvType.GO_AWAY);
                Tlv.varint(out, TlvType.RETRY_MILLIS, away.retryMillis());
                Tlv.end(out, begun);
            }
        }
    }

    static void laneStarts(ByteBuf out, List<LaneStart> lanes) {
        if (lanes.isEmpty()) {
            return;
        }
        Tlv.header(out, TlvType.LANE_STARTS, 10 * lanes.size());
        for (LaneStart lane : lanes) {
            out.writeShort(lane.lane());
            out.writeInt(lane.firstSequence());
            out.writeInt(lane.firstFrame());
        }
    }

    static void positions(ByteBuf out, int type, List<LanePosition> positions) {
        if (positions.isEmpty()) {
            return;
        }
        Tlv.header(out, type, 10 * positions.size());
        for (LanePosition position : positions) {
            out.writeInt((int) position.alias());
            out.writeShort(position.lane());
            out.writeInt(position.nextSequence());
        }
    }

    static void laneReports(ByteBuf out, List<LaneReport> reports) {
        if (reports.isEmpty()) {
            return;
        }
        int begun = Tlv.begin(out, TlvType.RECEIVED);
        for (LaneReport report : reports) {
            out.writeInt((int) report.alias());
            out.writeShort(report.lane());
            out.writeInt(report.highestSequence());
            Varint.write(out, report.received());
            Varint.write(out, report.lost());
            Varint.write(out, report.repaired());
            Varint.write(out, report.jitterMicros());
        }
        Tlv.end(out, begun);
    }

    static void streamReports(ByteBuf out, List<StreamReport> reports) {
        if (reports.isEmpty()) {
            return;
        }
        int begun = Tlv.begin(out, TlvType.VIEWED);
        for (StreamReport report : reports) {
            out.writeInt((int) report.alias());
            out.writeShort((report.catchingUp() ? 1 : 0) | (report.absolute() ? 2 : 0));
            Varint.write(out, report.bytes());
            Varint.write(out, report.queueMicros());
            Varint.write(out, report.latencyMicros());
            Varint.write(out, report.worstMicros());
        }
        Tlv.end(out, begun);
    }

    static void encodeTimes(ByteBuf out, List<EncodeTime> times) {
        if (times.isEmpty()) {
            return;
        }
        int begun = Tlv.begin(out, TlvType.ENCODED);
        for (EncodeTime time : times) {
            out.writeInt((int) time.alias());
            Varint.write(out, time.micros());
        }
        Tlv.end(out, begun);
    }

    static void hops(ByteBuf out, List<HopTimes> hops) {
        if (hops.isEmpty()) {
            return;
        }
        int begun = Tlv.begin(out, TlvType.HOPS);
        for (HopTimes hop : hops) {
            out.writeInt((int) hop.alias());
            Varint.write(out, hop.encodedMicros());
            Varint.write(out, hop.arrivedMicros());
            Varint.write(out, hop.forwardedMicros());
        }
        Tlv.end(out, begun);
    }

    static void clocks(ByteBuf out, List<ClockOffset> clocks) {
        if (clocks.isEmpty()) {
            return;
        }
        int begun = Tlv.begin(out, TlvType.CLOCKS);
        for (ClockOffset clock : clocks) {
            out.writeInt((int) clock.alias());
            out.writeLong(clock.offsetMicros());
            Varint.write(out, clock.uncertaintyMicros());
        }
        Tlv.end(out, begun);
    }

    static void ranges(ByteBuf out, int type, List<SequenceRange> ranges) {
        Tlv.header(out, type, 6 * ranges.size());
        for (SequenceRange range : ranges) {
            out.writeInt(range.first());
            out.writeShort(range.count());
        }
    }

    static void producerIds(ByteBuf out, int type, List<String> ids) {
        for (String id : ids) {
            Tlv.text(out, type, id);
        }
    }
}
