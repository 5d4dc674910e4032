package io.framecast.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hundred thousand messages of viewers who say anything at all. */
final class RandomMessagesTest {

    private static final List<String> SENSE = List.of(
            "{\"type\":\"ping\",\"t0\":1}",
            "{\"type\":\"pause\"}",
            "{\"type\":\"resume\"}",
            "{\"type\":\"report\",\"path\":\"mse\",\"dropped\":-1e300}",
            "{\"type\":\"else\"}");

    private final FramecastClient client = FramecastClient.connect(ClientOptions.to("127.0.0.1:9"));
    private final GatewayCounters counters = new GatewayCounters();
    private final Feeds feeds =
            new Feeds(client, true, Runnable::run, Duration.ofMillis(200), 0, UnpooledByteBufAllocator.DEFAULT);
    private final Thumbnails thumbnails = new Thumbnails(feeds, counters, Runnable::run);
    private long now;
    private final Site site = new Site(
            feeds,
            new Directory(client, Runnable::run, 0),
            thumbnails,
            new Hosts(List.of(), address -> false),
            new Proxies(List.of()),
            new Entrance(new Rights(null, null, false, 0)),
            GatewayLimits.DEFAULTS,
            counters,
            "test",
            0,
            false,
            () -> now);

    @AfterEach
    void close() {
        thumbnails.close();
        feeds.close();
        client.close();
    }

    /** Not watched by the leak detector, whose traces take a minute here: the test counts references itself. */
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);

    private EmbeddedChannel viewer() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(memory);
        FuzzedSite.upgrade(channel, site, now);
        return channel;
    }

    /** A masked message of any opcode, length and content, some of which make sense. */
    private static ByteBuf message(Random random, EmbeddedChannel channel) {
        boolean sense = random.nextInt(50) != 0;
        byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 1500 : 100)];
        random.nextBytes(payload);
        if (sense) {
            payload = SENSE.get(random.nextInt(SENSE.size())).getBytes(StandardCharsets.UTF_8);
        }
        ByteBuf message = channel.alloc().buffer();
        message.writeByte(sense ? 0x81 : random.nextInt(256));
        if (payload.length < 126) {
            message.writeByte(0x80 | payload.length);
        } else {
            message.writeByte(0x80 | 126).writeShort(payload.length);
        }
        return message.writeInt(0).writeBytes(payload);
    }

    @Test
    void neitherFailsNorKeepsAnythingOfThem() {
        long seed = 77;
        Random random = new Random(seed);
        List<ByteBuf> messages = new ArrayList<>();
        EmbeddedChannel channel = viewer();
        for (int i = 0; i < 100_000; i++) {
            now += random.nextInt(100) * 1_000_000L;
            ByteBuf message = message(random, channel);
            messages.add(message);
            channel.writeInbound(message);
            channel.releaseOutbound();
            if (!channel.isOpen()) {
                channel.finishAndReleaseAll();
                for (ByteBuf each : messages) {
                    assertEquals(0, each.refCnt(), "seed " + seed + " before message " + i);
                }
                messages.clear();
                channel = viewer();
            }
        }
        channel.finishAndReleaseAll();
        assertEquals(0, counters.get(GatewayCounter.FAILED), "seed " + seed);
        assertTrue(counters.get(GatewayCounter.MALFORMED_MESSAGE) > 500, "seed " + seed);
        assertTrue(site.viewers.isEmpty(), "seed " + seed);
        assertEquals(0, site.webSockets.all(), "seed " + seed);
        assertEquals(0, memory.metric().usedHeapMemory(), "seed " + seed);
    }
}
