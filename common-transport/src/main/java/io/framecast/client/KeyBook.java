package io.framecast.client;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is done with the key that a broker shows: kept on first use, said once, warned about when it is another one. */
final class KeyBook {
    private final HostPort broker;
    private final @Nullable KnownBrokers known;
    private final boolean pinned;
    private byte @Nullable [] seen;

    KeyBook(ClientOptions options) {
        this.broker = options.broker();
        this.known = options.state() == null ? null : new StateFiles(options.state()).knownBrokers();
        this.pinned = options.brokerKey() != null || options.secret() != null;
    }

    void onKey(byte[] key, boolean changed, Consumer<ClientEvent> events) {
        if (Arrays.equals(key, seen)) {
            return;
        }
        seen = key;
        events.accept(new ClientEvent.BrokerKey(broker, key, changed, changed ? advice() : ""));
        KnownBrokers book = known;
        if (!changed && !pinned && book != null) {
            // A disk is no matter for the event loop.
            Thread.ofVirtual().name("framecast-known-brokers").start(() -> remember(book, key));
        }
    }

    private void remember(KnownBrokers book, byte[] key) {
        try {
            if (book.key(broker) == null) {
                book.remember(broker, key);
            }
        } catch (IOException e) {
            FramecastClient.LOG.warn("the key of {} is not kept: {}", broker, WatchedFile.reason(e));
        }
    }

    private String advice() {
        if (pinned) {
            return "it is not the broker that the ticket or secret is for";
        }
        return known == null ? "it is not the one that was known" : known.howToForget(broker);
    }
}
