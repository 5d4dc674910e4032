package io.framecast.bench.crowd;

import com.google.gson.JsonObject;
import io.framecast.protocol.session.ClientConfig;
import io.framecast.transport.TransportKind;
import io.framecast.transport.TransportLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Many members and a source on one event loop. The methods may be called from any one thread but the loop's. */
final class Crowd implements AutoCloseable {

    /** Requests that may be on their way at once while a crowd comes together: a burst is not what is measured then. */
    private static final int ON_THE_WAY = 64;

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    final TransportLoop loop = TransportLoop.open("crowd", TransportKind.best());
    final SentTimes sent = new SentTimes();
    final Latencies latencies = new Latencies();
    private final Requests requests = new Requests();
    private final InetSocketAddress broker;
    private final ClientConfig config;
    private final Member.Company company;
    private final List<Member> members = new ArrayList<>();
    private List<RawReceiver> raw = List.of();
    private @Nullable Source source;
    private @Nullable RawSource rawSource;

    Crowd(InetSocketAddress broker) {
        this.broker = broker;
        SecureRandom random = new SecureRandom();
        long wallOffsetMicros = System.currentTimeMillis() * 1000 - System.nanoTime() / 1000;
        config = new ClientConfig(null, "", null, false, random::nextBytes, wallOffsetMicros, true);
        company = new Member.Company(loop, broker, config, sent, latencies, requests);
    }

    /** Publishes {@code id} and waits until the broker takes it. */
    void publish(String id, Rhythm rhythm) throws IOException {
        Source made = new Source(loop, broker, config, id, rhythm, sent);
        source = made;
        await("the stream to be live", () -> onLoop(made::live));
    }

    void play(boolean on) {
        Source playing = source;
        if (playing != null) {
            run(on ? playing::start : playing::pause);
        }
    }

    /** Adds {@code count} members that subscribe to {@code id}, every {@code openEvery}th of which opens what it gets; 0: none. */
    void join(int count, String id, int openEvery) throws IOException {
        for (int i = 0; i < count; i++) {
            Member member = new Member(company, openEvery > 0 && i % openEvery == 0);
            members.add(member);
            run(() -> member.subscribe(id));
            if (i % ON_THE_WAY == ON_THE_WAY - 1) {
                await("the broker to answer", () -> onLoop(() -> unanswered() < ON_THE_WAY));
            }
        }
        await("all subscriptions", () -> onLoop(() -> unanswered() == 0));
    }

    /** What members {@code from} up to {@code to} do next, all in one go. */
    void each(int from, int to, java.util.function.Consumer<Member> act) {
        run(() -> members.subList(from, to).forEach(act));
    }

    /** Sockets without sessions; returns the first of their ports, which are in a row. */
    int openRaw(int count) throws IOException {
        raw = RawReceiver.inARow(loop, count, sent, latencies);
        return raw.getFirst().port();
    }

    /** A source of what those get, through somebody who forwards it. */
    void publishRaw(InetSocketAddress to, int framesPerSecond, int datagrams) throws IOException {
        rawSource = new RawSource(loop, to, framesPerSecond, datagrams, sent);
    }

    void playRaw(boolean on) {
        RawSource playing = rawSource;
        if (playing != null) {
            run(on ? playing::start : playing::pause);
        }
    }

    int size() {
        return members.size();
    }

    int unansweredNow() {
        return onLoop(this::unanswered);
    }

    void clear() {
        run(() -> {
            members.forEach(Member::clear);
            raw.forEach(receiver -> receiver.tally.clear());
            latencies.clear();
            requests.clear();
        });
    }

    JsonObject stats() {
        return onLoop(() -> {
            List<Tally> tallies = new ArrayList<>();
            members.forEach(member -> tallies.add(member.tally));
            raw.forEach(receiver -> tallies.add(receiver.tally));
            long frames = (source == null ? 0 : source.frames()) + (rawSource == null ? 0 : rawSource.frames());
            JsonObject line = new JsonObject();
            line.addProperty("members", members.size());
            line.addProperty("frames_sent", frames);
            line.addProperty(
                    "datagrams", tallies.stream().mapToLong(Tally::datagrams).sum());
            line.addProperty("frames", tallies.stream().mapToLong(Tally::frames).sum());
            line.addProperty(
                    "frames_of_the_worst",
                    members.stream().mapToLong(Member::frames).min().orElse(0));
            line.addProperty(
                    "frames_left_out",
                    members.stream().mapToLong(Member::framesLeftOut).sum());
            line.addProperty(
                    "lost",
                    members.stream().mapToLong(Member::lost).sum()
                            + raw.stream()
                                    .mapToLong(receiver -> receiver.tally.lost())
                                    .sum());
            line.addProperty("p50_us", latencies.quantileMicros(0.5));
            line.addProperty("p99_us", latencies.quantileMicros(0.99));
            line.addProperty("unanswered", unanswered());
            requests.addTo(line);
            return line;
        });
    }

    private int unanswered() {
        return (int) members.stream().filter(Member::waits).count();
    }

    private void await(String what, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("waited in vain for " + what);
            }
            LockSupport.parkNanos(1_000_000L);
        }
    }

    private <T> T onLoop(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, loop).join();
    }

    private void run(Runnable task) {
        CompletableFuture.runAsync(task, loop).join();
    }

    @Override
    public void close() {
        run(() -> {
            members.forEach(Member::close);
            raw.forEach(RawReceiver::close);
            if (source != null) {
                source.close();
            }
            if (rawSource != null) {
                rawSource.close();
            }
        });
        loop.close();
    }
}
