package io.framecast.protocol.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Writes the TLVs of each packet. */
final class ControlEncoder {

    private ControlEncoder() {}

    static int typeOf(ControlPacket packet) {
        return switch (packet) {
            case ControlPacket.Subscribe p -> ControlType.SUBSCRIBE;
            case ControlPacket.Unsubscribe p -> ControlType.UNSUBSCRIBE;
            case ControlPacket.ListStreams p -> ControlType.LIST;
            case ControlPacket.Announce p -> ControlType.ANNOUNCE;
            case ControlPacket.Update p -> ControlType.UPDATE;
            case ControlPacket.SubscribeOk p -> ControlType.SUBSCRIBE_OK;
            case ControlPacket.AnnounceOk p -> ControlType.ANNOUNCE_OK;
            case ControlPacket.ListOk p -> ControlType.LIST_OK;
            case ControlPacket.UpdateOk p -> ControlType.UPDATE_OK;
            case ControlPacket.Refused p -> ControlType.ERROR;
            case ControlPacket.End p -> ControlType.END;
            case ControlPacket.Notice p -> ControlType.NOTICE;
            case ControlPacket.Report p -> ControlType.REPORT;
            case ControlPacket.ReportAck p -> ControlType.REPORT_ACK;
            case ControlPacket.Nack p -> ControlType.NACK;
            case ControlPacket.Drop p -> ControlType.DROP;
            case ControlPacket.KeyRequest p -> ControlType.KEY_REQUEST;
            case ControlPacket.Ping p -> ControlType.PING;
            case ControlPacket.Pong p -> ControlType.PONG;
            case ControlPacket.PathChallenge p -> ControlType.PATH_CHALLENGE;
            case ControlPacket.PathResponse p -> ControlType.PATH_RESPONSE;
            case ControlPacket.Close p -> ControlType.CLOSE;
        };
    }

