package io.framecast.gateway.web;

import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_MODIFIED;
import static io.netty.handler.codec.http.HttpResponseStatus.NO_CONTENT;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.TOO_MANY_REQUESTS;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;
import static io.netty.handler.codec.http.HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE;

import io.framecast.broker.core.Scope;
import io.framecast.gateway.GatewayCounter;
import io.framecast.gateway.GatewayLimits;
import io.framecast.gateway.api.ApiJson;
import io.framecast.gateway.api.LiveStream;
import io.framecast.gateway.feed.Feed;
import io.framecast.gateway.thumbnail.Thumbnails;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.InetAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What each route answers. On the gateway's loop. */
final class Answerer {

    static final String SUBPROTOCOL = "framecast.v1";

    static final WebSocketDecoderConfig MESSAGES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(GatewayLimits.MESSAGE_BYTES)
            .allowExtensions(false)
            // Close codes are ours to choose.
            .closeOnProtocolViolation(false)
            .build();

    private final Site site;

    Answerer(Site site) {
        this.site = site;
    }

    void answer(Exchange exchange) {
        String token = Credentials.token(exchange.request().headers());
        Entrance.Verdict verdict = site.entrance.judge(exchange.peer(), token, exchange.nowNanos());
        if (verdict instanceof Entrance.Verdict.Out) {
            site.counters.count(GatewayCounter.REFUSED_ADDRESS);
            exchange.refuse(
                    FORBIDDEN, "a gateway without secret and keys serves this machine and private networks only");
            return;
        }
        switch (exchange.route()) {
            case Route.Wall _ -> asset(exchange, Assets.WALL);
            case Route.Watch _ -> asset(exchange, Assets.WATCH);
            case Route.Asset asset -> asset(exchange, asset.name());
            case Route.OpenApi _ -> exchange.answer(Answers.of(OK, Answers.JSON, site.openApi));
            case Route.Health _ ->
                exchange.answer(Answers.json(site.feeds.connected() ? OK : SERVICE_UNAVAILABLE, site.json.health()));
            case Route.Login _ -> login(exchange);
            case Route.Live live -> live(exchange, live.id(), verdict);
            case Route.Streams _ -> {
                Scope scope = scope(exchange, verdict);
                if (scope != null) {
                    whenFresh(exchange, () -> site.json.streams(scope, exchange.nowNanos()));
                }
            }
            case Route.Stream stream -> {
                if (covered(exchange, verdict, stream.id())) {
                    whenFresh(exchange, () -> site.json.stream(stream.id(), exchange.nowNanos()));
                }
            }
            case Route.Stats stats -> {
                if (covered(exchange, verdict, stats.id())) {
                    stats(exchange, stats.id());
                }
            }
            case Route.Thumbnail thumbnail -> {
                if (covered(exchange, verdict, thumbnail.id())) {
                    thumbnail(exchange, thumbnail.id());
                }
            }
            case Route.Events _ -> {
                if (verdict instanceof Entrance.Verdict.In in) {
                    events(exchange, in);
                } else {
                    tokenWanted(exchange);
                }
            }
            case Route.Unknown _, Route.Malformed _ ->
                exchange.refuse(NOT_FOUND, "nothing is here: the streams are at / and their list at /api/v1/streams");
        }
    }

    private void asset(Exchange exchange, String name) {
        Assets.Asset asset = site.assets.find(name);
        if (asset == null) {
            exchange.refuse(NOT_FOUND, "the page has no such part");
            return;
        }
        cached(exchange, asset.type(), asset.tag(), asset.bytes());
    }

    /** A browser may keep it, and asks each time whether it is still that. */
    private static void cached(Exchange exchange, String type, String tag, byte[] body) {
        boolean known = exchange.request()
                .headers()
                .get(HttpHeaderNames.IF_NONE_MATCH, "")
                .contains(tag);
        FullHttpResponse answer = known ? Answers.empty(NOT_MODIFIED) : Answers.of(OK, type, body);
        answer.headers().set(HttpHeaderNames.ETAG, tag).set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
        exchange.answer(answer);
    }

    private void login(Exchange exchange) {
        String token = Credentials.presented(exchange.request().content());
        if (site.entrance.judge(exchange.peer(), token, exchange.nowNanos()) instanceof Entrance.Verdict.In in) {
            FullHttpResponse answer = Answers.empty(NO_CONTENT);
            answer.headers()
                    .set(
                            HttpHeaderNames.SET_COOKIE,
                            Credentials.cookie(token, in.expiresNanos(), exchange.nowNanos(), site.tls));
            exchange.answer(answer);
        } else {
            tokenWanted(exchange);
        }
    }

    private void tokenWanted(Exchange exchange) {
        site.counters.count(GatewayCounter.REFUSED_TOKEN);
        exchange.refuse(UNAUTHORIZED, "a token or ticket is needed, or another one: ask who runs this gateway");
    }

    /** What may be seen; null after a refusal. */
    private @Nullable Scope scope(Exchange exchange, Entrance.Verdict verdict) {
        if (verdict instanceof Entrance.Verdict.In in) {
            return in.watch();
        }
        tokenWanted(exchange);
        return null;
    }

    /** Whether this stream may be seen; false after a refusal. */
    private boolean covered(Exchange exchange, Entrance.Verdict verdict, String id) {
        Scope scope = scope(exchange, verdict);
        if (scope == null) {
            return false;
        }
        if (!scope.covers(id)) {
            site.counters.count(GatewayCounter.REFUSED_SCOPE);
            exchange.refuse(FORBIDDEN, "the token does not cover this stream");
            return false;
        }
        return true;
    }

