package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads the TLVs of each packet. */
final class ControlDecoder {

    private ControlDecoder() {}

    static Decoded decode(int type, ByteBuf in, int from, int end) {
        if (end - from > Limits.BODY_BYTES) {
            return Malformed.OUT_OF_RANGE;
        }
        Fields f = Fields.scan(in, from, end);
        ControlPacket packet = read(type, f);
        Malformed problem = f.problem();
        return packet == null ? Malformed.UNKNOWN_TYPE : problem != null ? problem : packet;
    }

    private static @Nullable ControlPacket read(int type, Fields f) {
        return switch (type) {
            case ControlType.SUBSCRIBE ->
                new ControlPacket.Subscribe(
                        request(f),
                        f.producerId(),
                        f.integer(TlvType.LATENCY_MILLIS, 0, Limits.LATENCY_MILLIS),
                        f.integerOrZero(TlvType.RECEIVE_BUFFER_BYTES, Integer.MAX_VALUE));
            case ControlType.UNSUBSCRIBE -> new ControlPacket.Unsubscribe(request(f), f.producerId());
            case ControlType.LIST ->
                new ControlPacket.ListStreams(
                        request(f), f.prefixOrNone(TlvType.PREFIX), f.prefixOrNone(TlvType.AFTER));
            case ControlType.ANNOUNCE ->
                new ControlPacket.Announce(
                        request(f),
                        f.producerId(),
                        f.bytes(TlvType.OWNER, 32),
                        f.bytes(TlvType.BASE_KEY, 32),
                        PartDecoder.fragmentBytes(f),
                        PartDecoder.metadata(f),
                        PartDecoder.laneStarts(f));
            case ControlType.UPDATE ->
                new ControlPacket.Update(request(f), f.textOrNone(TlvType.TOKEN, Limits.TOKEN_BYTES));
            case ControlType.SUBSCRIBE_OK ->
                new ControlPacket.SubscribeOk(
                        request(f), f.producerId(), f.has(TlvType.STREAM) ? PartDecoder.stream(f) : null);
            case ControlType.ANNOUNCE_OK -> new ControlPacket.AnnounceOk(request(f), PartDecoder.alias(f));
            case ControlType.LIST_OK ->
                new ControlPacket.ListOk(request(f), PartDecoder.entries(f), f.integerOrZero(TlvType.MORE, 1) == 1);
            case ControlType.UPDATE_OK -> new ControlPacket.UpdateOk(request(f));
            case ControlType.ERROR ->
                new ControlPacket.Refused(
                        request(f),
                        f.code(TlvType.ERROR_CODE, Codes.ERROR),
                        f.textOrNone(TlvType.DETAIL, Limits.DETAIL_BYTES));
            case ControlType.END ->
                new ControlPacket.End(request(f), PartDecoder.alias(f), f.code(TlvType.END_REASON, Codes.END));
            case ControlType.NOTICE ->
                new ControlPacket.Notice(f.varint(TlvType.NOTICE_NUMBER, 1, Varint.MAX), PartDecoder.notice(f));
            case ControlType.REPORT ->
                new ControlPacket.Report(
                        f.u64(TlvType.SENT_NANOS),
                        f.bytesOrNone(TlvType.LEASE_NONCE, 16),
                        f.varintOr(TlvType.NOTICES_SEEN, 0, 0, Varint.MAX),
                        f.varintOr(TlvType.DROPS_SEEN, 0, 0, Varint.MAX),
                        PartDecoder.laneReports(f),
                        PartDecoder.streamReports(f),
                        PartDecoder.positions(f, TlvType.PUBLISHED),
                        PartDecoder.encodeTimes(f),
                        f.producerIds(TlvType.SUBSCRIBED, Limits.LIST_ITEMS));
            case ControlType.REPORT_ACK ->
                new ControlPacket.ReportAck(
                        f.u64(TlvType.SENT_NANOS),
                        f.varint(TlvType.HOLD_NANOS, 0, Varint.MAX),
                        f.u64(TlvType.BROKER_MICROS),
                        f.bytesOrNone(TlvType.LEASE_NONCE, 16),
                        f.producerIds(TlvType.UNKNOWN, Limits.LIST_ITEMS),
                        PartDecoder.positions(f, TlvType.CONTIGUOUS),
                        PartDecoder.clocks(f),
                        PartDecoder.hops(f));
            case ControlType.NACK ->
                new ControlPacket.Nack(
                        PartDecoder.alias(f),
                        PartDecoder.lane(f),
                        PartDecoder.ranges(f, TlvType.MISSING, Limits.NACK_RANGES));
            case ControlType.DROP ->
                new ControlPacket.Drop(
                        PartDecoder.alias(f),
                        PartDecoder.lane(f),
                        PartDecoder.range(f, TlvType.GONE),
                        f.code(TlvType.DROP_REASON, Codes.DROP),
                        f.varintOr(TlvType.DROP_NUMBER, 0, 0, Varint.MAX));
            case ControlType.KEY_REQUEST ->
                new ControlPacket.KeyRequest(PartDecoder.alias(f), f.integer(TlvType.TRACK, 0, 255));
            case ControlType.PING -> new ControlPacket.Ping(f.u64(TlvType.PATH_TOKEN));
            case ControlType.PONG -> new ControlPacket.Pong(f.u64(TlvType.PATH_TOKEN), f.u64OrZero(TlvType.SENT_NANOS));
            case ControlType.PATH_CHALLENGE -> new ControlPacket.PathChallenge(f.u64(TlvType.PATH_TOKEN));
            case ControlType.PATH_RESPONSE -> new ControlPacket.PathResponse(f.u64(TlvType.PATH_TOKEN));
            case ControlType.CLOSE -> new ControlPacket.Close(f.code(TlvType.CLOSE_REASON, Codes.CLOSE));
            default -> null;
        };
    }

    private static long request(Fields f) {
        return f.varint(TlvType.REQUEST, 0, Varint.MAX);
    }
}