    static void encode(ControlPacket packet, ByteBuf out) {
        switch (packet) {
            case ControlPacket.Subscribe p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.text(out, TlvType.PRODUCER_ID, p.producerId());
                Tlv.varint(out, TlvType.LATENCY_MILLIS, p.latencyMillis());
                Tlv.varintUnlessZero(out, TlvType.RECEIVE_BUFFER_BYTES, p.receiveBufferBytes());
            }
            case ControlPacket.Unsubscribe p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.text(out, TlvType.PRODUCER_ID, p.producerId());
            }
            case ControlPacket.ListStreams p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.textUnlessEmpty(out, TlvType.PREFIX, p.prefix());
                Tlv.textUnlessEmpty(out, TlvType.AFTER, p.after());
            }
            case ControlPacket.Announce p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.text(out, TlvType.PRODUCER_ID, p.producerId());
                Tlv.bytes(out, TlvType.OWNER, p.owner());
                Tlv.bytes(out, TlvType.BASE_KEY, p.baseKey());
                Tlv.varint(out, TlvType.FRAGMENT_BYTES, p.fragmentBytes());
                PartEncoder.metadata(out, p.metadata());
                PartEncoder.laneStarts(out, p.lanes());
            }
            case ControlPacket.Update p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.text(out, TlvType.TOKEN, p.token());
            }
            case ControlPacket.SubscribeOk p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.text(out, TlvType.PRODUCER_ID, p.producerId());
                ControlPacket.StreamInfo stream = p.stream();
                if (stream != null) {
                    PartEncoder.stream(out, stream);
                }
            }
            case ControlPacket.AnnounceOk p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.varint(out, TlvType.ALIAS, p.alias());
            }
            case ControlPacket.ListOk p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.varintUnlessZero(out, TlvType.MORE, p.more() ? 1 : 0);
                for (ControlPacket.StreamEntry entry : p.streams()) {
                    PartEncoder.entry(out, entry);
                }
            }
            case ControlPacket.UpdateOk p -> Tlv.varint(out, TlvType.REQUEST, p.requestId());
            case ControlPacket.Refused p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.varint(out, TlvType.ERROR_CODE, Codes.ERROR.code(p.code()));
                Tlv.textUnlessEmpty(out, TlvType.DETAIL, p.detail());
            }
            case ControlPacket.End p -> {
                Tlv.varint(out, TlvType.REQUEST, p.requestId());
                Tlv.varint(out, TlvType.ALIAS, p.alias());
                Tlv.varint(out, TlvType.END_REASON, Codes.END.code(p.reason()));
            }
            case ControlPacket.Notice p -> {
                Tlv.varint(out, TlvType.NOTICE_NUMBER, p.number());
                PartEncoder.notice(out, p.body());
            }
            case ControlPacket.Report p -> {
                Tlv.u64(out, TlvType.SENT_NANOS, p.sentNanos());
                Tlv.bytesUnlessEmpty(out, TlvType.LEASE_NONCE, p.leaseNonce());
                Tlv.varintUnlessZero(out, TlvType.NOTICES_SEEN, p.noticesSeen());
                Tlv.varintUnlessZero(out, TlvType.DROPS_SEEN, p.dropsSeen());
                PartEncoder.laneReports(out, p.received());
                PartEncoder.streamReports(out, p.viewed());
                PartEncoder.positions(out, TlvType.PUBLISHED, p.published());
                PartEncoder.encodeTimes(out, p.encoded());
                PartEncoder.producerIds(out, TlvType.SUBSCRIBED, p.subscribed());
            }
            case ControlPacket.ReportAck p -> {
                Tlv.u64(out, TlvType.SENT_NANOS, p.echoNanos());
                Tlv.varint(out, TlvType.HOLD_NANOS, p.holdNanos());
                Tlv.u64(out, TlvType.BROKER_MICROS, p.brokerMicros());
                Tlv.bytesUnlessEmpty(out, TlvType.LEASE_NONCE, p.leaseNonce());
                PartEncoder.producerIds(out, TlvType.UNKNOWN, p.unknown());
                PartEncoder.positions(out, TlvType.CONTIGUOUS, p.contiguous());
                PartEncoder.clocks(out, p.clocks());
                PartEncoder.hops(out, p.hops());
            }
            case ControlPacket.Nack p -> {
                Tlv.varint(out, TlvType.ALIAS, p.alias());
                Tlv.varint(out, TlvType.LANE, p.lane());
                PartEncoder.ranges(out, TlvType.MISSING, p.missing());
            }
            case ControlPacket.Drop p -> {
                Tlv.varint(out, TlvType.ALIAS, p.alias());
                Tlv.varint(out, TlvType.LANE, p.lane());
                PartEncoder.ranges(out, TlvType.GONE, List.of(p.gone()));
                Tlv.varint(out, TlvType.DROP_REASON, Codes.DROP.code(p.reason()));
                Tlv.varintUnlessZero(out, TlvType.DROP_NUMBER, p.number());
            }
            case ControlPacket.KeyRequest p -> {
                Tlv.varint(out, TlvType.ALIAS, p.alias());
                Tlv.varint(out, TlvType.TRACK, p.track());
            }
            case ControlPacket.Ping p -> Tlv.u64(out, TlvType.PATH_TOKEN, p.token());
            case ControlPacket.Pong p -> {
                Tlv.u64(out, TlvType.PATH_TOKEN, p.token());
                if (p.sentNanos() != 0) {
                    Tlv.u64(out, TlvType.SENT_NANOS, p.sentNanos());
                }
            }
            case ControlPacket.PathChallenge p -> Tlv.u64(out, TlvType.PATH_TOKEN, p.token());
            case ControlPacket.PathResponse p -> Tlv.u64(out, TlvType.PATH_TOKEN, p.token());
            case ControlPacket.Close p -> Tlv.varint(out, TlvType.CLOSE_REASON, Codes.CLOSE.code(p.reason()));
        }
    }
}
