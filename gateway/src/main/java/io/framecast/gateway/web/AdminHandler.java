package io.framecast.gateway.web;

import io.framecast.gateway.GatewayCounter;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code /metrics}, {@code /health/live} and {@code /health/ready} for operators, one request a connection. On the gateway's loop. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Site site;

    AdminHandler(Site site) {
        this.site = site;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        RequestDeadline.onRequest(ctx);
        FullHttpResponse answer = request.decoderResult().isFailure()
                ? text(HttpResponseStatus.BAD_REQUEST, "not a request that is understood\n")
                : answer(request);
        if (request.method().equals(HttpMethod.HEAD)) {
            answer.content().clear();
        }
        HttpUtil.setKeepAlive(answer, false);
        var _ = ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    private FullHttpResponse answer(FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse refusal = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "GET only\n");
            refusal.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            return refusal;
        }
        return switch (request.uri()) {
            case "/health/live" -> text(HttpResponseStatus.OK, "live\n");
            case "/health/ready" ->
                site.feeds.connected()
                        ? text(HttpResponseStatus.OK, "ready\n")
                        : text(HttpResponseStatus.SERVICE_UNAVAILABLE, "the broker is away\n");
            case "/metrics" ->
                Answers.of(
                        HttpResponseStatus.OK,
                        "text/plain; version=0.0.4; charset=utf-8",
                        MetricsText.of(site).getBytes(StandardCharsets.UTF_8));
            default -> text(HttpResponseStatus.NOT_FOUND, "not found: /metrics, /health/live, /health/ready\n");
        };
    }

    private static FullHttpResponse text(HttpResponseStatus status, String text) {
        return Answers.of(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof PrematureChannelClosureException)) {
            site.counters.count(GatewayCounter.FAILED);
        }
        var _ = ctx.close();
    }
}
