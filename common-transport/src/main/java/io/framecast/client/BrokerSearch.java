package io.framecast.client;

import io.framecast.transport.Tick;
import io.framecast.transport.TransportLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the broker's address for as long as something is wanted of it and there is no session: resolves the name again every few
 * seconds and goes through all of its addresses. Owned by the client's event loop.
 */
final class BrokerSearch {
    private static final long SECOND = 1_000_000_000L;

    /** Longer than the 4 s between HELLOs, so that each address of a name is tried at least once in its turn. */
    private static final long NEXT_NANOS = 5 * SECOND;

    private static final long FIRST_NANOS = 3 * SECOND;
    private static final long UNRESOLVED_NANOS = 2 * SECOND;

    /** Where the broker may be now. */
    @FunctionalInterface
    interface Found {
        void at(InetSocketAddress address, byte @Nullable [] knownKey);
    }

    private final HostPort broker;
    private final @Nullable KnownBrokers known;
    private final TransportLoop loop;
    private final Found found;
    private final Consumer<ClientEvent> events;
    private final Tick tick;
    private boolean wanted;
    private boolean connected;
    private boolean resolving;
    private boolean unresolvedSaid;
    private boolean awaySaid;
    private int turn;

    BrokerSearch(ClientOptions options, TransportLoop loop, Found found, Consumer<ClientEvent> events) {
        this.broker = options.broker();
        this.known = options.state() == null ? null : new StateFiles(options.state()).knownBrokers();
        this.loop = loop;
        this.found = found;
        this.events = events;
        this.tick = loop.tick(this::onDue);
    }

    /** Something is wanted of the broker, perhaps again after it refused. */
    void want() {
        if (!wanted) {
            wanted = true;
            again(FIRST_NANOS);
            if (!connected) {
                resolve();
            }
        }
    }

    /** There is a session. */
    void onConnected() {
        connected = true;
        awaySaid = true;
        tick.stop();
    }

    /** There is none any more. */
    void onLost() {
        connected = false;
        again(NEXT_NANOS);
    }

    /** The broker wants nothing to do with this client. */
    void onRefused() {
        connected = false;
        wanted = false;
        tick.stop();
    }

    void stop() {
        onRefused();
    }

    private void again(long inNanos) {
        if (wanted && !connected) {
            tick.arm(System.nanoTime() + inNanos);
        }
    }

    private void onDue(long nowNanos) {
        if (!awaySaid && !unresolvedSaid) {
            awaySaid = true;
            events.accept(new ClientEvent.BrokerAway(broker));
        }
        turn++;
        resolve();
    }

    private void resolve() {
        if (resolving) {
            return;
        }
        resolving = true;
        Thread.ofVirtual().name("framecast-resolve").start(() -> {
            Resolver.Found answer = Resolver.find(broker, known);
            try {
                loop.execute(() -> onResolved(answer));
            } catch (RejectedExecutionException _) {
                // The client has been closed while the name was looked up: nobody asks any more.
            }
        });
    }

    private void onResolved(Resolver.Found answer) {
        resolving = false;
        if (connected || !wanted) {
            return;
        }
        if (answer.addresses().isEmpty()) {
            if (!unresolvedSaid) {
                unresolvedSaid = true;
                events.accept(new ClientEvent.NotResolved(broker));
            }
            again(UNRESOLVED_NANOS);
            return;
        }
        unresolvedSaid = false;
        if (!answer.trouble().isEmpty()) {
            events.accept(new ClientEvent.Trouble(answer.trouble()));
        }
        int index = Math.floorMod(turn, answer.addresses().size());
        again(turn == 0 ? FIRST_NANOS : NEXT_NANOS);
        found.at(answer.addresses().get(index), answer.knownKey());
    }
}
