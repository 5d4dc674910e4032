package io.framecast.gateway.web;

import io.framecast.broker.core.Scope;
import io.framecast.broker.rights.Rights;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.gateway.GatewayCounter;
import io.framecast.gateway.GatewayCounters;
import io.framecast.gateway.GatewayLimits;
import io.framecast.gateway.GatewayOptions;
import io.framecast.gateway.api.Directory;
import io.framecast.gateway.feed.Feeds;
import io.framecast.gateway.thumbnail.Thumbnails;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Listens for browsers. Owned by the gateway's loop, except where it says otherwise. */
public final class WebServer {

    private static final int BACKLOG = 256;

    /** What the kernel holds for a connection is behind what can be left out, so it is kept small. */
    private static final int SEND_BUFFER_BYTES = 128 << 10;

    private final Site site;
    private final Answerer answerer;
    private final EventLoop loop;
    private final ChannelGroup channels;
    private final @Nullable SslContext tls;
    private int adminConnections;

    /**
     * @throws io.framecast.client.UsageException if a proxy's range is malformed, or a file is not a certificate or key
     * @throws RunException if there is no certificate and none can be made
     */
    public WebServer(
            GatewayOptions options,
            Rights rights,
            Feeds feeds,
            Directory directory,
            Thumbnails thumbnails,
            GatewayCounters counters,
            EventLoop loop,
            long wallOffsetMicros)
            throws RunException {
        this.tls = options.tls() == null ? null : Certificates.context(options.tls(), Addresses.names(options));
        this.site = new Site(
                feeds,
                directory,
                thumbnails,
                Addresses.hosts(options),
                new Proxies(options.access().trustedProxies()),
                new Entrance(rights),
                options.limits(),
                counters,
                options.version(),
                wallOffsetMicros,
                tls != null,
                System::nanoTime);
        this.answerer = new Answerer(site);
        this.loop = loop;
        this.channels = new DefaultChannelGroup("gateway", loop);
    }

    /**
     * Any thread; waits for it.
     *
     * @throws RunException if it cannot listen there
     */
    public InetSocketAddress listen(HostPort bind) throws RunException {
        return listen(bind, "--bind", this::accept);
    }

    /** The same for operators. */
    public InetSocketAddress listenAdmin(HostPort bind) throws RunException {
        return listen(bind, "--admin", this::acceptAdmin);
    }

    private InetSocketAddress listen(HostPort bind, String option, Consumer<SocketChannel> accept) throws RunException {
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept.accept(channel);
                    }
                });
        var bound = server.bind(bind.resolve()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new RunException(
                    "cannot listen on " + bind + " ("
                            + String.valueOf(bound.cause().getMessage())
                            + "): stop what uses the port, or choose another address or port with " + option,
                    bound.cause());
        }
        channels.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private void accept(SocketChannel channel) {
        InetAddress remote = channel.remoteAddress().getAddress();
        GatewayCounters counters = site.counters;
        if (site.connections.all() >= site.limits.connections()) {
            counters.count(GatewayCounter.LIMIT_CONNECTIONS);
            var _ = channel.close();
            return;
        }
        if (site.connections.of(remote) >= site.limits.connectionsPerAddress() && !site.proxies.trusted(remote)) {
            counters.count(GatewayCounter.LIMIT_CONNECTIONS_PER_ADDRESS);
            var _ = channel.close();
            return;
        }
        counters.count(GatewayCounter.CONNECTIONS);
        site.connections.enter(remote);
        channel.closeFuture().addListener(_ -> site.connections.leave(remote));
        channels.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        pipeline(channel, site.counters, new HttpHandler(site, answerer));
    }

    private void acceptAdmin(SocketChannel channel) {
        if (adminConnections >= GatewayLimits.ADMIN_CONNECTIONS) {
            site.counters.count(GatewayCounter.LIMIT_ADMIN_CONNECTIONS);
            var _ = channel.close();
            return;
        }
        adminConnections++;
        channel.closeFuture().addListener(_ -> adminConnections--);
        channels.add(channel);
        pipeline(channel, site.counters, new AdminHandler(site));
    }

    static void pipeline(Channel channel, GatewayCounters counters, ChannelHandler requests) {
        channel.pipeline()
                .addLast(new RequestDeadline(counters))
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(GatewayLimits.LINE_BYTES)
                        .setMaxHeaderSize(GatewayLimits.HEADER_BYTES)))
                .addLast(new WholeRequests(counters))
                .addLast(requests);
    }

    /** Collects a request's body, as far as it may go. */
    private static final class WholeRequests extends HttpObjectAggregator {
        private final GatewayCounters counters;

        WholeRequests(GatewayCounters counters) {
            super(GatewayLimits.BODY_BYTES);
            this.counters = counters;
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
            counters.count(GatewayCounter.LIMIT_BODY);
            ctx.writeAndFlush(Answers.refusal(
                            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                            true,
                            "the body is over " + GatewayLimits.BODY_BYTES + " bytes"))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** A few times a second, on the loop. */
    public void onTick(long nowNanos) {
        site.thumbnails.onTick(nowNanos);
    }

    /** Once a second, on the loop. */
    public void onSecond(long nowNanos) {
        GatewayCounters counters = site.counters;
        counters.add(GatewayCounter.VIEWERS_CUT, site.feeds.onSecond(nowNanos));
        long sent = site.feeds.framesSent();
        counters.add(GatewayCounter.FRAMES_SENT, sent - counters.get(GatewayCounter.FRAMES_SENT));
        List.copyOf(site.viewers).forEach(viewer -> viewer.onSecond(nowNanos));
        boolean looked = !site.followers.isEmpty() || !site.viewers.isEmpty() || !site.feeds.connected();
        site.directory.onSecond(looked, nowNanos);
        Map<Scope, String> texts = new HashMap<>();
        for (EventStream follower : List.copyOf(site.followers)) {
            follower.onSecond(
                    texts.computeIfAbsent(follower.scope(), scope -> site.json.streams(scope, nowNanos)), nowNanos);
        }
    }

    /** Tells viewers and closes all connections. On the loop. */
    public void close() {
        List.copyOf(site.viewers).forEach(LiveHandler::goAway);
        site.directory.close();
        site.thumbnails.close();
        var _ = channels.close();
    }
}
