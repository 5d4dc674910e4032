package io.framecast.protocol.session;

import io.framecast.protocol.crypto.StreamLock;
import io.framecast.protocol.media.MediaSink;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Update;
import io.framecast.protocol.wire.Handshake;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.ProducerId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of one broker: publishes and subscribes over one UDP socket. The session comes with the first wish and is restored, with all
 * that is wanted, for as long as it takes. Owned by one event loop.
 *
 * <p>{@code out} is called during each method, in order; it must not call back into the session or its publishers. After each call
 * {@link #deadlineNanos} may have changed.
 */
public final class ClientSession {

    private final Exchange exchange;
    private final Wishes wishes;
    private final Connection connection;
    private boolean closed;

    /** {@code mediaOut}: where the datagrams of published frames go. */
    public ClientSession(ClientConfig config, ByteBufAllocator allocator, MediaSink mediaOut) {
        this(config, allocator, mediaOut, 0);
    }

    /** {@code firstPacketNumber}: of each session's control packets, in both directions; other than 0 only to test the wrap. */
    public ClientSession(ClientConfig config, ByteBufAllocator allocator, MediaSink mediaOut, long firstPacketNumber) {
        exchange = new Exchange(config, allocator, mediaOut);
        wishes = new Wishes(exchange);
        connection = new Connection(config, exchange, wishes, firstPacketNumber);
    }

    /**
     * Wants a stream, whether it is live or not, until {@link #unsubscribe}; again for the same id changes the budget.
     *
     * @param latencyMillis from capture to display, 0..600000
     * @param receiveBufferBytes what the OS granted the socket; 0 unknown
     * @throws IllegalArgumentException for an id that none can have, or a budget out of range
     */
    public void subscribe(
            String producerId,
            int latencyMillis,
            int receiveBufferBytes,
            long nowNanos,
            Consumer<? super ClientAction> out) {
        ProducerId.check(producerId);
        if (latencyMillis < 0 || latencyMillis > 600_000) {
            throw new IllegalArgumentException("a latency of " + latencyMillis + " ms is not in 0..600000");
        }
        act(out);
        wishes.subscriptions().subscribe(producerId, latencyMillis, receiveBufferBytes, nowNanos, out);
        connection.connect(nowNanos, out);
    }

    /** Nothing of the id is delivered from now on; {@link ClientAction.Unsubscribed} follows when the broker knows. */
    public void unsubscribe(String producerId, long nowNanos, Consumer<? super ClientAction> out) {
        wishes.subscriptions().unsubscribe(producerId, nowNanos, out);
    }

    /** Asks for the live streams whose id starts with {@code prefix}: {@link ClientAction.Listed}, in the order of the calls. */
    public void list(String prefix, long nowNanos, Consumer<? super ClientAction> out) {
        if (!ProducerId.isPrefix(prefix)) {
            throw new IllegalArgumentException("no producer id starts with '" + prefix + "'");
        }
        act(out);
        wishes.lists().list(prefix, nowNanos, out);
        connection.connect(nowNanos, out);
    }

    /** Presents a new token, in this session and in those to come, to a broker that may have it. */
    public void update(String token, long nowNanos, Consumer<? super ClientAction> out) {
        act(out);
        exchange.useToken(token);
        if (!exchange.up() || connection.mayHaveToken()) {
            exchange.request(new Update(exchange.nextRequestId(), token), nowNanos, out);
        } else {
            out.accept(new ClientAction.TokenRefused(ErrorCode.TOKEN_INVALID, Connection.WITHHELD));
        }
        connection.connect(nowNanos, out);
    }

    /**
     * Publishes a stream until its {@link Publisher#end}.
     *
     * @throws IllegalArgumentException if this session publishes the id already
     */
    public Publisher publish(Publication publication, long nowNanos, Consumer<? super ClientAction> out) {
        act(out);
        Publisher publisher = wishes.publications().publish(publication, nowNanos, out);
        connection.connect(nowNanos, out);
        return publisher;
    }

    /** From now on a broker with another key than the expected one is refused, whatever the configuration says. */
    public void insistOnKey() {
        connection.insistOnKey();
    }

    /** What {@link ClientAction.LockWanted} asked for. */
    public void onLock(StreamLock lock, long nowNanos, Consumer<? super ClientAction> out) {
        if (!closed) {
            wishes.subscriptions().onLock(lock, nowNanos, out);
        }
    }

    /** Ends everything at once and lets go of all memory; nothing may be called after it. */
    public void close(long nowNanos, Consumer<? super ClientAction> out) {
        closed = true;
        connection.close(out);
        wishes.close();
    }

    /** Whether there is a session with the broker. */
    public boolean up() {
        return exchange.up();
    }

    /** What a subscription received so far; null for an id that is not subscribed. */
    public @Nullable StreamStats stats(String producerId, long nowNanos) {
        return wishes.subscriptions().stats(producerId, nowNanos);
    }

    /** The broker's clock by our own; null while nothing is known of it. */
    public @Nullable BrokerClock brokerClock(long nowNanos) {
        return exchange.brokerClock(nowNanos);
    }

    /** A datagram from the broker's address, borrowed for the call. Whatever it holds, nothing is thrown. */
    public void onDatagram(ByteBuf datagram, long nowNanos, Consumer<? super ClientAction> out) {
        int at = datagram.readerIndex();
        int length = datagram.readableBytes();
        if (closed) {
            return;
        }
        if (MediaHeader.isMedia(datagram, at, length)) {
            if (MediaHeader.check(datagram, at, length) == null) {
                wishes.subscriptions().onMedia(datagram, at, length, nowNanos, out);
            }
        } else if (HandshakeCodec.decode(datagram) instanceof Handshake packet) {
            connection.onHandshake(packet, nowNanos, out);
        } else {
            connection.onSealed(datagram, nowNanos, out);
        }
    }

    /** Called when a deadline has passed; earlier does no harm. */
    public void onTimeout(long nowNanos, Consumer<? super ClientAction> out) {
        if (!closed) {
            wishes.onTimeout(nowNanos, out);
            connection.onTimeout(nowNanos, out);
        }
    }

    /** When {@link #onTimeout} has something to do; {@link Long#MAX_VALUE}: nothing is pending. */
    public long deadlineNanos() {
        return closed ? Deadline.NONE : Deadline.earlier(wishes.deadlineNanos(), connection.deadlineNanos());
    }

    private void act(Consumer<? super ClientAction> out) {
        if (closed) {
            throw new IllegalStateException("the session was closed");
        }
        connection.onWish(out);
    }
}
