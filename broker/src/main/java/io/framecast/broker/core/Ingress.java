package io.framecast.broker.core;

import io.framecast.protocol.wire.Malformed;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Media on its way in: alias, trailer, header, allowance, lane, in this order; no object per datagram. */
final class Ingress {

    private final Context context;
    private final Streams streams;
    private @Nullable Stream last;

    Ingress(Context context, Streams streams) {
        this.context = context;
        this.streams = streams;
    }

    /** The live stream that the datagram claims to be of, or null. Reads the header's first eight bytes only. */
    @Nullable
    Stream streamOf(ByteBuf memory, int at, int length) {
        if (length < MediaHeader.BYTES + MediaHeader.TRAILER_BYTES) {
            context.count(BrokerCounter.MALFORMED);
            return null;
        }
        long alias = MediaHeader.alias(memory, at);
        Stream stream = last;
        if (stream == null || stream.alias != alias) {
            stream = streams.find(alias);
            last = stream;
        }
        if (stream == null || !stream.live()) {
            last = null;
            context.count(BrokerCounter.MEDIA_UNKNOWN_ALIAS);
            return null;
        }
        return stream;
    }

    /** {@code length}: trailer included. */
    void onMedia(Stream stream, ByteBuf memory, int at, int length, long nowNanos) {
        if (!stream.session.signed(memory, at, length)) {
            context.count(BrokerCounter.MEDIA_NOT_AUTHENTIC);
            return;
        }
        stream.session.liveness.onHeard(nowNanos);
        int bare = length - MediaHeader.TRAILER_BYTES;
        Malformed malformed = MediaHeader.check(memory, at, bare);
        int type = MediaHeader.type(memory, at);
        if (malformed != null || (type != MediaHeader.TYPE_DATA && type != MediaHeader.TYPE_REPAIR)) {
            context.count(malformed == null ? BrokerCounter.UNKNOWN_TYPE : Junk.counter(malformed));
            return;
        }
        Lane lane = stream.lane(MediaHeader.lane(memory, at));
        if (lane == null) {
            context.count(BrokerCounter.MEDIA_UNKNOWN_LANE);
            return;
        }
        if (!stream.allowance.take(length, nowNanos)) {
            context.count(BrokerCounter.LIMIT_BITRATE);
            return;
        }
        context.count(BrokerCounter.MEDIA_RECEIVED);
        context.count(BrokerCounter.MEDIA_BYTES_RECEIVED, length);
        if (type == MediaHeader.TYPE_REPAIR) {
            lane.onRepair(memory, at, bare, nowNanos);
            return;
        }
        stream.rate.onBytes(bare, nowNanos);
        stream.onDatagram();
        stream.onKeyPhase(MediaHeader.keyPhase(memory, at));
        lane.onData(memory, at, bare, nowNanos);
    }
}
