package io.framecast.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framecast.broker.core.Scope;
import io.framecast.broker.rights.Rights;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.gateway.GatewayCounter;
import io.framecast.gateway.GatewayCounters;
import io.framecast.gateway.GatewayLimits;
import io.framecast.gateway.api.Directory;
import io.framecast.gateway.feed.Feeds;
import io.framecast.gateway.thumbnail.Thumbnails;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/** A gateway without sockets of its own, whose broker does not answer; one connection at a time. */
final class FuzzedSite implements AutoCloseable {

    /** Not watched by the leak detector: references are counted here. */
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);

    private final FramecastClient client = FramecastClient.connect(ClientOptions.to("127.0.0.1:9"));
    private final GatewayCounters counters = new GatewayCounters();
    private final Feeds feeds =
            new Feeds(client, true, Runnable::run, Duration.ofMillis(200), 0, UnpooledByteBufAllocator.DEFAULT);
    private final Thumbnails thumbnails = new Thumbnails(feeds, counters, Runnable::run);
    private final Site site = new Site(
            feeds,
            new Directory(client, Runnable::run, 0),
            thumbnails,
            new Hosts(List.of(), address -> false),
            new Proxies(List.of("127.0.0.0/8")),
            new Entrance(new Rights(null, null, false, 0)),
            GatewayLimits.DEFAULTS,
            counters,
            "test",
            0,
            false,
            () -> 0);

    private EmbeddedChannel connection() {
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
            }
        };
        channel.config().setAllocator(memory);
        return channel;
    }

    /** A connection that speaks HTTP, and WebSocket when it asks for that. */
    void http(byte[] bytes, int piece) {
        EmbeddedChannel channel = connection();
        WebServer.pipeline(channel, counters, new HttpHandler(site, new Answerer(site)));
        feed(channel, bytes, piece);
    }

    /** A viewer's connection whose upgrade is done. */
    void webSocket(byte[] bytes, int piece) {
        EmbeddedChannel channel = connection();
        upgrade(channel, site, 0);
        feed(channel, bytes, piece);
    }

    /** The connection of a viewer of cam, after its upgrade. */
    static void upgrade(EmbeddedChannel channel, Site site, long nowNanos) {
        LiveHandler live = new LiveHandler(
                site,
                "cam",
                InetAddress.getLoopbackAddress(),
                new Entrance.Verdict.In(Scope.ALL, Long.MAX_VALUE, () -> true));
        channel.pipeline()
                .addLast(new WebSocket13FrameDecoder(Answerer.MESSAGES))
                .addLast(new WebSocket13FrameEncoder(false))
                .addLast(new WebSocketFrameAggregator(GatewayLimits.MESSAGE_BYTES))
                .addLast(live);
        live.onOpen(channel.pipeline().context(live), nowNanos);
    }

    /** Everything, {@code piece} bytes at a time; then the connection ends, and nothing of it is left. */
    private void feed(EmbeddedChannel channel, byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length && channel.isOpen(); at += piece) {
            ByteBuf part = memory.heapBuffer().writeBytes(bytes, at, Math.min(piece, bytes.length - at));
            channel.writeInbound(part);
            channel.releaseOutbound();
        }
        site.directory.close();
        channel.finishAndReleaseAll();
        channel.checkException();
        assertEquals(0, counters.get(GatewayCounter.FAILED), "connections that failed");
        assertEquals(0, site.webSockets.all(), "viewers");
        assertEquals(0, site.followers.size(), "followers");
        assertEquals(0, memory.metric().usedHeapMemory(), "bytes that nobody released");
    }

    @Override
    public void close() {
        thumbnails.close();
        feeds.close();
        client.close();
    }
}
