package io.framecast.protocol.session;

import io.framecast.fuzz.FuzzInput;
import io.framecast.protocol.wire.ControlCodec;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Well-formed packets of a broker whose contents a fuzzer chose: true, nearly true, or not. */
final class Said {

    private static final long FIRST_PUBLISHED_ALIAS = 1000;

    private Said() {}

    static byte[] bytes(ControlPacket packet) {
        ByteBuf out = Unpooled.buffer();
        ControlCodec.encode(packet, out);
        return ByteBufUtil.getBytes(out);
    }

    static ControlPacket any(FuzzInput input, TestStream stream, long nowNanos) {
        long alias = alias(input, stream);
        return switch (input.below(14)) {
            case 0 -> new ControlPacket.Notice(1 + input.below(8), notice(input, stream, alias));
            case 1 -> new ControlPacket.Nack(alias, lane(input), ranges(input, stream));
            case 2 ->
                new ControlPacket.Drop(
                        alias,
                        lane(input),
                        ranges(input, stream).getFirst(),
                        input.one(DropReason.values()),
                        input.below(6));
            case 3 -> new ControlPacket.KeyRequest(alias, input.u8());
            case 4 -> reportAck(input, stream, alias, nowNanos);
            case 5 -> new ControlPacket.SubscribeOk(input.u8(), FuzzedClient.WATCHED, info(input, stream));
            case 6 -> new ControlPacket.AnnounceOk(input.u8(), alias);
            case 7 -> new ControlPacket.Refused(input.u8(), input.one(ErrorCode.values()), "");
            case 8 -> new ControlPacket.End(input.u8(), alias, input.one(EndReason.values()));
            case 9 -> new ControlPacket.ListOk(input.u8(), List.of(), input.flag());
            case 10 -> new ControlPacket.UpdateOk(input.u8());
            case 11 -> new ControlPacket.PathChallenge(input.u8());
            case 12 -> new ControlPacket.Close(input.one(CloseReason.values()));
            default -> new ControlPacket.Ping(input.u8());
        };
    }

    private static long alias(FuzzInput input, TestStream stream) {
        return switch (input.below(4)) {
            case 0 -> input.u8();
            case 1 -> FIRST_PUBLISHED_ALIAS + input.below(3);
            default -> stream.alias;
        };
    }

    private static int lane(FuzzInput input) {
        return input.flag() ? input.u8() : TestStream.LANE;
    }

    /** Near what was sent, or anywhere. */
    private static int sequence(FuzzInput input, TestStream stream) {
        return input.flag() ? input.i32() : stream.nextSequence() - 16 + input.below(32);
    }

    private static List<SequenceRange> ranges(FuzzInput input, TestStream stream) {
        SequenceRange range = new SequenceRange(sequence(input, stream), Math.max(1, input.u16()));
        return input.flag() ? List.of(range, new SequenceRange(input.u8(), 1 + input.u8())) : List.of(range);
    }

    private static StreamInfo info(FuzzInput input, TestStream stream) {
        StreamInfo info = stream.infoFrom(sequence(input, stream), stream.nextFrame() - 8 + input.below(16));
        if (input.flag()) {
            return info;
        }
        return new StreamInfo(
                alias(input, stream),
                info.baseKey(),
                input.below(4),
                256 + input.u16() % 4_000,
                info.metadata(),
                List.of(
                        new LaneStart(lane(input), input.i32(), input.i32()),
                        info.lanes().getFirst()));
    }

    private static NoticeBody notice(FuzzInput input, TestStream stream, long alias) {
        return switch (input.below(4)) {
            case 0 -> new NoticeBody.Up(FuzzedClient.WATCHED, info(input, stream));
            case 1 ->
                new NoticeBody.Down(
                        FuzzedClient.WATCHED,
                        alias,
                        input.one(EndReason.values()),
                        List.of(new LanePosition(alias, lane(input), sequence(input, stream))));
            case 2 ->
                new NoticeBody.Switched(
                        alias,
                        List.of(new LaneStart(lane(input), sequence(input, stream), input.i32())),
                        input.one(Level.values()));
            default -> new NoticeBody.GoAway(input.u16());
        };
    }

    private static ControlPacket reportAck(FuzzInput input, TestStream stream, long alias, long nowNanos) {
        return new ControlPacket.ReportAck(
                input.flag() ? nowNanos : input.i64(),
                input.u16() * 100_000L,
                input.flag() ? nowNanos / 1000 : input.i64(),
                new byte[16],
                input.flag() ? List.of(FuzzedClient.WATCHED) : List.of(),
                List.of(new LanePosition(alias, lane(input), sequence(input, stream))),
                List.of(new ClockOffset(alias, input.i64(), input.u16())),
                List.of(new HopTimes(alias, input.u16(), input.u16(), input.u16())));
    }
}
