package io.framecast.client;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of what: turns the session's actions into callbacks. Owned by the client's event loop, except for the
 * claims on ids, which any thread makes.
 */
final class ClientDesk {
    private static final int MOST_EARLY_EVENTS = 16;

    private final HostPort broker;
    private final KeyBook keys;
    private final boolean takesSealed;
    private final Set<String> sealed = new HashSet<>();
    private final Map<String, Subscription> claimedSubscriptions = new ConcurrentHashMap<>();
    private final Map<String, Publication> claimedPublications = new ConcurrentHashMap<>();
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final Map<String, List<Subscription>> leaving = new HashMap<>();
    private final Map<String, Publication> publications = new HashMap<>();
    private final ArrayDeque<CompletableFuture<List<StreamEntry>>> lists = new ArrayDeque<>();
    private final List<Consumer<? super ClientEvent>> listeners = new ArrayList<>();
    private final List<ClientEvent> earlyEvents = new ArrayList<>();

    ClientDesk(ClientOptions options) {
        this.broker = options.broker();
        this.keys = new KeyBook(options);
        this.takesSealed = options.takesSealed();
    }

    // ---- what is wanted ----

    /** Any thread. */
    void claim(Subscription subscription) {
        if (claimedSubscriptions.putIfAbsent(subscription.producerId(), subscription) != null) {
            throw new IllegalStateException("this client is subscribed to " + subscription.producerId());
        }
    }

    /** Any thread. False if it was given up before. */
    boolean release(Subscription subscription) {
        return claimedSubscriptions.remove(subscription.producerId(), subscription);
    }

    /** Any thread. */
    void claim(Publication publication) {
        if (claimedPublications.putIfAbsent(publication.producerId(), publication) != null) {
            throw new IllegalStateException("this client publishes " + publication.producerId());
        }
    }

    /** False if it was closed before its turn came. */
    boolean open(Subscription subscription) {
        boolean wanted = claimedSubscriptions.get(subscription.producerId()) == subscription;
        if (wanted) {
            subscriptions.put(subscription.producerId(), subscription);
        }
        return wanted;
    }

    boolean current(Subscription subscription) {
        return subscriptions.get(subscription.producerId()) == subscription;
    }

    /** No callback from here on; its future waits for {@link ClientAction.Unsubscribed}. */
    void leave(Subscription subscription) {
        subscriptions.remove(subscription.producerId(), subscription);
        leaving.computeIfAbsent(subscription.producerId(), id -> new ArrayList<>())
                .add(subscription);
    }

    boolean open(Publication publication) {
        boolean wanted = claimedPublications.get(publication.producerId()) == publication;
        if (wanted) {
            publications.put(publication.producerId(), publication);
        }
        return wanted;
    }

    void over(Publication publication) {
        publications.remove(publication.producerId(), publication);
        claimedPublications.remove(publication.producerId(), publication);
        publication.onEnded();
    }

    void listing(CompletableFuture<List<StreamEntry>> listed) {
        lists.addLast(listed);
    }

    void listen(Consumer<? super ClientEvent> listener) {
        listeners.add(listener);
        earlyEvents.forEach(event -> tell(() -> listener.accept(event)));
        earlyEvents.clear();
    }

    /** The client closes: whoever waits is let go. */
    void onClosing() {
        leaving.values().forEach(left -> left.forEach(Subscription::onClosed));
        claimedSubscriptions.values().forEach(Subscription::onClosed);
        claimedPublications.values().forEach(Publication::onEnded);
        lists.forEach(listed -> listed.completeExceptionally(new CancellationException("the client was closed")));
        leaving.clear();
        subscriptions.clear();
        publications.clear();
        lists.clear();
    }

    // ---- what happens ----

    void onEvent(ClientEvent event) {
        if (!listeners.isEmpty()) {
            listeners.forEach(listener -> tell(() -> listener.accept(event)));
        } else if (earlyEvents.size() < MOST_EARLY_EVENTS) {
            earlyEvents.add(event);
        }
    }

