package io.framecast.bench.crowd;

import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.ClientConfig;
import io.framecast.protocol.session.ClientSession;
import io.framecast.protocol.session.Publication;
import io.framecast.protocol.session.Publisher;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.transport.DatagramHandler;
import io.framecast.transport.SocketBuffers;
import io.framecast.transport.Tick;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.UdpSocket;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A producer with a real session: packetized, sealed, paced and authenticated as always. Owned by its event loop, which is that of the
 * crowd, so that both have one clock.
 */
final class Source implements DatagramHandler {
    private static final int FRAGMENT_BYTES = 1200;
    private static final byte[] CATALOG = "{\"tracks\":[]}".getBytes(StandardCharsets.UTF_8);

    private final InetSocketAddress broker;
    private final Rhythm rhythm;
    private final SentTimes sent;
    private final ClientSession session;
    private final UdpSocket socket;
    private final Tick tick;
    private final Publisher publisher;
    private long frames;
    private boolean live;
    private long nextNanos = Long.MAX_VALUE;

    /** Announces {@code id}; frames come after {@link #start}. On any thread but the loop. */
    Source(TransportLoop loop, InetSocketAddress broker, ClientConfig config, String id, Rhythm rhythm, SentTimes sent)
            throws IOException {
        this.broker = broker;
        this.rhythm = rhythm;
        this.sent = sent;
        session = new ClientSession(config, loop.allocator(), this::onMedia);
        tick = loop.tick(this::onDue);
        socket = UdpSocket.bindNow(loop, new InetSocketAddress("0.0.0.0", 0), SocketBuffers.DEFAULT, this);
        byte[] owner = new byte[32];
        config.random().accept(owner);
        Metadata metadata = new Metadata("", List.of(), "", 1280, 720, 30_000, 2_500_000);
        Publication publication = new Publication(id, owner, metadata, List.of(1), FRAGMENT_BYTES);
        publisher = java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> {
                            long now = System.nanoTime();
                            Publisher made = session.publish(publication, now, this::onAction);
                            made.onFrame(
                                    0, true, false, System.currentTimeMillis() * 1000, CATALOG, now, this::onAction);
                            pump();
                            return made;
                        },
                        loop)
                .join();
    }

    boolean live() {
        return live;
    }

    long frames() {
        return frames;
    }

    void start() {
        nextNanos = System.nanoTime();
        pump();
    }

    void pause() {
        nextNanos = Long.MAX_VALUE;
    }

    void close() {
        tick.stop();
        session.close(System.nanoTime(), this::onAction);
        socket.close();
    }

    private void onDue(long nowNanos) {
        if (nextNanos != Long.MAX_VALUE && nowNanos - nextNanos >= 0) {
            publisher.onFrame(
                    1,
                    rhythm.key(frames),
                    false,
                    rhythm.captureMicros(frames),
                    new byte[rhythm.bytes(frames)],
                    nowNanos,
                    this::onAction);
            frames++;
            nextNanos += rhythm.intervalNanos();
        }
        session.onTimeout(nowNanos, this::onAction);
        pump();
    }

    private void pump() {
        socket.flush();
        tick.arm(Math.min(session.deadlineNanos(), nextNanos));
    }

    private void onMedia(ByteBuf memory, int offset, int length, int segmentBytes) {
        int last = offset + (length - 1) / segmentBytes * segmentBytes;
        if (MediaHeader.track(memory, last) == 1) {
            sent.onSent(MediaHeader.frame(memory, last), System.nanoTime());
        }
        socket.sendSegments(broker, memory, offset, length, segmentBytes);
    }

    private void onAction(ClientAction action) {
        switch (action) {
            case ClientAction.Send send -> socket.send(broker, send.datagram());
            case ClientAction.Published _ -> live = true;
            case ClientAction.Refused refused -> throw new IllegalStateException(refused.toString());
            default -> {
                // Nothing else changes what is sent.
            }
        }
    }

    @Override
    public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
        session.onDatagram(datagram, nowNanos, this::onAction);
    }

    @Override
    public void onBatchEnd(long nowNanos) {
        pump();
    }

    @Override
    public void onTrouble(IOException trouble, long nowNanos) {
        System.err.println(trouble.getMessage());
    }

    @Override
    public void onClosed() {}
}
