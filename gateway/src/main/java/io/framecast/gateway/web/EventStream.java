package io.framecast.gateway.web;

import io.framecast.broker.core.Scope;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;

/** One follower of the list of streams: server-sent events (WHATWG HTML §9.2). Owned by the gateway's loop. */
final class EventStream {

    private static final long COMMENT_NANOS = 15_000_000_000L;
    private static final long STALLED_NANOS = 30_000_000_000L;

    private final Channel channel;
    private final Entrance.Verdict.In verdict;
    private String last = "";
    private long writtenNanos;

    EventStream(Channel channel, Entrance.Verdict.In verdict, long nowNanos) {
        this.channel = channel;
        this.verdict = verdict;
        this.writtenNanos = nowNanos;
    }

    Scope scope() {
        return verdict.watch();
    }

    /** Once a second: what is live now, if that is something new. Ends with its token, and where nothing is taken any more. */
    void onSecond(String streams, long nowNanos) {
        if (verdict.over(nowNanos) || (!channel.isWritable() && nowNanos - writtenNanos > STALLED_NANOS)) {
            var _ = channel.close();
        } else if (!channel.isWritable()) {
            return;
        } else if (!streams.equals(last)) {
            last = streams;
            write("event: streams\ndata: " + streams + "\n\n", nowNanos);
        } else if (nowNanos - writtenNanos >= COMMENT_NANOS) {
            write(":\n", nowNanos);
        }
    }

    private void write(String text, long nowNanos) {
        writtenNanos = nowNanos;
        var _ = channel.writeAndFlush(new DefaultHttpContent(ByteBufUtil.writeUtf8(channel.alloc(), text)));
    }
}
