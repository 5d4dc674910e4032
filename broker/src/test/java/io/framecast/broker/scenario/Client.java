package io.framecast.broker.scenario;

import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.crypto.StreamLock;
import io.framecast.protocol.media.MediaSink;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.ClientConfig;
import io.framecast.protocol.session.ClientSession;
import io.framecast.protocol.session.EndToEndMode;
import io.framecast.sim.Node;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A program on the network: a socket, a session, and what the session said, in order. */
abstract class Client {

    private static final long LOCK_NANOS = 300 * Broadcast.MILLIS;
    private static final Map<LockKey, StreamLock> LOCKS = new ConcurrentHashMap<>();

    private record LockKey(Passphrase passphrase, String salt) {}

    record Said(ClientAction action, long atNanos) {}

    final Broadcast broadcast;
    final String name;
    final Node node;
    final ClientSession session;
    final LocalClock clock;
    final List<Said> said = new ArrayList<>();
    final @Nullable Passphrase passphrase;
    private boolean closed;

    /** {@code firstSequences}: where lanes start, null at random. */
    Client(
            Broadcast broadcast,
            String name,
            InetSocketAddress address,
            boolean grease,
            long firstPacketNumber,
            int firstSequences) {
        this.broadcast = broadcast;
        this.name = name;
        clock = broadcast.clientClock;
        passphrase = broadcast.clientPassphrase;
        Random random = new Random(broadcast.random.nextLong());
        ClientConfig config = new ClientConfig(
                null,
                "",
                null,
                false,
                false,
                passphrase != null ? EndToEndMode.PASSPHRASE : broadcast.clientMode,
                bytes -> {
                    random.nextBytes(bytes);
                    if (firstSequences != 0 && bytes.length == Integer.BYTES) {
                        ByteBuffer.wrap(bytes).putInt(firstSequences);
                    }
                },
                clock.wallOffsetMicros(),
                grease);
        MediaSink sink = this::onMediaOut;
        session = new ClientSession(config, broadcast.allocator(), sink, firstPacketNumber);
        node = broadcast.net.node(address, (datagram, from, now) -> receive(datagram, clock.nanos(now)));
        node.machine(
                () -> clock.networkNanos(session.deadlineNanos()),
                now -> session.onTimeout(clock.nanos(now), this::onAction));
    }

    private void receive(ByteBuf datagram, long now) {
        onReceived(datagram, now);
        if (!heeds(datagram)) {
            return;
        }
        session.onDatagram(datagram, now, this::onAction);
    }

    /** Whether the session gets to see it. */
    boolean heeds(ByteBuf datagram) {
        return true;
    }

    /** Looks at what the socket got, before the session does. */
    void onReceived(ByteBuf datagram, long now) {}

    private void onMediaOut(ByteBuf memory, int offset, int length, int segmentBytes) {
        if (!lets(memory, offset)) {
            return;
        }
        for (int at = offset; at < offset + length; at += segmentBytes) {
            onSent(memory, at);
        }
        node.send(Broadcast.BROKER, memory, offset, length, segmentBytes);
    }

    /** Whether the run that starts here leaves. */
    boolean lets(ByteBuf memory, int at) {
        return true;
    }

    /** A media datagram leaves. */
    void onSent(ByteBuf memory, int at) {}

    final void onAction(ClientAction action) {
        long now = now();
        if (action instanceof ClientAction.Send send) {
            node.send(Broadcast.BROKER, send.datagram());
        } else if (action instanceof ClientAction.LockWanted wanted) {
            StreamLock lock = lock(wanted.salt());
            broadcast.net.after(LOCK_NANOS, () -> session.onLock(lock, now(), this::onAction));
        } else {
            if (keeps(action)) {
                said.add(new Said(action, now));
            }
            on(action, now);
        }
    }

    /** Made once for each passphrase and salt: it is slow. */
    final StreamLock lock(byte[] salt) {
        return lock(Objects.requireNonNull(passphrase), salt);
    }

    static StreamLock lock(Passphrase passphrase, byte[] salt) {
        LockKey key = new LockKey(passphrase, HexFormat.of().formatHex(salt));
        return LOCKS.computeIfAbsent(key, made -> made.passphrase.lock(salt));
    }

    /** Whether what the session says stays in {@link #said}; long runs cannot afford all of it. */
    boolean keeps(ClientAction action) {
        return true;
    }

    abstract void on(ClientAction action, long now);

    /** On this program's own clock. */
    final long now() {
        return clock.nanos(broadcast.net.nowNanos());
    }

    final <T extends ClientAction> List<T> said(Class<T> kind) {
        return said.stream()
                .map(Said::action)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    final boolean hasSaid(Class<? extends ClientAction> kind) {
        return lastSaidNanos(kind) != Long.MIN_VALUE;
    }

    /** When it was last said; {@link Long#MIN_VALUE}: never. */
    final long lastSaidNanos(Class<? extends ClientAction> kind) {
        for (int i = said.size() - 1; i >= 0; i--) {
            if (kind.isInstance(said.get(i).action())) {
                return said.get(i).atNanos();
            }
        }
        return Long.MIN_VALUE;
    }

    /** The process dies: nobody hears of it. */
    final void kill() {
        broadcast.net.close(node.address());
        close();
    }

    void close() {
        if (!closed) {
            closed = true;
            session.close(now(), action -> {
                if (action instanceof ClientAction.Send send) {
                    send.datagram().release();
                }
            });
        }
    }
}
