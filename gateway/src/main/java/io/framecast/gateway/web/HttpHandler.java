package io.framecast.gateway.web;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.MISDIRECTED_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_URI_TOO_LONG;

import io.framecast.gateway.GatewayCounter;
import io.framecast.gateway.GatewayLimits;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection, answered one after the other: first whether they may be asked here at all, then {@link Answerer}. On
 * the gateway's loop.
 */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);

    private final Site site;
    private final Answerer answerer;
    private final ArrayDeque<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean answering;

    HttpHandler(Site site, Answerer answerer) {
        this.site = site;
        this.answerer = answerer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!ctx.channel().isActive()) {
            // Came with one after which the connection was closed: nothing behind that counts (RFC 9112 §9.6).
            return;
        }
        if (!answering) {
            handle(ctx, request);
        } else if (waiting.size() < GatewayLimits.PIPELINED_REQUESTS) {
            waiting.add(request.retain());
        } else {
            site.counters.count(GatewayCounter.LIMIT_PIPELINED);
            var _ = ctx.close();
        }
    }

    private void handle(ChannelHandlerContext ctx, FullHttpRequest request) {
        answering = true;
        site.counters.count(GatewayCounter.REQUESTS);
        RequestDeadline.onRequest(ctx);
        Route route = Route.of(request.uri());
        FullHttpResponse refusal = refusal(request, route);
        if (refusal != null) {
            answer(ctx, request, refusal);
            return;
        }
        InetAddress remote = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
        InetAddress peer = site.proxies.peer(remote, request.headers().getAll("x-forwarded-for"));
        if (peer == null) {
            site.counters.count(GatewayCounter.MALFORMED_REQUEST);
            answer(ctx, request, Answers.refusal(BAD_REQUEST, api(route), "X-Forwarded-For names no address"));
            return;
        }
        answerer.answer(new Exchange(this, ctx, request, route, peer, site.clock.getAsLong()));
    }

    /** What is wrong with it whoever asks; null if nothing is. */
    private @Nullable FullHttpResponse refusal(FullHttpRequest request, Route route) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            boolean tooLong = cause instanceof TooLongFrameException;
            site.counters.count(tooLong ? GatewayCounter.LIMIT_HEADER : GatewayCounter.MALFORMED_REQUEST);
            HttpUtil.setKeepAlive(request, false);
            if (cause instanceof TooLongHttpLineException) {
                return Answers.refusal(
                        REQUEST_URI_TOO_LONG, true, "the request line is over " + GatewayLimits.LINE_BYTES + " bytes");
            }
            return tooLong
                    ? Answers.refusal(
                            REQUEST_HEADER_FIELDS_TOO_LARGE,
                            true,
                            "the headers are over " + GatewayLimits.HEADER_BYTES + " bytes")
                    : Answers.refusal(BAD_REQUEST, true, "not a request that is understood");
        }
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        if (!site.hosts.ours(host)
                || request.headers().getAll(HttpHeaderNames.HOST).size() > 1) {
            site.counters.count(GatewayCounter.REFUSED_HOST);
            return Answers.refusal(
                    MISDIRECTED_REQUEST,
                    api(route),
                    "this gateway does not go by that name; its operator can allow it with --public-host");
        }
        if (route instanceof Route.Malformed) {
            site.counters.count(GatewayCounter.MALFORMED_REQUEST);
            return Answers.refusal(BAD_REQUEST, true, "the path is not percent-encoded UTF-8");
        }
        boolean changes = route instanceof Route.Live || request.method().equals(HttpMethod.POST);
        List<String> origins = request.headers().getAll(HttpHeaderNames.ORIGIN);
        if (changes && !origins.stream().allMatch(origin -> Hosts.same(origin, host))) {
            site.counters.count(GatewayCounter.REFUSED_ORIGIN);
            return Answers.refusal(FORBIDDEN, api(route), "not from a page of another origin");
        }
        HttpMethod allowed = route instanceof Route.Login ? HttpMethod.POST : HttpMethod.GET;
        boolean head = request.method().equals(HttpMethod.HEAD) && allowed.equals(HttpMethod.GET);
        if (!request.method().equals(allowed) && !head) {
            FullHttpResponse refusal =
                    Answers.refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, api(route), "the method here is " + allowed);
            refusal.headers().set(HttpHeaderNames.ALLOW, allowed.equals(HttpMethod.GET) ? "GET, HEAD" : "POST");
            return refusal;
        }
        return null;
    }

    static boolean api(Route route) {
        return switch (route) {
            case Route.Wall _, Route.Watch _, Route.Asset _ -> false;
            case Route.Unknown unknown -> unknown.api();
            case Route.Streams _,
                    Route.Stream _,
                    Route.Stats _,
                    Route.Thumbnail _,
                    Route.Health _,
                    Route.Events _,
                    Route.OpenApi _,
                    Route.Live _,
                    Route.Login _,
                    Route.Malformed _ -> true;
        };
    }

    /** The request is answered; the next one has its turn. */
    void answer(ChannelHandlerContext ctx, FullHttpRequest request, FullHttpResponse response) {
        if (!ctx.channel().isActive()) {
            response.release();
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keepAlive);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.content().clear();
        }
        ctx.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            if (!keepAlive || !written.isSuccess()) {
                var _ = ctx.close();
            } else if (!answering) {
                RequestDeadline.onAnswered(ctx);
            }
        });
        answering = false;
        FullHttpRequest next = waiting.poll();
        if (next != null && keepAlive) {
            try {
                handle(ctx, next);
            } finally {
                next.release();
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof PrematureChannelClosureException)) {
            site.counters.count(GatewayCounter.FAILED);
            LOG.warn("a connection failed", cause);
        }
        var _ = ctx.close();
    }
}
