package io.framecast.broker.scenario;

import io.framecast.broker.core.Authorizer;
import io.framecast.broker.core.BrokerAction;
import io.framecast.broker.core.BrokerConfig;
import io.framecast.broker.core.BrokerCore;
import io.framecast.broker.core.BrokerCounter;
import io.framecast.broker.core.BrokerCounters;
import io.framecast.broker.core.BrokerLimits;
import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.broker.core.MediaOut;
import io.framecast.broker.core.SubscriberTable;
import io.framecast.broker.rights.Rights;
import io.framecast.protocol.crypto.Passphrase;
import io.framecast.protocol.session.EndToEndMode;
import io.framecast.sim.Checker;
import io.framecast.sim.EventLog;
import io.framecast.sim.Node;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A network with one broker and any number of producers and viewers; everything follows from the seed. */
final class Broadcast implements AutoCloseable {

    static final long MILLIS = 1_000_000L;
    static final long SECONDS = 1_000_000_000L;
    static final InetSocketAddress BROKER = VirtualNetwork.address(10, 0, 0, 1, 5000);
    private static final long WALL_OFFSET_MICROS = 1_700_000_000_000_000L;

    final VirtualNetwork net;
    final EventLog log = new EventLog();
    final Random random;
    /** Counts what it gave out and did not get back, exactly, and without the cost of the leak detector. */
    final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true, true);
    /** Which process published under an alias: frame numbers are its own. */
    final Map<Long, String> publishers = new HashMap<>();

    /** Of the clients that are made from now on. */
    LocalClock clientClock = new LocalClock(WALL_OFFSET_MICROS, 0);

    /** Of the clients that are made from now on; null: none. */
    @Nullable
    Passphrase clientPassphrase;

    /** Of those without a passphrase. */
    EndToEndMode clientMode = EndToEndMode.NONE;

    final List<BrokerAction.Event> events = new ArrayList<>();
    BrokerCounters counters = new BrokerCounters();
    /** Media datagrams of all kinds that left the broker, each copy by itself. */
    long mediaBytesOut;

    private final List<Client> clients = new ArrayList<>();
    private final long firstPacketNumber;
    private final BrokerLimits limits;
    private final byte[] brokerKey = new byte[32];
    private BrokerCore core;
    private Node node;

    Broadcast(long seed) {
        this(seed, 0, BrokerLimits.DEFAULTS);
    }

    Broadcast(long seed, long firstPacketNumber, BrokerLimits limits) {
        this.firstPacketNumber = firstPacketNumber;
        this.limits = limits;
        net = new VirtualNetwork(seed);
        random = new Random(seed);
        random.nextBytes(brokerKey);
        core = newCore();
        node = newNode();
    }

    private BrokerCore newCore() {
        BrokerConfig config = new BrokerConfig(
                brokerKey,
                new byte[0],
                limits,
                WALL_OFFSET_MICROS,
                Set.of(BROKER),
                Set.of(),
                firstPacketNumber,
                random::nextBytes);
        Authorizer rights = new Rights(null, null, false, WALL_OFFSET_MICROS);
        MediaOut media = new MediaOut() {
            @Override
            public void fanOut(SubscriberTable rows, ByteBuf memory, int offset, int length, int segmentBytes) {
                mediaBytesOut += (long) rows.size() * length;
                for (int i = 0; i < rows.size(); i++) {
                    node.send(rows.address(i), memory, offset, length, segmentBytes);
                }
            }

            @Override
            public void sendTo(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes) {
                mediaBytesOut += length;
                node.send(to, memory, offset, length, segmentBytes);
            }
        };
        counters = new BrokerCounters();
        return new BrokerCore(config, rights, memory, media, counters, net.nowNanos());
    }

    private Node newNode() {
        BrokerCore served = core;
        return net.node(BROKER, (datagram, from, now) -> served.onDatagram(datagram, from, now, this::onAction))
                .machine(served::deadlineNanos, now -> served.onTimeout(now, this::onAction));
    }

    private void onAction(BrokerAction action) {
        switch (action) {
            case BrokerAction.Send send -> node.send(send.to(), send.datagram());
            case BrokerAction.Event event -> events.add(event);
        }
    }

    /** The broker's process dies, and another one with the same key takes its port. */
    void restartBroker() {
        net.close(BROKER);
        core.close();
        core = newCore();
        node = newNode();
    }

    /** The broker reads its socket only so often: whatever came meanwhile comes to it in one burst. */
    void brokerReadsEvery(long nanos) {
        node.receiveBuffer(64 << 20, nanos);
    }

    void stopBroker(int retryMillis) {
        core.stop(retryMillis, net.nowNanos(), this::onAction);
    }

    BrokerSnapshot snapshot() {
        return core.snapshot(net.nowNanos());
    }

    long count(BrokerCounter counter) {
        return counters.get(counter);
    }

    /** 10.0.{@code host / 200}.x, so that a crowd is not one prefix. */
    static InetSocketAddress host(int host) {
        return VirtualNetwork.address(10, 1 + host / 200, host % 200, 2, 4000);
    }

    Viewer viewer(String name, int host) {
        Viewer viewer = new Viewer(this, name, host(host), false, 0);
        clients.add(viewer);
        return viewer;
    }

    Viewer viewer(String name, int host, boolean grease, long firstPacketNumber) {
        Viewer viewer = new Viewer(this, name, host(host), grease, firstPacketNumber);
        clients.add(viewer);
        return viewer;
    }

    Producer producer(String name, int host, Producer.Plan plan) {
        Producer producer = new Producer(this, name, host(host), plan);
        clients.add(producer);
        return producer;
    }

    Camera camera(boolean logged) {
        Camera camera = new Camera(this, host(0), logged);
        clients.add(camera);
        return camera;
    }

    Watcher watcher(String name, int host, Camera camera, long slackNanos, boolean logged) {
        Watcher watcher = new Watcher(this, name, host(host), camera, slackNanos, logged);
        clients.add(watcher);
        return watcher;
    }

    /** Time goes by until the condition holds, at most {@code limitNanos}: how long a handshake or an answer takes is up to the losses. */
    void runUntil(long limitNanos, BooleanSupplier condition) {
        long deadline = net.nowNanos() + limitNanos;
        while (!condition.getAsBoolean() && net.nowNanos() - deadline < 0) {
            run(10 * MILLIS);
        }
        if (!condition.getAsBoolean()) {
            throw new AssertionError("not within " + limitNanos / SECONDS + " s, seed " + net.seed());
        }
    }

    void run(long nanos) {
        net.run(net.nowNanos() + nanos);
    }

    ByteBufAllocator allocator() {
        return memory;
    }

    /** The clients that are made from now on have clocks of their own. */
    void clientClock(long wallAheadMicros, long driftPpm) {
        clientClock = new LocalClock(WALL_OFFSET_MICROS + wallAheadMicros, driftPpm);
    }

    /** Ends everything and holds what must hold in every run. */
    @Override
    public void close() {
        clients.forEach(Client::close);
        core.close();
        long seed = net.seed();
        Checker.assertHolds(log, seed);
        for (BrokerAction.Event event : events) {
            if (event instanceof BrokerAction.SessionFailed failed) {
                throw new AssertionError("a machine threw, seed " + seed, failed.cause());
            }
        }
        long kept = memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
        if (kept != 0) {
            throw new AssertionError(kept + " bytes of buffers are still referenced, seed " + seed);
        }
    }
}
