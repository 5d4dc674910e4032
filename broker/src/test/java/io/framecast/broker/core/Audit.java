package io.framecast.broker.core;

import io.framecast.broker.core.Findings.Seen;
import io.framecast.protocol.crypto.ControlChannel;
import io.framecast.protocol.crypto.SessionKeys;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.ListOk;
import io.framecast.protocol.wire.ControlPacket.PathChallenge;
import io.framecast.protocol.wire.ControlPacket.PathResponse;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlType;
import io.framecast.protocol.wire.Handshake.Retry;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches what goes into a broker and what comes out, address by address, and holds it to the eight invariants of its protocol. It
 * judges by the bytes and by what the legal peers say that they sent; of the broker it knows how many sessions, subscriptions and
 * streams it has, and what it reports as events.
 */
final class Audit {

    /** What the broker holds, and when it wakes up next. */
    record State(int sessions, int subscriptions, int streams, long deadlineNanos) {}

    private static final long SECONDS = TestBroker.SECONDS;
    private static final long NONCE_NANOS = 6 * SECONDS;
    private static final long LEASE_NANOS = 5 * SECONDS;
    /** A join is sent at 1 MB/s or three times the rate of the stream of that moment; without the pace a whole group comes at once. */
    private static final double JOIN_BYTES_PER_SECOND = 2_000_000;

    private static final double REPAIR_BYTES_PER_SECOND = 64_000;

    /** One datagram of media: lane and sequence are its number. */
    private record Piece(long alias, long number) {
        static Piece of(ByteBuf media) {
            long sequence = Integer.toUnsignedLong(MediaHeader.sequence(media, 0));
            return new Piece(MediaHeader.alias(media, 0), (long) MediaHeader.lane(media, 0) << 32 | sequence);
        }
    }

    private record Sealed(long sessionId, ControlPacket packet) {}

    final Findings findings = new Findings();

    private final int repliesPerSecond;
    private final InetSocketAddress own;
    private final Map<InetSocketAddress, Long> bytesIn = new HashMap<>();
    private final Map<InetSocketAddress, Long> bytesOut = new HashMap<>();
    private final Set<InetSocketAddress> validated = new HashSet<>();
    private final Echoes echoes = new Echoes();
    private final Map<ByteBuffer, Sealed> sealed = new HashMap<>();
    private final Set<ByteBuffer> signed = new HashSet<>();
    private final Map<Piece, Long> arrivals = new HashMap<>();
    private final Map<Long, Book> books = new HashMap<>();
    private final Map<InetSocketAddress, Book> byAddress = new HashMap<>();
    private final Map<Long, Allowance> replies = new HashMap<>();

    private long now;
    private InetSocketAddress from = new InetSocketAddress(0);
    private byte[] datagram = {};
    private @Nullable ControlPacket authentic;
    private boolean proven;
    private boolean delivering;
    private int outputs;
    private int events;
    private State stateBefore = new State(0, 0, 0, 0);

    Audit(int repliesPerSecond, InetSocketAddress own) {
        this.repliesPerSecond = repliesPerSecond;
        this.own = own;
    }

    /** The token of the last challenge to {@code there}; null without one. */
    @Nullable
    Long challenge(long sessionId, InetSocketAddress there) {
        Book book = books.get(sessionId);
        Book.Path path = book == null ? null : book.paths.get(there);
        return path == null || path.tokens.isEmpty() ? null : path.tokens.getLast();
    }

    boolean open(long sessionId) {
        return books.containsKey(sessionId);
    }

    // What the legal peers say.

    void onWelcome(WelcomeBody welcome, SessionKeys keys) {
        Book book = books.get(welcome.sessionId());
        if (book != null) {
            book.reader = ControlChannel.client(welcome.sessionId(), keys, 0);
            book.nonces.put(ByteBuffer.wrap(welcome.leaseNonce()), now);
        }
    }

    void onSealed(long sessionId, ControlPacket packet, byte[] bytes) {
        sealed.put(ByteBuffer.wrap(bytes), new Sealed(sessionId, packet));
    }

    void onSigned(byte[] bytes) {
        signed.add(ByteBuffer.wrap(bytes));
    }

    // What goes in.

    void at(long nowNanos) {
        now = nowNanos;
        delivering = false;
    }

