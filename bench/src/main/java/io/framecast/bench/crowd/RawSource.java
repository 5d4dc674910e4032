package io.framecast.bench.crowd;

import io.framecast.protocol.wire.MediaHeader;
import io.framecast.transport.DatagramHandler;
import io.framecast.transport.SocketBuffers;
import io.framecast.transport.Tick;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.UdpSocket;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Sends what a {@link Source} of the same rhythm sends, to somebody who does nothing but forward: the same sizes in the same chunks at
 * the same times, but nothing is sealed or signed, and no session is needed. Owned by its event loop.
 */
final class RawSource implements DatagramHandler {
    private static final int BYTES = 1200;
    /** The publisher's pacing: a burst at once, the rest in chunks over 0.7 of the frame interval, at most 2 ms apart. */
    private static final int BURST = 16;

    private static final int CHUNK = 8;
    private static final long LONGEST_GAP_NANOS = 2_000_000L;

    private final TransportLoop loop;
    private final InetSocketAddress to;
    private final int datagrams;
    private final long intervalNanos;
    private final long gapNanos;
    private final SentTimes sent;
    private final UdpSocket socket;
    private final Tick tick;
    private int frame;
    private int left;
    private long frameNanos;
    private long nextNanos;

    RawSource(TransportLoop loop, InetSocketAddress to, int framesPerSecond, int datagrams, SentTimes sent)
            throws IOException {
        this.loop = loop;
        this.to = to;
        this.datagrams = datagrams;
        this.sent = sent;
        intervalNanos = 1_000_000_000L / framesPerSecond;
        int chunks = Math.max(1, Math.ceilDiv(datagrams - BURST, CHUNK));
        gapNanos = Math.min(intervalNanos / 10 * 7 / chunks, LONGEST_GAP_NANOS);
        socket = UdpSocket.bindNow(loop, new InetSocketAddress("0.0.0.0", 0), SocketBuffers.DEFAULT, this);
        tick = loop.tick(this::onDue);
    }

    /** Begins a new run of frames; their numbers go on. */
    void start() {
        left = 0;
        frameNanos = System.nanoTime();
        nextNanos = frameNanos;
        tick.arm(nextNanos);
    }

    void pause() {
        tick.stop();
    }

    long frames() {
        return frame;
    }

    void close() {
        tick.stop();
        socket.close();
    }

    private void onDue(long nowNanos) {
        boolean first = left == 0;
        if (first) {
            frame++;
            left = datagrams;
        }
        int count = Math.min(left, first ? BURST : CHUNK);
        ByteBuf memory = loop.allocator().directBuffer(count * BYTES);
        for (int i = 0; i < count; i++) {
            int index = datagrams - left + i;
            MediaHeader.write(
                    memory,
                    MediaHeader.TYPE_DATA,
                    0,
                    1,
                    1,
                    0,
                    1,
                    0,
                    frame * datagrams + index,
                    frame,
                    index,
                    datagrams,
                    nowNanos / 1000);
            memory.writeZero(BYTES - MediaHeader.BYTES);
        }
        left -= count;
        sent.onSent(frame, System.nanoTime());
        socket.sendSegments(to, memory, 0, count * BYTES, BYTES);
        memory.release();
        socket.flush();
        if (left == 0) {
            frameNanos += intervalNanos;
            nextNanos = frameNanos;
        } else {
            nextNanos += gapNanos;
        }
        tick.arm(nextNanos);
    }

    @Override
    public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {}

    @Override
    public void onBatchEnd(long nowNanos) {}

    @Override
    public void onTrouble(IOException trouble, long nowNanos) {
        System.err.println(trouble.getMessage());
    }

    @Override
    public void onClosed() {}
}
