package io.framecast.gateway.web;

import io.framecast.gateway.GatewayCounters;
import io.framecast.gateway.GatewayLimits;
import io.framecast.gateway.api.ApiJson;
import io.framecast.gateway.api.Directory;
import io.framecast.gateway.feed.Feeds;
import io.framecast.gateway.thumbnail.Thumbnails;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/** What all connections of one gateway share. Owned by the gateway's loop. */
final class Site {

    final Assets assets = Assets.load();
    final byte[] openApi = openApi();
    final Reports reports = new Reports();
    final AddressCounts connections = new AddressCounts();
    final AddressCounts webSockets = new AddressCounts();
    final AddressCounts eventStreams = new AddressCounts();
    final Set<LiveHandler> viewers = new HashSet<>();
    final Set<EventStream> followers = new HashSet<>();
    final Feeds feeds;
    final Directory directory;
    final Thumbnails thumbnails;
    final ApiJson json;
    final Hosts hosts;
    final Proxies proxies;
    final Entrance entrance;
    final GatewayLimits limits;
    final GatewayCounters counters;
    final String version;
    final long wallOffsetMicros;
    final boolean tls;
    final LongSupplier clock;

    Site(
            Feeds feeds,
            Directory directory,
            Thumbnails thumbnails,
            Hosts hosts,
            Proxies proxies,
            Entrance entrance,
            GatewayLimits limits,
            GatewayCounters counters,
            String version,
            long wallOffsetMicros,
            boolean tls,
            LongSupplier clock) {
        this.feeds = feeds;
        this.directory = directory;
        this.thumbnails = thumbnails;
        this.json = new ApiJson(directory, feeds, version);
        this.hosts = hosts;
        this.proxies = proxies;
        this.entrance = entrance;
        this.limits = limits;
        this.counters = counters;
        this.version = version;
        this.wallOffsetMicros = wallOffsetMicros;
        this.tls = tls;
        this.clock = clock;
    }

    private static byte[] openApi() {
        try (InputStream document = ApiJson.class.getResourceAsStream("openapi.json")) {
            return Objects.requireNonNull(document, "the program was built without openapi.json")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own openapi.json cannot be read", e);
        }
    }
}