    /** {@code json}: null where the stream is not live. */
    private void whenFresh(Exchange exchange, Supplier<@Nullable String> json) {
        exchange.request().retain();
        site.directory.whenFresh(exchange.nowNanos(), () -> {
            try {
                String body = json.get();
                if (body == null) {
                    exchange.refuse(NOT_FOUND, "not live now");
                } else {
                    exchange.answer(Answers.json(OK, body));
                }
            } finally {
                exchange.request().release();
            }
        });
    }

    private void thumbnail(Exchange exchange, String id) {
        exchange.request().retain();
        site.directory.whenFresh(exchange.nowNanos(), () -> {
            LiveStream live = site.directory.find(id);
            if (live == null || !Thumbnails.possible(live.entry().metadata())) {
                if (live == null) {
                    exchange.refuse(NOT_FOUND, "not live now");
                } else {
                    exchange.refuse(UNSUPPORTED_MEDIA_TYPE, "there is no picture that can be shown here");
                }
                exchange.request().release();
                return;
            }
            site.thumbnails.ask(id, site.clock.getAsLong(), answer -> {
                switch (answer) {
                    case Thumbnails.Answer.Made made -> thumbnail(exchange, made.thumbnail());
                    case Thumbnails.Answer.NotYet _ -> exchange.refuse(NOT_FOUND, "no thumbnail yet");
                    case Thumbnails.Answer.Impossible _ ->
                        exchange.refuse(UNSUPPORTED_MEDIA_TYPE, "there is no picture that can be shown here");
                }
                exchange.request().release();
            });
        });
    }

    private static void thumbnail(Exchange exchange, Thumbnails.Thumbnail thumbnail) {
        cached(exchange, "image/jpeg", thumbnail.tag(), thumbnail.jpeg());
    }

    private void stats(Exchange exchange, String id) {
        Feed feed = site.feeds.find(id);
        if (feed == null) {
            exchange.refuse(NOT_FOUND, "nobody watches it here");
        } else {
            exchange.answer(Answers.json(OK, ApiJson.stats(feed, exchange.nowNanos())));
        }
    }

    private void events(Exchange exchange, Entrance.Verdict.In verdict) {
        if (site.followers.size() >= site.limits.eventStreams()) {
            site.counters.count(GatewayCounter.LIMIT_EVENT_STREAMS);
            exchange.refuse(SERVICE_UNAVAILABLE, "too many follow the list of streams");
            return;
        }
        InetAddress peer = exchange.peer();
        if (site.eventStreams.of(peer) >= site.limits.eventStreamsPerAddress()) {
            site.counters.count(GatewayCounter.LIMIT_EVENT_STREAMS_PER_ADDRESS);
            exchange.refuse(TOO_MANY_REQUESTS, "too many follow the list of streams from this address");
            return;
        }
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, OK);
        Answers.secure(head.headers());
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-accel-buffering", "no");
        HttpUtil.setTransferEncodingChunked(head, true);
        ChannelHandlerContext ctx = exchange.ctx();
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            var _ = ctx.writeAndFlush(head).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        var _ = ctx.writeAndFlush(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        ctx.pipeline().remove(RequestDeadline.class);
        EventStream follower = new EventStream(ctx.channel(), verdict, exchange.nowNanos());
        site.followers.add(follower);
        site.eventStreams.enter(peer);
        ctx.channel().closeFuture().addListener(_ -> {
            site.followers.remove(follower);
            site.eventStreams.leave(peer);
        });
        site.directory.whenFresh(
                exchange.nowNanos(),
                () -> follower.onSecond(site.json.streams(verdict.watch(), exchange.nowNanos()), exchange.nowNanos()));
    }

    /** RFC 6455 §4.2.1: all that the handshake needs, for it throws where something is missing, and where {@code Upgrade} is a list. */
    private static boolean upgrades(FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.method().equals(HttpMethod.GET)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                && headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "")
                        .equals(WebSocketVersion.V13.toHttpHeaderValue());
    }

    private void live(Exchange exchange, String id, Entrance.Verdict verdict) {
        if (site.webSockets.of(exchange.peer()) >= site.limits.webSocketsPerAddress()) {
            site.counters.count(GatewayCounter.LIMIT_WEB_SOCKETS_PER_ADDRESS);
            exchange.refuse(TOO_MANY_REQUESTS, "too many watch from this address");
            return;
        }
        if (!upgrades(exchange.request())) {
            FullHttpResponse refusal = Answers.refusal(
                    io.netty.handler.codec.http.HttpResponseStatus.UPGRADE_REQUIRED,
                    true,
                    "a WebSocket (RFC 6455) is here");
            refusal.headers().set(HttpHeaderNames.UPGRADE, "websocket").set("sec-websocket-version", "13");
            exchange.answer(refusal);
            return;
        }
        ChannelHandlerContext ctx = exchange.ctx();
        LiveHandler viewer = new LiveHandler(site, id, exchange.peer(), verdict);
        ctx.pipeline().remove(RequestDeadline.class);
        ctx.pipeline().replace(exchange.handler(), "live", viewer);
        ctx.pipeline().addBefore("live", "messages", new MessageAggregator());
        ChannelHandlerContext live = ctx.pipeline().context(viewer);
        var handshaker = new WebSocketServerHandshaker13("", SUBPROTOCOL, MESSAGES);
        handshaker.handshake(ctx.channel(), exchange.request()).addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                viewer.onOpen(live, site.clock.getAsLong());
            } else {
                var _ = ctx.channel().close();
            }
        });
    }
}
