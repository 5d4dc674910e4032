package io.framecast.gateway.feed;

import io.framecast.client.ClientEvent;
import io.framecast.client.FramecastClient;
import io.framecast.client.StreamListener;
import io.framecast.client.Subscription;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The watched ids, each with one subscription at the broker for as long as somebody wants it and {@value #LINGER_SECONDS} s longer.
 * Owned by the gateway's loop, to which everything that the client says is handed over.
 */
public final class Feeds {

    /** What a broker grants one client unless told otherwise. */
    public static final int MOST = 64;

    static final long LINGER_SECONDS = 5;

    private static final long LINGER_NANOS = LINGER_SECONDS * 1_000_000_000L;
    private static final long ASK_AGAIN_NANOS = 10_000_000_000L;

    /** A feed with what holds it. */
    private static final class Entry {
        final Feed feed;
        Subscription subscription;
        long wantedNanos;
        long refusedNanos;

        Entry(Feed feed, Subscription subscription, long nowNanos) {
            this.feed = feed;
            this.subscription = subscription;
            this.wantedNanos = nowNanos;
        }
    }

    private final FramecastClient client;
    private final boolean takesSealed;
    private final Executor loop;
    private final Duration latency;
    private final long wallOffsetMicros;
    private final ByteBufAllocator memory;
    private final Map<String, Entry> entries = new HashMap<>();
    private int incarnation;
    private long framesSent;
    private String brokerAway = "the gateway is waiting for the broker";

    /** @param takesSealed whether the client passes on what is encrypted end to end */
    public Feeds(
            FramecastClient client,
            boolean takesSealed,
            Executor loop,
            Duration latency,
            long wallOffsetMicros,
            ByteBufAllocator memory) {
        this.client = client;
        this.takesSealed = takesSealed;
        this.loop = loop;
        this.latency = latency;
        this.wallOffsetMicros = wallOffsetMicros;
        this.memory = memory;
        this.incarnation = (int) (wallOffsetMicros / 1_000_000);
    }

    /** The feed of a well-formed id for a viewer, subscribed from now on; null if as many are watched as may be. */
    public @Nullable Feed watch(String id, long nowNanos) {
        if (entries.size() >= MOST && !entries.containsKey(id)) {
            giveUpOne();
        }
        return want(id, MOST, nowNanos);
    }

    /** The same for something else than a viewer, as long as there are less than {@code most} feeds. */
    public @Nullable Feed want(String id, int most, long nowNanos) {
        Entry entry = entries.get(id);
        if (entry == null) {
            if (entries.size() >= most) {
                return null;
            }
            incarnation += 0x1_0000;
            Feed feed = new Feed(id, incarnation, wallOffsetMicros, memory, nowNanos);
            if (!brokerAway.isEmpty()) {
                feed.onBrokerAway(brokerAway);
            }
            entry = new Entry(feed, subscribe(feed), nowNanos);
            entries.put(id, entry);
        }
        entry.wantedNanos = nowNanos;
        return entry.feed;
    }

    /** Null if nobody wants it now. */
    public @Nullable Feed find(String id) {
        Entry entry = entries.get(id);
        return entry == null ? null : entry.feed;
    }

    public Collection<Feed> all() {
        return entries.values().stream().map(entry -> entry.feed).toList();
    }

    /** Frames given to viewers so far, of all feeds there ever were. */
    public long framesSent() {
        return framesSent
                + entries.values().stream()
                        .mapToLong(entry -> entry.feed.framesSent())
                        .sum();
    }

    /** What happens between the gateway and its broker. */
    public void onEvent(ClientEvent event) {
        switch (event) {
            case ClientEvent.Connected _ -> brokerAway = "";
            case ClientEvent.Disconnected _, ClientEvent.GoingAway _ ->
                away("the gateway has lost the broker: reconnecting");
            case ClientEvent.BrokerAway _, ClientEvent.NotResolved _ -> away("the gateway is waiting for the broker");
            case ClientEvent.Refused refused -> away("the gateway is " + refused.line());
            case ClientEvent.TokenAnswered _, ClientEvent.BrokerKey _, ClientEvent.Trouble _ -> {}
        }
    }

    public boolean connected() {
        return brokerAway.isEmpty();
    }

    /** Once a second: figures for viewers, and feeds that nobody wants any more are given up. Returns how many viewers were cut. */
    public int onSecond(long nowNanos) {
        int cut = 0;
        for (Iterator<Entry> each = entries.values().iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            cut += entry.feed.onSecond(nowNanos);
            if (entry.feed.watching() > 0) {
                entry.wantedNanos = nowNanos;
            } else if (nowNanos - entry.wantedNanos > LINGER_NANOS) {
                each.remove();
                end(entry);
                continue;
            }
            if (entry.feed.state() != FeedState.REFUSED) {
                entry.refusedNanos = nowNanos;
            } else if (nowNanos - entry.refusedNanos > ASK_AGAIN_NANOS) {
                entry.refusedNanos = nowNanos;
                entry.subscription = subscribe(entry.feed);
            }
        }
        return cut;
    }

    /** The subscriptions, for a look at their figures from elsewhere. */
    public List<Subscription> subscriptions() {
        return entries.values().stream().map(entry -> entry.subscription).toList();
    }

    public void close() {
        entries.values().forEach(this::end);
        entries.clear();
    }

    private void away(String why) {
        brokerAway = why;
        entries.values().forEach(entry -> entry.feed.onBrokerAway(why));
    }

    /** A thumbnail is given up for a viewer. */
    private void giveUpOne() {
        for (Entry entry : entries.values()) {
            if (entry.feed.watching() == 0) {
                entries.remove(entry.feed.id());
                end(entry);
                return;
            }
        }
    }

    private void end(Entry entry) {
        framesSent += entry.feed.framesSent();
        var _ = entry.subscription.close();
        entry.feed.close();
    }

    private Subscription subscribe(Feed feed) {
        return client.subscribe(feed.id(), latency, new StreamListener() {
            @Override
            public void onWaiting() {
                tell(Feed::onWaiting);
            }

            @Override
            public void onUp(StreamInfo stream) {
                tell(told -> told.onUp(stream, takesSealed, System.nanoTime()));
            }

            @Override
            public void onCatalog(Catalog catalog) {
                tell(told -> told.onCatalog(catalog));
            }

            @Override
            public void onFrame(Frame frame) {
                tell(told -> told.onFrame(frame, System.nanoTime()));
            }

            @Override
            public void onDown(EndReason reason) {
                tell(told -> told.onDown(reason));
            }

            @Override
            public void onRefused(ErrorCode code, String detail) {
                tell(told -> told.onRefused(code, detail));
            }

            // One that was given up meanwhile hears no more.
            private void tell(Consumer<Feed> what) {
                loop.execute(() -> {
                    if (find(feed.id()) == feed) {
                        what.accept(feed);
                    }
                });
            }
        });
    }
}
