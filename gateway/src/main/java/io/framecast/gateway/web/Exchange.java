package io.framecast.gateway.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;

/** One request that waits for its answer. {@code peer}: who asks, behind whatever trusted proxies there are. */
record Exchange(
        HttpHandler handler,
        ChannelHandlerContext ctx,
        FullHttpRequest request,
        Route route,
        InetAddress peer,
        long nowNanos) {

    void answer(FullHttpResponse response) {
        handler.answer(ctx, request, response);
    }

    void refuse(HttpResponseStatus status, String sentence) {
        answer(Answers.refusal(status, HttpHandler.api(route), sentence));
    }
}
