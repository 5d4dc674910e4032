package io.framecast.gateway.web;

import io.framecast.gateway.GatewayCounter;
import io.framecast.gateway.GatewayLimits;
import io.framecast.gateway.feed.Feed;
import io.framecast.gateway.feed.Viewer;
import io.framecast.protocol.wire.ProducerId;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One viewer's WebSocket: what it says, when it ends, and its place among those who watch. On the gateway's loop. */
final class LiveHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    static final int BROKEN_RULES = 1008;
    static final int RESTART = 1001;
    static final int TOKEN_WANTED = 4401;
    static final int NOT_ALLOWED = 4403;

    private static final Logger LOG = LoggerFactory.getLogger(LiveHandler.class);
    private static final long ASK_NANOS = 30_000_000_000L;

    /** A good-bye that waits behind what is not taken does not keep its connection for longer. */
    private static final long GOOD_BYE_NANOS = 5_000_000_000L;

    private final Site site;
    private final String id;
    private final InetAddress peer;
    private final Entrance.Verdict verdict;
    private final MessageRate rate = new MessageRate(GatewayLimits.MESSAGES_PER_SECOND);
    private @Nullable ChannelHandlerContext context;
    private @Nullable Viewer viewer;
    private @Nullable Feed feed;
    private long heardNanos;
    private long askedNanos;
    private boolean closing;
    private long closingNanos;

    LiveHandler(Site site, String id, InetAddress peer, Entrance.Verdict verdict) {
        this.site = site;
        this.id = id;
        this.peer = peer;
        this.verdict = verdict;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        site.webSockets.enter(peer);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        site.webSockets.leave(peer);
        site.viewers.remove(this);
        if (feed != null && viewer != null) {
            feed.remove(viewer);
        }
    }

    /** The handshake is done. */
    void onOpen(ChannelHandlerContext ctx, long nowNanos) {
        heardNanos = nowNanos;
        askedNanos = nowNanos;
        site.viewers.add(this);
        switch (verdict) {
            case Entrance.Verdict.TokenWanted _ -> {
                site.counters.count(GatewayCounter.REFUSED_TOKEN);
                end(ctx, TOKEN_WANTED, "a token is needed");
            }
            case Entrance.Verdict.Out _ -> end(ctx, NOT_ALLOWED, "not allowed from this address");
            case Entrance.Verdict.In in
            when !in.watch().covers(id) -> {
                site.counters.count(GatewayCounter.REFUSED_SCOPE);
                end(ctx, NOT_ALLOWED, "this token does not allow it");
            }
            case Entrance.Verdict.In _ -> watch(ctx, nowNanos);
        }
    }

    private void watch(ChannelHandlerContext ctx, long nowNanos) {
        if (!ProducerId.isValid(id)) {
            end(ctx, NOT_ALLOWED, "not a producer id");
            return;
        }
        Feed wanted = site.feeds.watch(id, nowNanos);
        if (wanted == null) {
            site.counters.count(GatewayCounter.LIMIT_STREAMS);
            end(ctx, WebSocketCloseStatus.TRY_AGAIN_LATER.code(), "too many streams are watched here");
            return;
        }
        site.counters.count(GatewayCounter.VIEWERS);
        Viewer watching = new Viewer(ctx.channel());
        viewer = watching;
        feed = wanted;
        wanted.add(watching, site.version, nowNanos);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (closing) {
            return;
        }
        long nowNanos = site.clock.getAsLong();
        heardNanos = nowNanos;
        if (!rate.allows(nowNanos)) {
            site.counters.count(GatewayCounter.LIMIT_MESSAGES);
            end(ctx, BROKEN_RULES, "more than " + GatewayLimits.MESSAGES_PER_SECOND + " messages a second");
            return;
        }
        switch (frame) {
            case TextWebSocketFrame text -> onMessage(ctx, text.text(), nowNanos);
            case PingWebSocketFrame ping -> {
                var _ = ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            }
            case PongWebSocketFrame _ -> {}
            case CloseWebSocketFrame close -> {
                leave();
                var _ = ctx.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            }
            default -> malformed(ctx, "only text messages are understood");
        }
    }

    private void onMessage(ChannelHandlerContext ctx, String text, long nowNanos) {
        switch (ViewerMessage.of(text)) {
            case ViewerMessage.Ping ping -> {
                if (viewer != null) {
                    viewer.sayIfRoom("{\"type\":\"pong\",\"t0\":" + ping.t0() + ",\"nowMicros\":"
                            + (nowNanos / 1000 + site.wallOffsetMicros) + "}");
                }
            }
            case ViewerMessage.Pause _ -> {
                if (viewer != null) {
                    viewer.pause();
                }
            }
            case ViewerMessage.Resume _ -> {
                if (viewer != null && feed != null) {
                    feed.resume(viewer, nowNanos);
                }
            }
            case ViewerMessage.Report report -> site.reports.onReport(report);
            case ViewerMessage.Unknown _ -> {}
            case ViewerMessage.Malformed _ -> malformed(ctx, "not a message of framecast.v1");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && feed != null && viewer != null && !closing) {
            feed.pump(viewer, site.clock.getAsLong());
        }
        ctx.fireChannelWritabilityChanged();
    }

    /** Once a second. */
    void onSecond(long nowNanos) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        if (closing) {
            if (nowNanos - closingNanos > GOOD_BYE_NANOS) {
                var _ = ctx.close();
            }
            return;
        }
        if (verdict instanceof Entrance.Verdict.In in && in.over(nowNanos)) {
            site.counters.count(GatewayCounter.VIEWERS_EXPIRED);
            end(ctx, TOKEN_WANTED, "the token has expired");
        } else if (nowNanos - heardNanos > GatewayLimits.SILENT_NANOS) {
            site.counters.count(GatewayCounter.VIEWERS_SILENT);
            var _ = ctx.close();
        } else if (nowNanos - Math.max(heardNanos, askedNanos) > ASK_NANOS) {
            askedNanos = nowNanos;
            var _ = ctx.writeAndFlush(new PingWebSocketFrame());
        }
    }

    /** The gateway stops. */
    void goAway() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            end(ctx, RESTART, "the gateway restarts");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case TooLongFrameException _ -> tooLong(ctx);
            case CorruptedWebSocketFrameException corrupted
            when corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG) -> tooLong(ctx);
            case CorruptedWebSocketFrameException _ -> malformed(ctx, "not WebSocket");
            case IOException _, PrematureChannelClosureException _ -> {
                var _ = ctx.close();
            }
            default -> {
                site.counters.count(GatewayCounter.FAILED);
                LOG.warn("a viewer's connection failed", cause);
                var _ = ctx.close();
            }
        }
    }

    private void tooLong(ChannelHandlerContext ctx) {
        site.counters.count(GatewayCounter.LIMIT_MESSAGE);
        end(ctx, BROKEN_RULES, "a message over " + GatewayLimits.MESSAGE_BYTES + " bytes");
    }

    private void malformed(ChannelHandlerContext ctx, String why) {
        site.counters.count(GatewayCounter.MALFORMED_MESSAGE);
        end(ctx, BROKEN_RULES, why);
    }

    /** Nothing follows. */
    private void end(ChannelHandlerContext ctx, int code, String why) {
        if (closing) {
            return;
        }
        closing = true;
        if (feed != null && viewer != null) {
            feed.remove(viewer);
        }
        var _ = ctx.writeAndFlush(new CloseWebSocketFrame(code, why)).addListener(ChannelFutureListener.CLOSE);
    }

    private void leave() {
        closing = true;
        closingNanos = site.clock.getAsLong();
        if (feed != null && viewer != null) {
            feed.remove(viewer);
        }
    }
}
