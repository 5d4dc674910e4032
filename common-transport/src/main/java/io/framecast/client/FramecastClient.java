package io.framecast.client;

import io.framecast.protocol.crypto.Hkdf;
import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.media.Track;
import io.framecast.protocol.session.BrokerClock;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.Publisher;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.Limits;
import io.framecast.protocol.wire.ProducerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of one broker: subscribes, publishes and lists over one UDP socket and one event loop. Any thread may call it; all
 * callbacks come on the loop. A broker that is away, a name that does not resolve and a network that changes are waited out:
 * what was asked for stays asked for until it is closed or refused. Keeps the JVM alive until {@link #close}.
 */
public final class FramecastClient implements AutoCloseable {
    static final Logger LOG = LoggerFactory.getLogger(FramecastClient.class);

    private static final int MOST_LATENCY_MILLIS = 60_000;
    private static final long STATS_WAIT_MILLIS = 1000;

    /** Something to do with a publication's machine, on the loop. */
    @FunctionalInterface
    interface Sending {
        void on(Publisher publisher, long nowNanos, Consumer<? super ClientAction> out);
    }

    private final BrokerLink link;
    private final ClientDesk desk;
    private final byte[] ownerSecret;
    private final @Nullable Passphrase passphrase;
    private final @Nullable WatchedFile ticketFile;

    private FramecastClient(ClientOptions options) {
        this.desk = new ClientDesk(options);
        this.ownerSecret = ownerSecret(options, desk);
        this.passphrase = options.passphrase();
        this.link = new BrokerLink(options, desk::onAction, desk::onEvent);
        byte[] key = options.brokerKey();
        this.ticketFile = options.ticketFile() == null || key == null
                ? null
                : TicketRenewal.start(
                        options.ticketFile(),
                        new Ticket(options.broker(), key, options.token()),
                        this::update,
                        why -> link.execute(() -> desk.onEvent(new ClientEvent.Trouble(why))));
    }

    /** Returns at once; nothing is sent before something is asked for. */
    public static FramecastClient connect(ClientOptions options) {
        return new FramecastClient(options);
    }

    /** Adds a listener for what happens between client and broker; it gets what happened before, too. */
    public void onEvent(Consumer<? super ClientEvent> listener) {
        link.execute(() -> desk.listen(listener));
    }

    /**
     * Subscribes to an id, live or not. Its callbacks come on the loop.
     *
     * @param latency how long after its capture a frame is shown, 0..60 s; lost datagrams are asked for again within it
     * @throws UsageException if the id is malformed or the latency out of range
     * @throws IllegalStateException if this client is subscribed to the id
     */
    public Subscription subscribe(String producerId, Duration latency, StreamListener listener) {
        checkId(producerId);
        if (latency.isNegative() || latency.toMillis() > MOST_LATENCY_MILLIS) {
            throw new UsageException("latency: " + latency + " is not in 0..60 s");
        }
        Subscription subscription = new Subscription(producerId, listener, this);
        desk.claim(subscription);
        int millis = (int) latency.toMillis();
        link.call((session, now, out) -> {
            if (desk.open(subscription)) {
                session.subscribe(producerId, millis, link.receiveBufferBytes(), now, out);
            }
        });
        return subscription;
    }

    /**
     * Publishes a stream. Frames are best sent from {@link PublishListener#onLive} on; of those before, the last two seconds are
     * kept. With a passphrase it takes a third of a second.
     *
     * @throws UsageException if the id is malformed
     * @throws IllegalStateException if this client publishes the id
     */
    public Publication publish(PublishOptions options, PublishListener listener) {
        checkId(options.producerId());
        byte[] catalog = CatalogJson.encode(options.catalog());
        List<Integer> tracks =
                options.catalog().tracks().stream().map(Track::id).toList();
        var open = new io.framecast.protocol.session.Publication(
                options.producerId(), owner(options.producerId()), options.metadata(), tracks, options.fragmentBytes());
        var announced = passphrase == null ? open : open.locked(passphrase.lock(salt()));
        Publication publication = new Publication(options, listener, this);
        desk.claim(publication);
        link.call((session, now, out) -> {
            if (desk.open(publication)) {
                Publisher publisher = session.publish(announced, now, out);
                publication.onPublisher(publisher);
                publisher.onFrame(0, true, false, System.currentTimeMillis() * 1000, catalog, now, out);
            }
        });
        return publication;
    }

    /** The live streams whose id starts with {@code prefix}, in order of id. Fails with a {@link RunException} if refused. */
    public CompletableFuture<List<StreamEntry>> list(String prefix) {
        if (!ProducerId.isPrefix(prefix)) {
            throw new UsageException("'" + Printable.line(prefix, 80) + "' is not the start of a producer id");
        }
        CompletableFuture<List<StreamEntry>> listed = new CompletableFuture<>();
        link.call((session, now, out) -> {
            desk.listing(listed);
            session.list(prefix, now, out);
        });
        return listed;
    }

    /** How the broker's clock stands to this machine's; null while nothing is known. Waits a moment for the loop. */
    public @Nullable BrokerClock brokerClock() {
        CompletableFuture<@Nullable BrokerClock> asked = new CompletableFuture<>();
        link.callOrElse((session, now, out) -> asked.complete(session.brokerClock(now)), () -> asked.complete(null));
        return answer(asked);
    }

    /** Presents a new token in place of the one that is about to expire. */
    public void update(String token) {
        link.call((session, now, out) -> session.update(token, now, out));
    }

    /** Goes on from another local port, as after a change of network. */
    public void rebind() {
        link.rebind();
    }

    /** Says good-bye and frees everything; publications should have been ended before. Waits for it unless on the loop. */
    @Override
    public void close() {
        if (ticketFile != null) {
            ticketFile.close();
        }
        link.close(desk::onClosing);
    }

    // ---- for Subscription and Publication ----

    void unsubscribe(Subscription subscription) {
        if (!desk.release(subscription)) {
            return;
        }
        link.callOrElse(
                (session, now, out) -> {
                    if (desk.current(subscription)) {
                        subscription.keep(session.stats(subscription.producerId(), now));
                        desk.leave(subscription);
                        session.unsubscribe(subscription.producerId(), now, out);
                    } else {
                        subscription.onClosed();
                    }
                },
                subscription::onClosed);
    }

    /** Null if there is nothing to know, or the loop is too busy to say. */
    @Nullable
    StreamStats stats(Subscription subscription) {
        CompletableFuture<@Nullable StreamStats> asked = new CompletableFuture<>();
        link.callOrElse(
                (session, now, out) -> asked.complete(
                        desk.current(subscription) ? session.stats(subscription.producerId(), now) : null),
                () -> asked.complete(null));
        return answer(asked);
    }

    private <T> @Nullable T answer(CompletableFuture<@Nullable T> asked) {
        try {
            return asked.get(link.inLoop() ? 0 : STATS_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    void send(Publication publication, Sending sending) {
        link.callOrElse(
                (session, now, out) -> {
                    Publisher publisher = publication.publisher();
                    if (publisher == null) {
                        publication.onDropped();
                    } else {
                        sending.on(publisher, now, out);
                    }
                },
                publication::onDropped);
    }

    void end(Publication publication) {
        link.callOrElse(
                (session, now, out) -> {
                    Publisher publisher = publication.publisher();
                    if (publisher == null) {
                        desk.over(publication);
                    } else {
                        publisher.end(now, out);
                    }
                },
                () -> desk.over(publication));
    }

    private static void checkId(String producerId) {
        if (!ProducerId.isValid(producerId)) {
            throw new UsageException("'" + Printable.line(producerId, 80)
                    + "' is not a producer id: 1 to 64 characters out of A-Z a-z 0-9 . _ / -");
        }
    }

    private byte[] owner(String producerId) {
        return Hkdf.derive(ownerSecret, "framecast owner " + producerId, 32);
    }

    /** The same after a restart, so that viewers have the lock already. */
    private byte[] salt() {
        return Hkdf.derive(ownerSecret, "framecast salt", Limits.SALT_BYTES);
    }

    private static byte[] ownerSecret(ClientOptions options, ClientDesk desk) {
        if (options.state() != null) {
            try {
                return new StateFiles(options.state()).ownerSecret();
            } catch (RunException e) {
                desk.onEvent(new ClientEvent.Trouble(e.getMessage() + "; ids cannot be taken over after a restart"));
            }
        }
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
