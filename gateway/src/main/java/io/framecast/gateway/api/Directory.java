package io.framecast.gateway.api;

import io.framecast.client.FramecastClient;
import io.framecast.protocol.wire.ControlPacket.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What is live at the broker, asked for at most once a second and only while somebody looks. Owned by the gateway's loop. */
public final class Directory {

    private static final long FRESH_NANOS = 1_000_000_000L;
    private static final long GIVE_UP_NANOS = 10_000_000_000L;

    /** The broker tells seconds; a start that moves by less has not moved. */
    private static final long STEADY_MILLIS = 3_000;

    private final FramecastClient client;
    private final Executor loop;
    private final long wallOffsetMicros;
    private final List<Waiter> waiters = new ArrayList<>();
    private Map<String, LiveStream> live = new TreeMap<>();
    private long answeredNanos;
    private long askedNanos;
    private boolean answered;
    private boolean asking;
    private int question;

    /** Somebody who wants to know what is live now, and what was live if the broker does not say within a second. */
    private record Waiter(long sinceNanos, Runnable then) {}

    public Directory(FramecastClient client, Executor loop, long wallOffsetMicros) {
        this.client = client;
        this.loop = loop;
        this.wallOffsetMicros = wallOffsetMicros;
    }

    /** By id, as of the last answer. */
    public Map<String, LiveStream> live() {
        return live;
    }

    public @Nullable LiveStream find(String id) {
        return live.get(id);
    }

    /** Calls back when what is known is at most a second old, or cannot be had within about a second. */
    public void whenFresh(long nowNanos, Runnable then) {
        if (answered && nowNanos - answeredNanos <= FRESH_NANOS) {
            then.run();
            return;
        }
        waiters.add(new Waiter(nowNanos, then));
        ask(nowNanos);
    }

    /** Once a second. {@code looked}: somebody wants to know. */
    public void onSecond(boolean looked, long nowNanos) {
        if (looked) {
            ask(nowNanos);
        }
        List<Waiter> late = waiters.stream()
                .filter(waiter -> nowNanos - waiter.sinceNanos() > FRESH_NANOS)
                .toList();
        waiters.removeAll(late);
        late.forEach(waiter -> waiter.then().run());
    }

    /** Lets go whoever waits. */
    public void close() {
        tell();
    }

    private void ask(long nowNanos) {
        if (asking && nowNanos - askedNanos < GIVE_UP_NANOS) {
            return;
        }
        asking = true;
        askedNanos = nowNanos;
        question++;
        int asked = question;
        var _ = client.list("")
                .whenCompleteAsync(
                        (streams, failure) -> onAnswer(asked, failure == null ? streams : null, System.nanoTime()),
                        loop);
    }

    private void onAnswer(int asked, @Nullable List<StreamEntry> streams, long nowNanos) {
        if (asked != question) {
            return;
        }
        asking = false;
        if (streams == null) {
            return;
        }
        answered = true;
        answeredNanos = nowNanos;
        long nowMillis = (nowNanos / 1000 + wallOffsetMicros) / 1000;
        Map<String, LiveStream> now = new TreeMap<>();
        for (StreamEntry entry : streams) {
            long since = nowMillis - entry.sinceSeconds() * 1000;
            LiveStream before = live.get(entry.producerId());
            if (before != null && Math.abs(before.sinceMillis() - since) < STEADY_MILLIS) {
                since = before.sinceMillis();
            }
            now.put(entry.producerId(), new LiveStream(entry, since));
        }
        live = now;
        tell();
    }

    private void tell() {
        List<Waiter> told = List.copyOf(waiters);
        waiters.clear();
        told.forEach(waiter -> waiter.then().run());
    }
}
