package io.framecast.broker.core;

import io.framecast.broker.core.BrokerAction.SessionEnd;
import io.framecast.broker.core.BrokerSnapshot.StreamSnapshot;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.CloseReason;
import io.framecast.protocol.wire.ControlType;
import io.framecast.protocol.wire.Decoded;
import io.framecast.protocol.wire.Handshake.Hello;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.protocol.wire.Malformed;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole broker without I/O, for one event loop: what it receives is a datagram or the time, what it hands out is control
 * datagrams and events as {@link BrokerAction}s, and media through its {@link MediaOut}. Never throws at a peer's bytes: a machine
 * that fails costs its own session and nothing else.
 */
public final class BrokerCore implements AutoCloseable {

    private final Context context;
    private final Subscriptions subscriptions;
    private final Streams streams;
    private final Sessions sessions;
    private final Handshakes handshakes;
    private final Dispatch dispatch;
    private final Ingress ingress;
    private final GoodBye goodBye;
    private final List<Lane> dirty = new ArrayList<>();
    private boolean closed;

    /** @param nowNanos where the monotonic clock stands that all later times are read from */
    public BrokerCore(
            BrokerConfig config,
            Authorizer authorizer,
            ByteBufAllocator allocator,
            MediaOut media,
            BrokerCounters counters,
            long nowNanos) {
        context = new Context(config, authorizer, allocator, media, counters);
        StatelessReplies replies = new StatelessReplies(context, nowNanos);
        subscriptions = new Subscriptions(context);
        streams = new Streams(context, subscriptions, dirty::add);
        sessions = new Sessions(context, replies, subscriptions, streams);
        Requests requests = new Requests(context, subscriptions, streams);
        handshakes = new Handshakes(context, sessions, requests, replies, nowNanos);
        dispatch = new Dispatch(context, sessions, streams, requests);
        ingress = new Ingress(context, streams);
        goodBye = new GoodBye(context, sessions, handshakes);
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
        context.count(BrokerCounter.DATAGRAMS_RECEIVED);
        context.count(BrokerCounter.BYTES_RECEIVED, length);
        if (closed) {
            return;
        }
        if (MediaHeader.isMedia(memory, at, length)) {
            onMedia(memory, at, length, nowNanos, out);
        } else {
            onControl(memory.slice(at, length), from, nowNanos, out);
        }
    }

    private void onMedia(ByteBuf memory, int at, int length, long nowNanos, Consumer<? super BrokerAction> out) {
        Stream stream = ingress.streamOf(memory, at, length);
        if (stream == null) {
            return;
        }
        try {
            ingress.onMedia(stream, memory, at, length, nowNanos);
        } catch (RuntimeException bug) {
            onFailure(stream.session, bug, nowNanos, out);
        }
    }

    private void onControl(
            ByteBuf datagram, InetSocketAddress from, long nowNanos, Consumer<? super BrokerAction> out) {
        int bytes = datagram.readableBytes();
        Malformed malformed = ControlHeader.check(datagram, 0, bytes);
        boolean hello = bytes >= ControlHeader.BYTES && ControlHeader.type(datagram, 0) == ControlType.HELLO;
        if (malformed != null && !(malformed == Malformed.VERSION && hello)) {
            context.count(Junk.counter(malformed));
            return;
        }
        long sessionId = ControlHeader.sessionId(datagram, 0);
        Session session = hello ? null : sessions.find(sessionId);
        if (session == null && !SourceAddress.plausible(from, context.config)) {
            context.count(BrokerCounter.SOURCE_DROPPED);
            return;
        }
        try {
            if (hello) {
                onHello(datagram, from, nowNanos, out);
            } else if (session == null) {
                sessions.onUnknown(sessionId, from, bytes, nowNanos, out);
            } else {
                ControlPacket packet = sessions.open(session, datagram, from, nowNanos, out);
                if (packet != null) {
                    dispatch.onPacket(session, packet, from, nowNanos, out);
                }
            }
        } catch (RuntimeException bug) {
            onFailure(session, bug, nowNanos, out);
        }
    }

    private void onHello(ByteBuf datagram, InetSocketAddress from, long nowNanos, Consumer<? super BrokerAction> out) {
        Decoded decoded = HandshakeCodec.decode(datagram);
        if (decoded instanceof Hello hello) {
            handshakes.onHello(hello, from, datagram.readableBytes(), nowNanos, out);
        } else if (decoded instanceof Malformed malformed) {
            context.count(Junk.counter(malformed));
        }
    }

