package io.framecast.bench.crowd;

import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.ClientConfig;
import io.framecast.protocol.session.ClientSession;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.transport.DatagramHandler;
import io.framecast.transport.SocketBuffers;
import io.framecast.transport.Tick;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.UdpSocket;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber: a socket and a real session, as a client has them. One that does not open keeps media from its session, which
 * gets a {@link StandIn}. Owned by the crowd's event loop.
 */
final class Member implements DatagramHandler {

    /** What all members share. */
    record Company(
            TransportLoop loop,
            InetSocketAddress broker,
            ClientConfig config,
            SentTimes sent,
            Latencies latencies,
            Requests requests) {}

    private static final int LATENCY_MILLIS = 200;
    private static final StreamStats NONE = new StreamStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    final Tally tally;
    private final Company company;
    private final boolean opens;
    private final ClientSession session;
    private final UdpSocket socket;
    private final Tick tick;
    private final StandIn standIn = new StandIn();
    private final Map<String, Long> asked = new HashMap<>();
    private String stream = "";
    private StreamStats before = NONE;

    Member(Company company, boolean opens) throws IOException {
        this.company = company;
        this.opens = opens;
        tally = new Tally(company.sent(), company.latencies());
        session = new ClientSession(company.config(), company.loop().allocator(), (_, _, _, _) -> {
            throw new IllegalStateException("a subscriber has nothing to publish");
        });
        tick = company.loop().tick(this::onDue);
        socket = UdpSocket.bindNow(company.loop(), new InetSocketAddress("0.0.0.0", 0), SocketBuffers.DEFAULT, this);
    }

    void subscribe(String id) {
        long now = System.nanoTime();
        onAsked(id, now);
        session.subscribe(id, LATENCY_MILLIS, socket.receiveBufferBytes(), now, this::onAction);
        pump();
    }

    void unsubscribe(String id) {
        long now = System.nanoTime();
        onAsked(id, now);
        session.unsubscribe(id, now, this::onAction);
        pump();
    }

    boolean waits() {
        return !asked.isEmpty();
    }

    /** Whole frames since the last {@link #clear}, of one that opens those that could be delivered. */
    long frames() {
        return opens ? stats().frames() - before.frames() : tally.frames();
    }

    /** Datagrams that never came; of one that opens, after all repair. */
    long lost() {
        return opens ? stats().lost() - before.lost() : tally.lost();
    }

    /** What the broker did not send, because it thinks that the path takes less; only known to one that opens. */
    long framesLeftOut() {
        return opens ? stats().framesLeftOut() - before.framesLeftOut() : 0;
    }

    void clear() {
        tally.clear();
        before = stats();
    }

    private StreamStats stats() {
        StreamStats stats = session.stats(stream, System.nanoTime());
        return stats == null ? NONE : stats;
    }

    void close() {
        tick.stop();
        session.close(System.nanoTime(), this::onAction);
        socket.close();
    }

    @Override
    public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
        boolean media = MediaHeader.isMedia(datagram, datagram.readerIndex(), datagram.readableBytes());
        if (media) {
            tally.onDatagram(datagram, nowNanos);
        }
        ByteBuf handed = opens || !media ? datagram : standIn.due(nowNanos);
        if (handed != null) {
            session.onDatagram(handed, nowNanos, this::onAction);
        }
    }

    @Override
    public void onBatchEnd(long nowNanos) {
        pump();
    }

    @Override
    public void onTrouble(IOException trouble, long nowNanos) {
        company.requests().onTrouble();
    }

    @Override
    public void onClosed() {}

    private void onDue(long nowNanos) {
        session.onTimeout(nowNanos, this::onAction);
        pump();
    }

    private void pump() {
        socket.flush();
        tick.arm(session.deadlineNanos());
    }

    private void onAction(ClientAction action) {
        switch (action) {
            case ClientAction.Send send -> socket.send(company.broker(), send.datagram());
            case ClientAction.SubscribedLive live -> {
                stream = live.producerId();
                standIn.onStream(live.stream());
                onAnswered(live.producerId());
            }
            case ClientAction.Waiting waiting -> onAnswered(waiting.producerId());
            case ClientAction.Unsubscribed gone -> onAnswered(gone.producerId());
            case ClientAction.Refused _ -> company.requests().onRefused();
            case ClientAction.SessionLost _ -> company.requests().onSessionLost();
            default -> {
                // Levels, catalogs and the like say nothing of what is counted here.
            }
        }
    }

    private void onAsked(String id, long nowNanos) {
        company.requests().onAsked();
        if (asked.put(id, nowNanos) != null) {
            company.requests().onOvertaken();
        }
    }

    private void onAnswered(String id) {
        @Nullable Long since = asked.remove(id);
        if (since != null) {
            company.requests().onAnswered(System.nanoTime() - since);
        }
    }
}