    void before(InetSocketAddress source, byte[] bytes, State state, long nowNanos) {
        now = nowNanos;
        from = source;
        datagram = bytes;
        outputs = 0;
        events = 0;
        delivering = true;
        stateBefore = state;
        bytesIn.merge(from, (long) bytes.length, Long::sum);
        ByteBuffer key = ByteBuffer.wrap(bytes.clone());
        Sealed packet = sealed.remove(key);
        authentic = packet == null ? null : packet.packet();
        boolean cookieEchoed = echoes.onDatagram(from, bytes, now);
        boolean mediaSigned = signed.remove(key);
        proven = cookieEchoed || mediaSigned || packet != null;
        if (mediaSigned) {
            arrivals.put(Piece.of(Unpooled.wrappedBuffer(bytes)), now);
        }
        if (cookieEchoed) {
            validated.add(from);
        }
        note(Seen.UNPROVEN, !proven);
        note(Seen.IMPLAUSIBLE, implausible(from));
        note(Seen.REPEATED_HELLOS, echoes.repeated());
        Book book = packet == null ? null : books.get(packet.sessionId());
        if (book != null && packet != null) {
            onAuthentic(book, packet.packet());
        }
    }

    private void onAuthentic(Book book, ControlPacket packet) {
        long number = Integer.toUnsignedLong(ControlHeader.packetNumber(Unpooled.wrappedBuffer(datagram), 0));
        Book.Path path = book.path(from);
        path.bytesIn += datagram.length;
        path.broughtTheNewest |= number > book.newest;
        book.newest = Math.max(book.newest, number);
        if (packet instanceof Report report) {
            Long issued = book.nonces.get(ByteBuffer.wrap(report.leaseNonce()));
            if (issued != null && now - issued < NONCE_NANOS) {
                if (now - book.provedAt >= LEASE_NANOS) {
                    book.flows.values().forEach(flow -> flow.restart(now));
                    note(Seen.LEASES_OVER, true);
                }
                book.provedAt = now;
            } else {
                note(Seen.STALE_REPORTS, true);
            }
        } else if (packet instanceof PathResponse response) {
            boolean challenged = path.tokens.contains(response.token());
            if (from.equals(book.address)) {
                book.cancelled.add(response.token());
                note(Seen.CANCELLED_MOVES, true);
            } else if (challenged) {
                validated.add(from);
            }
        } else if (packet instanceof ControlPacket.Subscribe) {
            book.flows.values().forEach(flow -> flow.restart(now));
            note(Seen.JOINS, true);
        }
    }

    void after(State state, long counted) {
        delivering = false;
        if (counted != 1) {
            violated(Findings.COUNTED, "counted under " + counted + " reasons");
        }
        if (!proven) {
            if (events > 0 || !state.equals(stateBefore)) {
                violated(1, "state for a datagram that proves nothing: " + stateBefore + " " + state);
            }
            if (outputs > 1) {
                violated(1, outputs + " datagrams for one that proves nothing");
            }
        }
        authentic = null;
    }

    // What comes out.

    void onControl(InetSocketAddress to, byte[] bytes) {
        onOut(to, bytes);
        ByteBuf reply = Unpooled.wrappedBuffer(bytes);
        int type = ControlHeader.type(reply, 0);
        switch (type) {
            case ControlType.RETRY, ControlType.VERSIONS, ControlType.NO_SESSION -> onStateless(to, reply);
            case ControlType.WELCOME -> {
                if (!validated.contains(to)) {
                    violated(1, "a WELCOME to " + to + ", which has echoed no cookie");
                }
            }
            default -> {
                Book book = books.get(ControlHeader.sessionId(reply, 0));
                if (book != null && book.reader != null && book.reader.open(reply) instanceof ControlPacket packet) {
                    onSaid(book, to, packet, bytes.length);
                }
            }
        }
    }

    private void onStateless(InetSocketAddress to, ByteBuf reply) {
        note(Seen.REPLIES, true);
        if (!delivering || !to.equals(from) || reply.readableBytes() >= datagram.length) {
            violated(1, reply.readableBytes() + " B to " + to + " for " + datagram.length + " B from " + from);
        }
        long prefix = SourceAddress.prefix(to);
        Allowance share = replies.computeIfAbsent(prefix, any -> new Allowance(repliesPerSecond, now));
        if (!share.spend(1, repliesPerSecond, now)) {
            violated(8, "more replies than its share to the prefix of " + to);
        }
        if (HandshakeCodec.decode(reply) instanceof Retry retry) {
            echoes.onRetry(to, retry, now);
        }
    }

