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
import java.util.Arrays;
import java.util.List;

/** Reads what several packets have in common; the counterpart of {@link PartEncoder}. */
final class PartDecoder {

    private static final long U32 = 0xffff_ffffL;

    private PartDecoder() {}

    static Metadata metadata(Fields fields) {
        if (fields.has(TlvType.METADATA) && fields.length(TlvType.METADATA) > Limits.METADATA_BYTES) {
            fields.report(Malformed.OUT_OF_RANGE);
        }
        Fields f = fields.nested(TlvType.METADATA);
        return new Metadata(
                f.textOrNone(TlvType.TITLE, Limits.TITLE_BYTES),
                f.texts(TlvType.TAG, Limits.TAGS, Limits.TAG_BYTES),
                f.textOrNone(TlvType.CODEC, Limits.CODEC_BYTES),
                f.integerOrZero(TlvType.WIDTH, 65_535),
                f.integerOrZero(TlvType.HEIGHT, 65_535),
                f.integerOrZero(TlvType.MILLI_FPS, Integer.MAX_VALUE),
                f.integerOrZero(TlvType.BITRATE, Integer.MAX_VALUE),
                f.has(TlvType.END_TO_END) ? endToEnd(f) : null);
    }

    private static EndToEnd endToEnd(Fields fields) {
        int bytes = Limits.SALT_BYTES + Limits.CHECK_BYTES;
        byte[] both = Arrays.copyOf(fields.bytes(TlvType.END_TO_END, bytes), bytes);
        return new EndToEnd(Arrays.copyOf(both, Limits.SALT_BYTES), Arrays.copyOfRange(both, Limits.SALT_BYTES, bytes));
    }

    static StreamInfo stream(Fields fields) {
        Fields f = fields.nested(TlvType.STREAM);
        return new StreamInfo(
                alias(f),
                f.bytes(TlvType.BASE_KEY, 32),
                f.varintOr(TlvType.EPOCH, 0, 0, Varint.MAX),
                fragmentBytes(f),
                metadata(f),
                laneStarts(f));
    }

    static List<StreamEntry> entries(Fields fields) {
        return fields.nestedList(
                TlvType.STREAM_ENTRY,
                Limits.STREAMS_PER_PAGE,
                f -> new StreamEntry(
                        f.producerId(),
                        metadata(f),
                        f.integerOrZero(TlvType.VIEWERS, Integer.MAX_VALUE),
                        f.integerOrZero(TlvType.BITRATE, Integer.MAX_VALUE),
                        f.varintOr(TlvType.SINCE_SECONDS, 0, 0, U32)));
    }

    static NoticeBody notice(Fields fields) {
        if (fields.has(TlvType.UP)) {
            Fields f = fields.nested(TlvType.UP);
            return new NoticeBody.Up(f.producerId(), stream(f));
        }
        if (fields.has(TlvType.DOWN)) {
            Fields f = fields.nested(TlvType.DOWN);
            return new NoticeBody.Down(
                    f.producerId(), alias(f), f.code(TlvType.END_REASON, Codes.END), positions(f, TlvType.CONTIGUOUS));
        }
        if (fields.has(TlvType.SWITCHED)) {
            Fields f = fields.nested(TlvType.SWITCHED);
            Level level = f.has(TlvType.LEVEL) ? f.code(TlvType.LEVEL, Codes.LEVEL) : Level.ALL;
            return new NoticeBody.Switched(alias(f), laneStarts(f), level);
        }
        Fields f = fields.nested(TlvType.GO_AWAY);
        return new NoticeBody.GoAway(f.integer(TlvType.RETRY_MILLIS, 0, Limits.RETRY_MILLIS));
    }

    static long alias(Fields fields) {
        return fields.varint(TlvType.ALIAS, 0, U32);
    }

    static int lane(Fields fields) {
        return fields.integer(TlvType.LANE, 0, Limits.MAX_LANE);
    }

    static int fragmentBytes(Fields fields) {
        return fields.integer(TlvType.FRAGMENT_BYTES, Limits.MIN_FRAGMENT_BYTES, Limits.MAX_FRAGMENT_BYTES);
    }

    static List<LaneStart> laneStarts(Fields fields) {
        return fields.packed(
                TlvType.LANE_STARTS,
                Limits.LANES_PER_STREAM,
                item -> new LaneStart(item.u16(0, Limits.MAX_LANE), item.u32(), item.u32()));
    }

    static List<LanePosition> positions(Fields fields, int type) {
        return fields.packed(
                type,
                Limits.LIST_ITEMS,
                item -> new LanePosition(item.u32() & U32, item.u16(0, Limits.MAX_LANE), item.u32()));
    }

    static List<LaneReport> laneReports(Fields fields) {
        return fields.packed(
                TlvType.RECEIVED,
                Limits.LIST_ITEMS,
                item -> new LaneReport(
                        item.u32() & U32,
                        item.u16(0, Limits.MAX_LANE),
                        item.u32(),
                        item.varint(0, Varint.MAX),
                        item.varint(0, Varint.MAX),
                        item.varint(0, Varint.MAX),
                        micros(item)));
    }

    static List<StreamReport> streamReports(Fields fields) {
        return fields.packed(TlvType.VIEWED, Limits.LIST_ITEMS, item -> {
            long alias = item.u32() & U32;
            int flags = item.u16(0, 65_535);
            return new StreamReport(
                    alias,
                    (flags & 1) != 0,
                    (flags & 2) != 0,
                    item.varint(0, Varint.MAX),
                    micros(item),
                    micros(item),
                    micros(item));
        });
    }

    static List<EncodeTime> encodeTimes(Fields fields) {
        return fields.packed(
                TlvType.ENCODED, Limits.LIST_ITEMS, item -> new EncodeTime(item.u32() & U32, micros(item)));
    }

    static List<HopTimes> hops(Fields fields) {
        return fields.packed(
                TlvType.HOPS,
                Limits.LIST_ITEMS,
                item -> new HopTimes(item.u32() & U32, micros(item), micros(item), micros(item)));
    }

    private static int micros(Fields.Cursor item) {
        return (int) item.varint(0, Integer.MAX_VALUE);
    }

    static List<ClockOffset> clocks(Fields fields) {
        return fields.packed(
                TlvType.CLOCKS, Limits.LIST_ITEMS, item -> new ClockOffset(item.u32() & U32, item.u64(), micros(item)));
    }

    static List<SequenceRange> ranges(Fields fields, int type, int maxItems) {
        List<SequenceRange> ranges =
                fields.packed(type, maxItems, item -> new SequenceRange(item.u32(), item.u16(1, 65_535)));
        if (ranges.isEmpty()) {
            fields.report(Malformed.MISSING_FIELD);
        }
        return ranges;
    }

    /** The one range of a TLV. */
    static SequenceRange range(Fields fields, int type) {
        List<SequenceRange> ranges = ranges(fields, type, 1);
        return ranges.isEmpty() ? new SequenceRange(0, 1) : ranges.getFirst();
    }
}
