package io.framecast.broker.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * The whole broker without I/O, for one event loop: what it receives is a datagram or the time, what it hands out is control
 * datagrams and events as {@link BrokerAction}s, and media through its {@link MediaOut}. Never throws at a peer's bytes.
 */
public final class BrokerCore implements AutoCloseable {

    private final BrokerCounters counters;

    /** @param nowNanos where the monotonic clock stands that all later times are read from */
    public BrokerCore(
            BrokerConfig config,
            Authorizer authorizer,
            ByteBufAllocator allocator,
            MediaOut media,
            BrokerCounters counters,
            long nowNanos) {
        this.counters = counters;
    }

    /** One datagram, all readable bytes of {@code datagram}; borrowed for the call, its indexes stay as they are. */
    public void onDatagram(
            ByteBuf datagram, InetSocketAddress from, long nowNanos, Consumer<? super BrokerAction> out) {
        onDatagram(datagram, datagram.readerIndex(), datagram.readableBytes(), from, nowNanos, out);
    }

    /** One datagram that lies at {@code at} of a larger buffer, as GRO delivers them. */
    public void onDatagram(
            ByteBuf memory,
            int at,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        counters.increment(BrokerCounter.DATAGRAMS_RECEIVED);
        counters.add(BrokerCounter.BYTES_RECEIVED, length);
    }

    /**
     * The shell has handed over everything that one read brought: media that was received goes out now, in runs as long as they
     * lie in memory. A shell that never says so is served by {@link #onTimeout}, which is then due at once.
     */
    public void onBatchEnd(long nowNanos, Consumer<? super BrokerAction> out) {}

    public void onTimeout(long nowNanos, Consumer<? super BrokerAction> out) {}

    /** When {@link #onTimeout} has something to do; {@link Long#MAX_VALUE}: nothing pending. */
    public long deadlineNanos() {
        return Long.MAX_VALUE;
    }

    /** Tells every peer that the broker goes away, ends all streams and closes all sessions; afterwards nothing is accepted. */
    public void stop(int retryMillis, long nowNanos, Consumer<? super BrokerAction> out) {}

    /** After {@link #stop}: everything has been said, the socket can be closed. */
    public boolean stopped() {
        return true;
    }

    /** The operator closes a session. */
    public boolean kick(long sessionId, long nowNanos, Consumer<? super BrokerAction> out) {
        return false;
    }

    public BrokerSnapshot snapshot() {
        return new BrokerSnapshot(0, 0, 0, List.of());
    }

    /** Releases all memory without a word to anybody. */
    @Override
    public void close() {}
}
