package io.framecast.broker.core;

import io.framecast.protocol.wire.Handshake.Hello;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Second HELLOs with a good cookie, whose public-key work (0.85 ms each, and many times that in a broker that has just begun) is done a
 * little at a time: the 250 that one prefix may bring at once would else keep everybody's media waiting for a fifth of a second, and
 * those of many prefixes for ever. In order of arrival, bounded.
 */
final class HelloQueue {

    /** A third of a core. */
    private static final int PER_SECOND = 400;

    private static final int BURST = 32;
    /** Before the batch that is being read goes on, by the time that passes meanwhile. */
    private static final long AT_ONCE_NANOS = 5_000_000L;

    private static final int MOST = 512;

    record Waiting(Hello hello, InetSocketAddress from) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final TokenBucket pace;
    private boolean begun;
    private long begunAt;

    HelloQueue(long nowNanos) {
        pace = new TokenBucket(PER_SECOND, BURST, nowNanos);
    }

    /** Whether nobody waits and there is time for one more now, which it then takes. */
    boolean admits(long nowNanos) {
        if (!begun) {
            begun = true;
            begunAt = nowNanos;
        }
        return waiting.isEmpty() && nowNanos - begunAt < AT_ONCE_NANOS && pace.take(1, nowNanos);
    }

    /** All that the batch brought has had its turn. */
    void onBatchEnd() {
        begun = false;
    }

    /** @return whether there was room */
    boolean add(Hello hello, InetSocketAddress from) {
        return waiting.size() < MOST && waiting.add(new Waiting(hello, from));
    }

    /** The next one whose time has come; null: none. */
    @Nullable
    Waiting next(long nowNanos) {
        return waiting.isEmpty() || !pace.take(1, nowNanos) ? null : waiting.poll();
    }

    /** In the future, so that media comes first; {@link Long#MAX_VALUE}: nobody waits. */
    long deadlineNanos(long nowNanos) {
        return waiting.isEmpty() ? Long.MAX_VALUE : nowNanos + Math.max(1, pace.nanosUntil(1, nowNanos));
    }
}
