package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.NoticeBody.Down;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream whose key is being made: its media, and what happened to it meanwhile. Owned by its {@link Subscription}. */
final class LockedStream {

    private final StreamInfo stream;
    private final boolean notice;
    private final StrayMedia held;
    private @Nullable Down down;

    /** @param notice whether it came up, or was there when it was asked for */
    LockedStream(StreamInfo stream, boolean notice, ByteBufAllocator allocator) {
        this.stream = stream;
        this.notice = notice;
        held = StrayMedia.ofLocked(allocator);
    }

    StreamInfo stream() {
        return stream;
    }

    boolean notice() {
        return notice;
    }

    long alias() {
        return stream.alias();
    }

    /** Keeps a copy of the borrowed bytes. */
    void onMedia(ByteBuf datagram, int at, int length, long nowNanos) {
        held.hold(alias(), datagram, at, length, nowNanos);
    }

    /** Media that is released here. */
    void onStrays(List<ByteBuf> strays, long nowNanos) {
        for (ByteBuf stray : strays) {
            onMedia(stray, 0, stray.readableBytes(), nowNanos);
            stray.release();
        }
    }

    void onDown(Down notice) {
        down = notice;
    }

    /** How it ended; null while it goes on. */
    @Nullable
    Down down() {
        return down;
    }

    StrayMedia media() {
        return held;
    }

    long deadlineNanos() {
        return held.deadlineNanos();
    }
}