    private void onSaid(Book book, InetSocketAddress to, ControlPacket packet, int bytes) {
        if (!to.equals(book.address)) {
            Book.Path path = book.path(to);
            path.bytesOut += bytes;
            if (!(packet instanceof PathChallenge challenge)) {
                violated(4, packet + " to " + to + ", which is not the session's");
            } else {
                note(Seen.CHALLENGES, true);
                path.tokens.add(challenge.token());
            }
            if (!path.broughtTheNewest || path.bytesOut > path.bytesIn) {
                violated(4, path.bytesOut + " B to " + to + " for " + path.bytesIn + " B of the session from there");
            }
        }
        switch (packet) {
            case ReportAck ack -> book.nonces.put(ByteBuffer.wrap(ack.leaseNonce()), now);
            case ListOk list -> {
                note(Seen.LISTS, true);
                if (!book.lists.spend(1, 10, now)) {
                    violated(6, "more than 10 LISTs a second were answered, request " + list.requestId());
                }
            }
            case KeyRequest wanted -> {
                note(Seen.KEY_REQUESTS, true);
                Allowance one = book.keyRequests.computeIfAbsent(wanted.alias(), any -> new Allowance(1, now));
                if (!one.spend(1, 0.5, now)) {
                    violated(6, "more than one KEY_REQUEST in 2 s");
                }
            }
            default -> {}
        }
    }

    void onMedia(InetSocketAddress to, byte[] bytes) {
        onOut(to, bytes);
        note(Seen.MEDIA, true);
        Book book = byAddress.get(to);
        if (!validated.contains(to) || book == null) {
            violated(3, "media to " + to + (book == null ? ", which has no session" : ", which has echoed nothing"));
            return;
        }
        if (now - book.provedAt > LEASE_NANOS) {
            violated(5, "media to " + to + (now - book.provedAt) / 1_000_000 + " ms after its last proof of receipt");
        }
        ByteBuf media = Unpooled.wrappedBuffer(bytes);
        if (MediaHeader.type(media, 0) != MediaHeader.TYPE_DATA) {
            return;
        }
        Book.Flow flow = book.flow(MediaHeader.alias(media, 0), now);
        Piece piece = Piece.of(media);
        if (flow.sent.add(piece.number())) {
            // What came after it had joined is no cache's, however late that was.
            boolean cached = arrivals.getOrDefault(piece, 0L) < flow.since;
            if (cached && !flow.first.spend(bytes.length, JOIN_BYTES_PER_SECOND, now)) {
                violated(7, "a burst of cached media to " + to);
            }
        } else {
            note(Seen.REPAIRS, true);
            if (!flow.again.spend(bytes.length, REPAIR_BYTES_PER_SECOND, now)) {
                violated(6, "more repairs than a quarter of the stream to " + to);
            }
        }
    }

    private void onOut(InetSocketAddress to, byte[] bytes) {
        outputs++;
        long all = bytesOut.merge(to, (long) bytes.length, Long::sum);
        if (!validated.contains(to) && all > bytesIn.getOrDefault(to, 0L)) {
            violated(2, all + " B out, " + bytesIn.getOrDefault(to, 0L) + " B in: " + to);
        }
        if (implausible(to)) {
            violated(8, bytes.length + " B to " + to);
        }
    }

    void onEvent(BrokerAction.Event event) {
        events++;
        switch (event) {
            case BrokerAction.SessionOpened opened -> {
                if (!echoes.admit(opened.peer(), now)) {
                    violated(1, "a session of a HELLO that proves nothing, or was there before");
                }
                Book book = new Book(opened.sessionId(), opened.peer(), now);
                books.put(book.id, book);
                byAddress.put(book.address, book);
            }
            case BrokerAction.SessionClosed closed -> {
                Book book = books.remove(closed.sessionId());
                if (book != null) {
                    byAddress.remove(book.address, book);
                }
            }
            case BrokerAction.SessionMoved moved -> onMoved(moved);
            case BrokerAction.SessionFailed failed -> violated(1, "a machine threw: " + failed.cause());
            default -> {}
        }
    }

    private void onMoved(BrokerAction.SessionMoved moved) {
        note(Seen.MOVES, true);
        Book book = books.get(moved.sessionId());
        if (book == null) {
            return;
        }
        Book.Path path = book.path(moved.to());
        boolean answered = authentic instanceof PathResponse response
                && path.tokens.contains(response.token())
                && !book.cancelled.contains(response.token());
        if (!answered || !moved.to().equals(from) || !path.broughtTheNewest) {
            violated(4, "moved from " + moved.from() + " to " + moved.to() + " by " + authentic + " of " + from);
        }
        byAddress.remove(book.address, book);
        book.address = moved.to();
        byAddress.put(book.address, book);
        book.paths.clear();
    }

    private boolean implausible(InetSocketAddress address) {
        return address.getPort() == 0
                || address.equals(own)
                || address.getAddress().isMulticastAddress()
                || address.getAddress().isAnyLocalAddress()
                || address.getAddress().getAddress()[0] == -1;
    }

    private void note(Seen what, boolean happened) {
        if (happened) {
            findings.note(what);
        }
    }

    private void violated(int invariant, String how) {
        findings.violated(invariant, how, now);
    }
}
