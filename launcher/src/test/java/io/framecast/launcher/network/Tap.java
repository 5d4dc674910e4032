package io.framecast.launcher.network;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Hears UDP over IPv4 on all devices of its namespace (packet(7)): what comes in, or what comes in and goes out. A thread of its own hands
 * the packets over; closing ends it. Needs root.
 */
final class Tap implements AutoCloseable {

    /** One UDP datagram. */
    interface Listener {

        /**
         * @param from and {@code to}: an address in the upper 32 of 48 bits, a port in the lower 16
         * @param payload as much as was kept of its {@code bytes}
         */
        void onDatagram(long from, long to, ByteBuffer payload, int bytes);
    }

    private static final int MESSAGES = 64;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_STATISTICS = 6;
    private static final int ETH_P_ALL = 3;
    private static final int ETH_P_IP = 0x800;
    private static final int MSG_WAITFORONE = 0x10000;
    private static final int UDP = 17;
    private static final int KEPT_ALL = 2048;
    private static final int KEPT_HEAD = 256;

    private final MessageBatch batch;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;

    /** {@code both}: what goes out as well, and datagrams whole; else what comes in, and the beginnings of datagrams. */
    Tap(boolean both, Listener listener) throws IOException {
        this.listener = listener;
        int protocol = Short.toUnsignedInt(Short.reverseBytes((short) (both ? ETH_P_ALL : ETH_P_IP)));
        int kept = both ? KEPT_ALL : KEPT_HEAD;
        batch = new MessageBatch(MessageBatch.AF_PACKET, MessageBatch.SOCK_DGRAM, protocol, MESSAGES, kept, 32);
        batch.set(MessageBatch.SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20);
        batch.set(MessageBatch.SOL_SOCKET, SO_RCVTIMEO, 0, 0, 20_000, 0);
        thread = Thread.ofPlatform().daemon().name("tap").start(this::listen);
    }

    private void listen() {
        while (!closed) {
            int messages = batch.receive(MSG_WAITFORONE);
            for (int i = 0; i < messages; i++) {
                onPacket(batch.data.asSlice((long) i * batch.bytesEach, batch.received(i)));
            }
        }
    }

    private void onPacket(MemorySegment packet) {
        if (packet.byteSize() < Spoofer.HEADER_BYTES
                || packet.get(JAVA_BYTE, 0) != 0x45
                || packet.get(JAVA_BYTE, 9) != UDP) {
            return;
        }
        ByteBuffer header = packet.asByteBuffer();
        long from = Integer.toUnsignedLong(header.getInt(12)) << 16 | (header.getShort(20) & 0xFFFF);
        long to = Integer.toUnsignedLong(header.getInt(16)) << 16 | (header.getShort(22) & 0xFFFF);
        int bytes = (header.getShort(24) & 0xFFFF) - 8;
        header.position(Spoofer.HEADER_BYTES);
        listener.onDatagram(from, to, header.slice(), bytes);
    }

    /** Packets that this tap has missed since it was last asked. */
    int missed() {
        return batch.get(SOL_PACKET, PACKET_STATISTICS, 1);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
