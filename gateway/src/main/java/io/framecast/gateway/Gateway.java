package io.framecast.gateway;

import io.framecast.broker.rights.Rights;
import io.framecast.client.FramecastClient;
import io.framecast.client.RunException;
import io.framecast.client.Subscription;
import io.framecast.client.UsageException;
import io.framecast.client.WatchedFile;
import io.framecast.gateway.api.Directory;
import io.framecast.gateway.feed.Feed;
import io.framecast.gateway.feed.Feeds;
import io.framecast.gateway.thumbnail.Thumbnails;
import io.framecast.gateway.web.WebServer;
import io.framecast.protocol.session.StreamStats;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: a client of a broker on one face, HTTP and WebSocket on the other. One event loop owns all of it; the client has
 * its own, and a thread looks at the client's figures. Any thread.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.framecast.gateway");
    private static final long LOOK_MILLIS = 100;
    private static final long TICK_MILLIS = 100;
    private static final long CLOSE_MILLIS = 500;

    private final GatewayOptions options;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final FramecastClient client;
    private final Feeds feeds;
    private final WebServer web;
    private final @Nullable WatchedFile keyFile;
    private final GatewayCounters counters = new GatewayCounters();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("framecast-gateway-looks").factory());
    private InetSocketAddress address = new InetSocketAddress(0);
    private @Nullable InetSocketAddress adminAddress;
    private boolean closed;

    private Gateway(GatewayOptions options, EventLoopGroup group) throws RunException {
        this.options = options;
        this.group = group;
        this.loop = group.next();
        long wallOffsetMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - System.nanoTime() / 1000;
        String keys = keys(options.access());
        Rights rights = rights(options.access(), keys, wallOffsetMicros);
        // With a passphrase streams are opened here, for whoever may watch; without, the browser does it.
        boolean takesSealed = options.client().passphrase() == null;
        this.client = FramecastClient.connect(takesSealed ? options.client().takingSealed() : options.client());
        this.feeds = new Feeds(
                client, takesSealed, loop, options.latency(), wallOffsetMicros, PooledByteBufAllocator.DEFAULT);
        try {
            Directory directory = new Directory(client, loop, wallOffsetMicros);
            Thumbnails thumbnails = new Thumbnails(feeds, counters, loop);
            this.web = new WebServer(options, rights, feeds, directory, thumbnails, counters, loop, wallOffsetMicros);
        } catch (RunException | RuntimeException e) {
            client.close();
            throw e;
        }
        keyFile = watched(options.access(), keys, rights);
    }

    /**
     * Starts it; when this returns it answers, whether or not there is a broker.
     *
     * @throws UsageException if the options name a file that is not what it should be
     * @throws RunException if a port is in use or an address is not ours
     */
    public static Gateway start(GatewayOptions options) throws RunException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("framecast-gateway"), NioIoHandler.newFactory());
        Gateway gateway = null;
        try {
            gateway = new Gateway(options, group);
            gateway.open();
            return gateway;
        } catch (RunException | RuntimeException e) {
            if (gateway == null) {
                var _ = group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                gateway.close();
            }
            throw e;
        }
    }

    private void open() throws RunException {
        client.onEvent(event -> {
            LOG.info("{}", event.line());
            onLoop(() -> feeds.onEvent(event));
        });
        address = web.listen(options.bind());
        if (options.admin() != null) {
            adminAddress = web.listenAdmin(options.admin());
        }
        var _ = loop.scheduleAtFixedRate(guarded(web::onSecond), 0, 1, TimeUnit.SECONDS);
        var _ = loop.scheduleAtFixedRate(guarded(web::onTick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        var _ = looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info(
                "gateway: {} shows the streams of {}, {}",
                url(),
                options.client().broker(),
                options.access().described());
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where metrics and health are served, or null. */
    public @Nullable InetSocketAddress adminAddress() {
        return adminAddress;
    }

    /** What to open in a browser on this machine. */
    public String url() {
        String host =
                address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress()
                        ? "localhost"
                        : options.bind().host();
        return (options.tls() == null ? "http://" : "https://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                + ":" + address.getPort();
    }

    /** The count so far. */
    public long count(GatewayCounter counter) {
        return CompletableFuture.supplyAsync(() -> counters.get(counter), loop).join();
    }

    /** Tells viewers and stops, within a second. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        looks.shutdownNow();
        if (keyFile != null) {
            keyFile.close();
        }
        client.close();
        CompletableFuture.runAsync(
                        () -> {
                            web.close();
                            feeds.close();
                        },
                        loop)
                .join();
        group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_MILLIS);
        LOG.info("gateway stopped");
    }

    /** A subscription's figures can be had only by a question to the client's loop, for which nothing else may wait. */
    private void look() {
        try {
            List<Subscription> all =
                    CompletableFuture.supplyAsync(feeds::subscriptions, loop).join();
            for (Subscription subscription : all) {
                StreamStats stats = subscription.stats();
                onLoop(() -> {
                    Feed feed = feeds.find(subscription.producerId());
                    if (feed != null) {
                        feed.onStats(stats, System.nanoTime());
                    }
                });
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway is closing");
        }
    }

    /** What fails once is tried again next time: the loop would drop it for good. */
    private Runnable guarded(LongConsumer task) {
        return () -> {
            try {
                task.accept(System.nanoTime());
            } catch (RuntimeException e) {
                counters.count(GatewayCounter.FAILED);
                LOG.warn("the gateway's regular work failed", e);
            }
        };
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway is closing");
        }
    }

    private static String keys(GatewayOptions.Access access) {
        Path file = access.jwks();
        try {
            return file == null ? "" : WatchedFile.read(file);
        } catch (IOException e) {
            throw new UsageException(
                    "--jwks: cannot read " + file + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Rights rights(GatewayOptions.Access access, String keys, long wallOffsetMicros) {
        try {
            String jwks = access.jwks() == null ? null : keys;
            return new Rights(access.secret(), jwks, access.openInternet(), wallOffsetMicros);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--jwks: " + access.jwks() + ": " + e.getMessage());
        }
    }

    private static @Nullable WatchedFile watched(GatewayOptions.Access access, String keys, Rights rights) {
        Path file = access.jwks();
        return file == null
                ? null
                : WatchedFile.watch(
                        file,
                        keys,
                        text -> {
                            rights.replaceKeys(text);
                            LOG.info("the keys in {} were read again", file);
                        },
                        why -> LOG.warn("{}: {}; the keys that were read before still hold", file, why));
    }
}
