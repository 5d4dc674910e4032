package io.framecast.broker.core;

import io.framecast.protocol.crypto.ControlChannel;
import io.framecast.protocol.crypto.SessionKeys;
import io.framecast.protocol.crypto.TrailerVerifier;
import io.framecast.protocol.time.ClockFilter;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One authenticated peer: keys, validated address, rights, lease, and what it subscribes to and publishes. Owned by {@link Sessions}. */
final class Session {

    private static final int USUAL_BYTES = 256;
    /** Entries that a session usually has of anything: its tables begin small, there are many sessions. */
    private static final int FEW = 2;
    /** Ended publications that their producer may not have heard of yet. */
    private static final int ENDED_KEPT = 64;

    /** Of the divisions of nanoseconds on the way to an offset. */
    private static final long ROUNDING_MICROS = 3;

    /** LISTs, KEY_REQUESTs, new tokens: what costs more than a lookup. In a burst as many as in two seconds. */
    static final int ASKS_PER_SECOND = 10;

    static final int ANNOUNCEMENTS_PER_SECOND = 4;
    /** All other requests; in a burst twice as many subscriptions as a session may have, which is what a reconnect takes. */
    static final int REQUESTS_PER_SECOND = 50;
    /** In a burst as many as in a second. Who loses much sends some hundred. */
    static final int NACKS_PER_SECOND = 1000;

    final long id;
    final Lease lease;
    final Outbox<Notice> notices = new Outbox<>();
    /** Round trips by PING, and the peer's wall clock where its PONGs tell it. */
    final ClockFilter clock = new ClockFilter();

    final Liveness liveness;
    /** By producer id. */
    final Map<String, Subscription> subscriptions = new LinkedHashMap<>(FEW);
    /** In live streams and in those whose tail can still be asked for. */
    final Set<Seat> seats = new LinkedHashSet<>(FEW);
    /** Live publications by alias. */
    final Map<Long, Stream> streams = new LinkedHashMap<>(FEW);

    final Timer timer;

    private final Context context;
    private @Nullable ControlChannel channel;
    // Most sessions are subscribers: what only some need is made when it is needed.
    private byte @Nullable [] trailerKey;
    private @Nullable TrailerVerifier trailer;
    private @Nullable Map<Long, EndReason> ended;
    private @Nullable PathMove path;
    private @Nullable Downlink downlink;
    private @Nullable TokenBucket asks;
    private @Nullable TokenBucket announcements;
    private @Nullable TokenBucket requests;
    private @Nullable TokenBucket nacks;
    private InetSocketAddress address;
    private Grant.Allowed grant;
    private boolean tellsTime;
    private boolean mute;
    private boolean closed;

    Session(
            Context context,
            long id,
            InetSocketAddress address,
            Grant.Allowed grant,
            Sessions sessions,
            long nowNanos) {
        this.context = context;
        this.id = id;
        this.address = address;
        this.grant = grant;
        lease = new Lease(nowNanos);
        liveness = new Liveness(nowNanos);
        timer = new Timer(this, (now, out) -> sessions.onTimeout(this, now, out));
    }

    /** Its WELCOME leaves now. */
    void open(SessionKeys keys) {
        channel = ControlChannel.broker(id, keys, context.config.firstPacketNumber(), context.scratch);
        trailerKey = keys.clientToBroker();
    }

    /** Null until the WELCOME has left. */
    @Nullable
    ControlChannel channel() {
        return channel;
    }

    /** Whether a media datagram of {@code length} bytes, trailer included, was sent by this session, and is no replay. */
    boolean signed(ByteBuf memory, int at, int length) {
        if (trailer == null) {
            if (trailerKey == null) {
                return false;
            }
            trailer = new TrailerVerifier(trailerKey);
        }
        return trailer.verify(memory, at, length);
    }

    /** Null until a packet came from another address. */
    @Nullable
    PathMove path() {
        return path;
    }

    PathMove openPath() {
        if (path == null) {
            path = new PathMove();
        }
        return path;
    }

    /** Null until it first sits in a stream. */
    @Nullable
    Downlink downlink() {
        return downlink;
    }

    /** The way down to it, for all its seats. */
    Downlink openDownlink(long nowNanos) {
        if (downlink == null) {
            downlink = new Downlink(context, this, nowNanos);
        }
        return downlink;
    }

    /** Whether it may send a LIST, a KEY_REQUEST or a new token now, which counts. */
    boolean mayAsk(long nowNanos) {
        if (asks == null) {
            asks = new TokenBucket(ASKS_PER_SECOND, 2 * ASKS_PER_SECOND, nowNanos);
        }
        return asks.take(1, nowNanos);
    }