    void onAction(ClientAction action) {
        switch (action) {
            case ClientAction.Deliver deliver -> onFrame(deliver);
            case ClientAction.SubscribedLive live -> onUp(live.producerId(), live.stream());
            case ClientAction.Up up -> onUp(up.producerId(), up.stream());
            case ClientAction.Waiting waiting -> subscription(waiting.producerId(), StreamListener::onWaiting);
            case ClientAction.LevelChanged changed ->
                subscription(changed.producerId(), listener -> listener.onLevel(changed.level()));
            case ClientAction.Down down -> subscription(down.producerId(), listener -> listener.onDown(down.reason()));
            case ClientAction.Unsubscribed gone -> {
                List<Subscription> left = leaving.remove(gone.producerId());
                if (left != null) {
                    left.forEach(Subscription::onClosed);
                }
            }
            case ClientAction.Listed listed -> lists.removeFirst().complete(listed.streams());
            case ClientAction.ListRefused refused ->
                lists.removeFirst()
                        .completeExceptionally(
                                new RunException("list refused: " + said(refused.code(), refused.detail())));
            case ClientAction.Published published ->
                publication(published.producerId(), publication -> {
                    publication.onLive(true);
                    tell(() -> publication.listener().onLive());
                });
            case ClientAction.KeyFrameWanted wanted ->
                publication(
                        wanted.producerId(),
                        publication -> tell(() -> publication.listener().onKeyFrameWanted(wanted.track())));
            case ClientAction.Displaced displaced ->
                publication(displaced.producerId(), publication -> {
                    over(publication);
                    tell(() -> publication.listener().onDisplaced(displaced.reason()));
                });
            case ClientAction.Ended ended -> publication(ended.producerId(), this::over);
            case ClientAction.Refused refused -> onRefused(refused.code(), refused.detail(), refused.producerId());
            case ClientAction.BrokerKey key -> keys.onKey(key.key(), key.changed(), this::onEvent);
            case ClientAction.SessionUp up -> onEvent(new ClientEvent.Connected(broker, up.sessionId(), up.again()));
            case ClientAction.SessionLost lost -> {
                publications.values().forEach(publication -> publication.onLive(false));
                onEvent(new ClientEvent.Disconnected(broker, said(lost.reason())));
            }
            case ClientAction.GoingAway away -> {
                publications.values().forEach(publication -> publication.onLive(false));
                onEvent(new ClientEvent.GoingAway(broker, away.retryMillis()));
            }
            case ClientAction.TokenAccepted ignored -> onEvent(new ClientEvent.TokenAnswered(true, ""));
            case ClientAction.TokenRefused refused ->
                onEvent(new ClientEvent.TokenAnswered(false, said(refused.code(), refused.detail())));
            case ClientAction.LockWanted ignored -> {}
            case ClientAction.Send send -> send.datagram().release();
        }
    }

    private void onUp(String producerId, StreamInfo stream) {
        if (takesSealed && stream.metadata().endToEnd() != null) {
            sealed.add(producerId);
        } else {
            sealed.remove(producerId);
        }
        subscription(producerId, listener -> listener.onUp(stream));
    }

    private void onFrame(ClientAction.Deliver deliver) {
        if (deliver.frame().track() != 0 || sealed.contains(deliver.producerId())) {
            subscription(deliver.producerId(), listener -> listener.onFrame(deliver.frame()));
            return;
        }
        Catalog catalog = CatalogJson.decode(deliver.frame().payload());
        if (catalog == null) {
            FramecastClient.LOG.warn("{} sent a catalog that is not understood", deliver.producerId());
        } else {
            subscription(deliver.producerId(), listener -> listener.onCatalog(catalog));
        }
    }

    private void onRefused(ErrorCode code, String detail, @Nullable String producerId) {
        if (producerId == null) {
            onEvent(new ClientEvent.Refused(code, detail));
            return;
        }
        Subscription subscription = subscriptions.get(producerId);
        Publication publication = publications.get(producerId);
        if (subscription != null && (publication == null || !ofPublications(code))) {
            subscriptions.remove(producerId);
            release(subscription);
            subscription.onClosed();
            tell(() -> subscription.listener().onRefused(code, said(code, detail)));
        } else if (publication != null) {
            over(publication);
            tell(() -> publication.listener().onRefused(code, said(code, detail)));
        }
    }

    /** Which of the two was meant where one client both publishes and subscribes to an id. */
    private static boolean ofPublications(ErrorCode code) {
        return code == ErrorCode.ID_TAKEN || code == ErrorCode.LIMIT_STREAMS || code == ErrorCode.LIMIT_BITRATE;
    }

    private void subscription(String producerId, Consumer<StreamListener> told) {
        Subscription subscription = subscriptions.get(producerId);
        if (subscription != null) {
            tell(() -> told.accept(subscription.listener()));
        }
    }

    private void publication(String producerId, Consumer<Publication> told) {
        Publication publication = publications.get(producerId);
        if (publication != null) {
            told.accept(publication);
        }
    }

    /** Listeners are somebody else's code: what they throw must not end the session. */
    private static void tell(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            FramecastClient.LOG.warn("a listener failed", e);
        }
    }

    private static String said(ErrorCode code, String detail) {
        return detail.isEmpty() ? code.name() : Printable.line(detail, 200);
    }

    private static String said(ClientAction.SessionLost.Reason reason) {
        return switch (reason) {
            case SILENT -> "it does not answer";
            case UNKNOWN_TO_BROKER -> "it was restarted";
            case CLOSED_BY_BROKER -> "it closed the session";
        };
    }
}
