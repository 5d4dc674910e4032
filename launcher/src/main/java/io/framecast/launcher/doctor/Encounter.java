package io.framecast.launcher.doctor;

import io.framecast.client.ClientEvent;
import io.framecast.client.ClientOptions;
import io.framecast.client.FramecastClient;
import io.framecast.client.StateFiles;
import io.framecast.protocol.session.BrokerClock;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One meeting with the broker: is it there, what does its clock say, what do its streams look like. */
final class Encounter implements AutoCloseable {

    private static final int MOST_STREAMS = 20;
    private static final long LIST_SECONDS = 2;
    private static final long CLOCK_NANOS = 2_500_000_000L;
    private static final long CLOCK_MILLIS = 50;

    private final ClientOptions options;
    private final boolean named;
    private final boolean keyKnown;
    private final long startNanos = System.nanoTime();
    private final FramecastClient client;
    private final CompletableFuture<Boolean> met = new CompletableFuture<>();
    private volatile long connectedNanos = -1;
    private volatile boolean resolved = true;
    private volatile String trouble = "";
    private volatile String fingerprint = "";
    private volatile String otherKey = "";
    private volatile @Nullable ErrorCode refused;
    private final CompletableFuture<List<StreamEntry>> listed;

    /** {@code named}: see {@link BrokerFacts}. */
    Encounter(ClientOptions options, boolean named) {
        this.options = options;
        this.named = named;
        keyKnown = keyKnown(options);
        client = FramecastClient.connect(options);
        client.onEvent(this::onEvent);
        listed = client.list("");
    }

    /** Waits for an answer, {@code longest} at the most. */
    BrokerFacts broker(Duration longest) throws InterruptedException {
        try {
            met.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // That nothing was heard is what the facts say then.
        }
        return new BrokerFacts(
                options.broker(),
                named,
                connectedNanos,
                resolved,
                trouble,
                refused,
                key(),
                otherKey,
                longest.toMillis());
    }

    /** Looks at all live streams for {@code duration}, at once. For a connected broker. */
    List<Finding> streams(Duration duration) throws InterruptedException {
        List<StreamEntry> entries;
        try {
            entries = listed.get(LIST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            return List.of(Finding.unknown("streams", String.valueOf(why.getMessage()), ""));
        } catch (TimeoutException e) {
            return List.of(Finding.unknown("streams", "the broker does not list them", ""));
        }
        List<Finding> findings = new ArrayList<>();
        List<StreamWatch> watches = new ArrayList<>();
        for (StreamEntry entry : entries.subList(0, Math.min(MOST_STREAMS, entries.size()))) {
            if (entry.metadata().endToEnd() != null && options.passphrase() == null) {
                findings.addAll(StreamFacts.closed(entry.producerId()).findings());
            } else {
                StreamWatch watch = new StreamWatch(entry.producerId());
                watch.start(client);
                watches.add(watch);
            }
        }
        if (!watches.isEmpty()) {
            Thread.sleep(duration);
        }
        watches.forEach(watch -> findings.addAll(watch.facts().findings()));
        findings.add(Finding.ok("streams", summary(entries.size())));
        return findings;
    }

    /** Null if it stays unknown for some seconds. A first exchange often waits for classes to load: a better one is waited for. */
    @Nullable
    BrokerClock clock() throws InterruptedException {
        long endNanos = System.nanoTime() + CLOCK_NANOS;
        BrokerClock clock = client.brokerClock();
        while ((clock == null || clock.uncertaintyMicros() > StreamStats.ABSOLUTE_WITHIN_MICROS)
                && System.nanoTime() - endNanos < 0) {
            Thread.sleep(CLOCK_MILLIS);
            clock = client.brokerClock();
        }
        return clock;
    }

    @Override
    public void close() {
        client.close();
    }

    private void onEvent(ClientEvent event) {
        switch (event) {
            case ClientEvent.Connected _ -> {
                connectedNanos = System.nanoTime() - startNanos;
                met.complete(true);
            }
            case ClientEvent.Refused no -> {
                refused = no.code();
                trouble = no.detail().isEmpty() ? no.code().name() : no.detail();
                met.complete(false);
            }
            case ClientEvent.BrokerKey key -> {
                fingerprint = key.fingerprint();
                otherKey = key.changed() ? key.advice() : "";
            }
            case ClientEvent.NotResolved no -> {
                resolved = false;
                trouble = "its name does not resolve";
                met.complete(false);
            }
            case ClientEvent.Trouble said -> trouble = said.line();
            default -> {}
        }
    }

    private String key() {
        if (fingerprint.isEmpty()) {
            return "";
        }
        String key = "key " + fingerprint;
        if (options.brokerKey() != null || options.secret() != null) {
            return key + " proved by ticket or secret";
        }
        return key + (keyKnown ? " known from before" : " seen for the first time");
    }

    private static boolean keyKnown(ClientOptions options) {
        Path state = options.state();
        try {
            return state != null && new StateFiles(state).knownBrokers().key(options.broker()) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String summary(int live) {
        if (live == 0) {
            return "none is live: nothing to look at";
        }
        return live + " live" + (live > MOST_STREAMS ? ", " + MOST_STREAMS + " of them looked at" : "");
    }
}
