package io.framecast.broker.core;

import io.framecast.protocol.crypto.SessionKeys;
import io.framecast.protocol.wire.ControlPacket;
import io.framecast.protocol.wire.Handshake.WelcomeBody;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** A broker at a hand-set time, and everything that it sent and said. What an {@link AuditedBroker} is told stays without effect here. */
class TestBroker implements AutoCloseable {

    static final long MILLIS = 1_000_000L;
    static final long SECONDS = 1_000_000_000L;
    static final Grant.Allowed EVERYTHING = new Grant.Allowed(Scope.ALL, Scope.ALL, false, Long.MAX_VALUE);

    record Sent(InetSocketAddress to, byte[] bytes) {}

    /** {@code run}: how many datagrams went out in the same call. */
    record MediaSent(InetSocketAddress to, byte[] bytes, int run, long atNanos) {
        int sequence() {
            return MediaHeader.sequence(Unpooled.wrappedBuffer(bytes), 0);
        }

        boolean isPadding() {
            return MediaHeader.type(Unpooled.wrappedBuffer(bytes), 0) == MediaHeader.TYPE_PADDING;
        }

        long alias() {
            return MediaHeader.alias(Unpooled.wrappedBuffer(bytes), 0);
        }
    }

    /** Of a network that the broker is in. */
    static final InetAddress NETWORK_BROADCAST =
            VirtualNetwork.address(10, 9, 255, 255, 1).getAddress();

    final BrokerCounters counters = new BrokerCounters();
    final List<Sent> sent = new ArrayList<>();
    final List<MediaSent> media = new ArrayList<>();
    final List<BrokerAction.Event> events = new ArrayList<>();
    final BrokerCore core;
    final Random random;
    private final Consumer<BrokerAction> out = this::onAction;
    long now;

    TestBroker() {
        this(BrokerLimits.DEFAULTS, (from, proof, hash, token, at) -> EVERYTHING);
    }

    TestBroker(BrokerLimits limits, Authorizer authorizer) {
        this(limits, authorizer, Set.of(), 0);
    }

    TestBroker(BrokerLimits limits, Authorizer authorizer, Set<InetSocketAddress> own, long startNanos) {
        this(limits, authorizer, own, startNanos, 20260);
    }

    TestBroker(BrokerLimits limits, Authorizer authorizer, Set<InetSocketAddress> own, long startNanos, long seed) {
        random = new Random(seed);
        now = startNanos;
        byte[] key = new byte[32];
        random.nextBytes(key);
        BrokerConfig config = new BrokerConfig(
                key, new byte[0], limits, 1_700_000_000_000_000L, own, Set.of(NETWORK_BROADCAST), 0, random::nextBytes);
        MediaOut mediaOut = new MediaOut() {
            @Override
            public void fanOut(SubscriberTable rows, ByteBuf memory, int offset, int length, int segmentBytes) {
                for (int i = 0; i < rows.size(); i++) {
                    sendTo(rows.address(i), memory, offset, length, segmentBytes);
                }
            }

            @Override
            public void sendTo(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
                int run = (length + segmentBytes - 1) / segmentBytes;
                for (int at = offset; at < offset + length; at += segmentBytes) {
                    int bytes = Math.min(segmentBytes, offset + length - at);
                    onMedia(new MediaSent(to, ByteBufUtil.getBytes(memory, at, bytes), run, now));
                }
            }
        };
        core = new BrokerCore(config, authorizer, PooledByteBufAllocator.DEFAULT, mediaOut, counters, now);
    }

    private void onAction(BrokerAction action) {
        switch (action) {
            case BrokerAction.Send send -> {
                onSend(new Sent(send.to(), ByteBufUtil.getBytes(send.datagram())));
                send.datagram().release();
            }
            case BrokerAction.Event event -> onEvent(event);
        }
    }

    void onSend(Sent datagram) {
        sent.add(datagram);
    }

    void onMedia(MediaSent datagram) {
        media.add(datagram);
    }

    void onEvent(BrokerAction.Event event) {
        events.add(event);
    }

    /** A peer has its WELCOME. */
    void onWelcome(WelcomeBody welcome, SessionKeys keys) {}

    /** A peer has sealed {@code packet}; it may be on its way or not. */
    void onSealed(long sessionId, ControlPacket packet, byte[] datagram) {}

    /** A producer has signed a media datagram. */
    void onSigned(byte[] datagram) {}

    Consumer<BrokerAction> out() {
        return out;
    }

    /** Hands the datagram over in the middle of a larger buffer, whose bytes are gone afterwards. */
    void receive(InetSocketAddress from, byte[] datagram) {
        ByteBuf buffer = Unpooled.directBuffer(datagram.length + 16);
        buffer.writeZero(7).writeBytes(datagram).skipBytes(7);
        core.onDatagram(buffer, from, now, out);
        buffer.setZero(0, buffer.capacity());
        buffer.release();
    }

    void batchEnd() {
        core.onBatchEnd(now, out);
    }

    /** Lets the time pass, and everything happen at its time. */
    void advance(long nanos) {
        long until = now + nanos;
        while (core.deadlineNanos() != Long.MAX_VALUE && core.deadlineNanos() - until <= 0) {
            now = Math.max(now, core.deadlineNanos());
            core.onTimeout(now, out);
        }
        now = until;
        core.onTimeout(now, out);
    }

    long count(BrokerCounter counter) {
        return counters.get(counter);
    }

    List<MediaSent> mediaTo(InetSocketAddress to) {
        return media.stream()
                .filter(one -> one.to().equals(to) && !one.isPadding())
                .toList();
    }

    List<MediaSent> paddingTo(InetSocketAddress to) {
        return media.stream()
                .filter(one -> one.to().equals(to) && one.isPadding())
                .toList();
    }

    <T extends BrokerAction.Event> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        core.close();
    }
}