    /**
     * The shell has handed over everything that one read brought: media that was received goes out now, in runs as long as they
     * lie in memory, and what is due. A shell that never says so is served by {@link #onTimeout}, which is then due at once.
     */
    public void onBatchEnd(long nowNanos, Consumer<? super BrokerAction> out) {
        onTimeout(nowNanos, out);
    }

    public void onTimeout(long nowNanos, Consumer<? super BrokerAction> out) {
        flush(nowNanos, out);
        handshakes.onBatchEnd();
        for (Timer due = context.timers.poll(nowNanos); due != null; due = context.timers.poll(nowNanos)) {
            try {
                due.expiry.onTimeout(nowNanos, out);
            } catch (RuntimeException bug) {
                onFailure(due.owner, bug, nowNanos, out);
            }
        }
    }

    /** What a test of a lane's parts begins with. */
    Lane lane(long alias, int lane) {
        Stream stream = streams.find(alias);
        Lane found = stream == null ? null : stream.lane(lane);
        if (found == null) {
            throw new IllegalArgumentException("no lane " + lane + " of " + alias);
        }
        return found;
    }

    private void flush(long nowNanos, Consumer<? super BrokerAction> out) {
        // Sending edits no lane, so none is added meanwhile.
        for (int i = 0; i < dirty.size(); i++) {
            Lane lane = dirty.get(i);
            try {
                lane.flush(nowNanos);
            } catch (RuntimeException bug) {
                onFailure(lane.producer(), bug, nowNanos, out);
            }
        }
        dirty.clear();
    }

    /** When {@link #onTimeout} has something to do, which may be in the past; {@link Long#MAX_VALUE}: nothing pending. */
    public long deadlineNanos() {
        return dirty.isEmpty()
                ? context.timers.deadlineNanos()
                : dirty.getFirst().lastDataNanos();
    }

    private void onFailure(
            @Nullable Session session, RuntimeException bug, long nowNanos, Consumer<? super BrokerAction> out) {
        context.count(BrokerCounter.SESSIONS_FAILED);
        out.accept(new BrokerAction.SessionFailed(session == null ? 0 : session.id, bug));
        if (session != null) {
            sessions.close(session, SessionEnd.FAILED, CloseReason.INTERNAL, nowNanos, out);
        }
    }

    /**
     * Tells every peer that the broker goes away and when to come back, ends all streams and closes all sessions; nobody is let in
     * from here on. Said twice, 100 ms apart: go on calling {@link #onTimeout} until {@link #stopped}.
     */
    public void stop(int retryMillis, long nowNanos, Consumer<? super BrokerAction> out) {
        goodBye.begin(retryMillis, nowNanos, out);
    }

    /** After {@link #stop}: everything has been said, the socket can be closed. */
    public boolean stopped() {
        return goodBye.said();
    }

    /** The operator closes a session; its client is told that it is not to come back by itself. False: there is none. */
    public boolean kick(long sessionId, long nowNanos, Consumer<? super BrokerAction> out) {
        Session session = sessions.find(sessionId);
        if (session == null) {
            return false;
        }
        sessions.expel(session, SessionEnd.KICKED, nowNanos, out);
        return true;
    }

    /** The authorizer has other keys than before: sessions whose right it does not uphold any more are closed. */
    public void onRightsChanged(long nowNanos, Consumer<? super BrokerAction> out) {
        sessions.onRightsChanged(nowNanos, out);
    }

    /** All sessions, in no order. */
    public List<SessionSnapshot> sessions() {
        return sessions.snapshot();
    }

    /** The X25519 key that clients pin, 32 bytes. */
    public byte[] publicKey() {
        return handshakes.publicKey();
    }

    public BrokerSnapshot snapshot(long nowNanos) {
        List<StreamSnapshot> live = new ArrayList<>();
        for (Stream stream : streams.live().values()) {
            live.add(stream.snapshot(nowNanos));
        }
        return new BrokerSnapshot(sessions.size(), subscriptions.count(), subscriptions.waiting(), live);
    }

    /** Releases all memory without a word to anybody. */
    @Override
    public void close() {
        closed = true;
        dirty.clear();
        streams.releaseAll();
    }
}
