package io.framecast.launcher.network;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;

/** Sends UDP datagrams over IPv4 from whatever source address they are to have (raw(7)), at a given pace. Needs root. Owned by one thread. */
final class Spoofer {

    /** IPv4's and UDP's header. */
    static final int HEADER_BYTES = 28;

    static final int MOST_BYTES = 1472;
    private static final int IPPROTO_RAW = 255;
    private static final int MESSAGES = 64;

    private final MessageBatch batch;
    private final int to;
    private final int toPort;
    private final long intervalNanos;
    private final long startNanos = System.nanoTime();
    private int filled;
    private long sent;
    private long refused;

    Spoofer(InetSocketAddress to, int perSecond) throws IOException {
        this.to = ByteBuffer.wrap(to.getAddress().getAddress()).getInt();
        toPort = to.getPort();
        intervalNanos = 1_000_000_000L / perSecond;
        batch = new MessageBatch(
                MessageBatch.AF_INET, MessageBatch.SOCK_RAW, IPPROTO_RAW, MESSAGES, HEADER_BYTES + MOST_BYTES, 16);
        for (int i = 0; i < MESSAGES; i++) {
            batch.names.set(JAVA_SHORT_UNALIGNED, 32L * i, (short) MessageBatch.AF_INET);
            batch.names.set(JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 32L * i + 4, this.to);
        }
    }

    /** Datagrams that left. */
    long sent() {
        return sent;
    }

    /** Datagrams that the system refused. */
    long refused() {
        return refused;
    }

    /** From {@code source}, an IPv4 address, and {@code port}; cut to what a packet takes. */
    void send(int source, int port, byte[] datagram) {
        int bytes = Math.min(datagram.length, MOST_BYTES);
        long at = (long) filled * batch.bytesEach;
        ByteBuffer header = batch.data.asSlice(at, HEADER_BYTES).asByteBuffer();
        header.putShort((short) 0x4500).putShort((short) (HEADER_BYTES + bytes)).putInt(0);
        // Time to live, UDP; the system writes the header's checksum, and UDP's is none.
        header.putShort((short) (64 << 8 | 17))
                .putShort((short) 0)
                .putInt(source)
                .putInt(to);
        header.putShort((short) port)
                .putShort((short) toPort)
                .putShort((short) (8 + bytes))
                .putShort((short) 0);
        MemorySegment.copy(datagram, 0, batch.data, JAVA_BYTE, at + HEADER_BYTES, bytes);
        batch.length(filled, HEADER_BYTES + bytes);
        if (++filled == MESSAGES) {
            flush();
        }
    }

    void flush() {
        int first = 0;
        while (first < filled) {
            int done = batch.send(first, filled);
            if (done < 0) {
                refused++;
                first++;
            } else {
                sent += done;
                first += done;
            }
        }
        filled = 0;
        long due = startNanos + (sent + refused) * intervalNanos;
        while (System.nanoTime() - due < 0) {
            long left = due - System.nanoTime();
            if (left > 100_000) {
                LockSupport.parkNanos(left - 60_000);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