    /** Whether it may announce now, which counts. */
    boolean mayAnnounce(long nowNanos) {
        if (announcements == null) {
            int burst = Math.max(16, context.limits.streamsPerSession());
            announcements = new TokenBucket(ANNOUNCEMENTS_PER_SECOND, burst, nowNanos);
        }
        return announcements.take(1, nowNanos);
    }

    /** Whether it may send another request now, which counts. */
    boolean mayRequest(long nowNanos) {
        if (requests == null) {
            int burst = Math.max(REQUESTS_PER_SECOND, 2 * context.limits.subscriptionsPerSession());
            requests = new TokenBucket(REQUESTS_PER_SECOND, burst, nowNanos);
        }
        return requests.take(1, nowNanos);
    }

    /** Whether it may send a NACK now, which counts. */
    boolean mayNack(long nowNanos) {
        if (nacks == null) {
            nacks = new TokenBucket(NACKS_PER_SECOND, NACKS_PER_SECOND, nowNanos);
        }
        return nacks.take(1, nowNanos);
    }

    /** The one that echoed a cookie or a challenge: everything but a challenge goes there. */
    InetSocketAddress address() {
        return address;
    }

    void moveTo(InetSocketAddress validated) {
        address = validated;
        seats.forEach(seat -> seat.moveTo(validated));
    }

    Grant.Allowed grant() {
        return grant;
    }

    void grant(Grant.Allowed fresh) {
        grant = fresh;
    }

    /** Another session was opened from the same socket: nothing more is said here. */
    void mute() {
        mute = true;
        notices.clear();
    }

    boolean closed() {
        return closed;
    }

    void onClosed() {
        closed = true;
        if (downlink != null) {
            downlink.close();
        }
    }

    boolean muted() {
        return mute;
    }

    /** A PING that left at {@code pingedNanos} is answered; the peer's clock read {@code peerNanos} then, 0: it does not say. */
    void onPong(long pingedNanos, long peerNanos, long nowNanos) {
        clock.onExchange(pingedNanos, 0, peerNanos / 1_000, nowNanos);
        tellsTime = peerNanos != 0;
    }

    /** What to add to this producer's capture times to get our wall clock; null until it is known. */
    @Nullable
    ClockOffset producerClock(long alias, long nowNanos) {
        if (!tellsTime || !clock.known()) {
            return null;
        }
        long uncertainty = clock.uncertaintyMicros(nowNanos) + ROUNDING_MICROS;
        return new ClockOffset(alias, context.config.wallOffsetMicros() - clock.offsetMicros(nowNanos), (int)
                Math.min(Integer.MAX_VALUE, uncertainty));
    }

    void send(ControlPacket packet, Consumer<? super BrokerAction> out) {
        sendTo(address, packet, Integer.MAX_VALUE, out);
    }

    /**
     * Sends to {@code to} unless the datagram is larger than {@code mostBytes}.
     *
     * @return its size; 0: nothing was sent
     */
    int sendTo(InetSocketAddress to, ControlPacket packet, int mostBytes, Consumer<? super BrokerAction> out) {
        if (mute || channel == null) {
            return 0;
        }
        ByteBuf datagram = context.allocator.buffer(USUAL_BYTES);
        try {
            channel.seal(packet, datagram);
        } catch (RuntimeException unsealable) {
            datagram.release();
            throw unsealable;
        }
        int bytes = datagram.readableBytes();
        if (bytes > mostBytes) {
            datagram.release();
            return 0;
        }
        context.count(BrokerCounter.CONTROL_SENT);
        context.count(BrokerCounter.CONTROL_BYTES_SENT, bytes);
        out.accept(new BrokerAction.Send(to, datagram));
        return bytes;
    }

    /** Says it again until a REPORT has acknowledged it. */
    void notice(NoticeBody body, long nowNanos, Consumer<? super BrokerAction> out) {
        if (!mute) {
            send(notices.add(number -> new Notice(number, body), clock.retryNanos(), nowNanos), out);
            context.timers.noLaterThan(timer, notices.deadlineNanos());
        }
    }

    /** A publication of this session is over; its producer is told whenever it shows that it does not know. */
    void onEnded(long alias, EndReason reason) {
        streams.remove(alias);
        if (ended == null) {
            ended = new LinkedHashMap<>();
        }
        ended.put(alias, reason);
        if (ended.size() > ENDED_KEPT) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /** Why {@code alias} is not live: {@link EndReason#TIMED_OUT} also where nothing is known of it. */
    EndReason endOf(long alias) {
        return ended == null ? EndReason.TIMED_OUT : ended.getOrDefault(alias, EndReason.TIMED_OUT);
    }
}
