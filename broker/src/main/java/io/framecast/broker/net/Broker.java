package io.framecast.broker.net;

import io.framecast.broker.admin.AdminServer;
import io.framecast.broker.admin.BrokerView;
import io.framecast.broker.core.BrokerConfig;
import io.framecast.broker.core.BrokerCore;
import io.framecast.broker.core.BrokerCounters;
import io.framecast.broker.core.BrokerLimits;
import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.client.RunException;
import io.framecast.client.StateFiles;
import io.framecast.client.UsageException;
import io.framecast.protocol.crypto.X25519;
import io.framecast.protocol.wire.ControlHeader;
import io.framecast.protocol.wire.ControlType;
import io.framecast.protocol.wire.HandshakeCodec;
import io.framecast.transport.LowPriority;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.UdpSocket;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker: one socket, one event loop, one core, and the admin port. Any thread. */
public final class Broker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.framecast.broker");

    /** What clients are told to wait; most brokers that stop are restarted. */
    private static final int RETRY_MILLIS = 500;

    private static final long STOP_MILLIS = 1200;

    /** 3640 HELLOs by Linux's way to count: 36 ms of 100 000 a second. */
    private static final int HELLO_BUFFER_BYTES = 4 << 20;

    private static final LowPriority HELLOS_APART = new LowPriority(
            0xf8,
            ControlHeader.FIRST_BITS,
            ControlType.HELLO,
            HandshakeCodec.COOKIE_AT,
            HandshakeCodec.COOKIE_TYPE,
            HELLO_BUFFER_BYTES);

    private final TransportLoop loop;
    private final BrokerShell shell;
    private final UdpSocket socket;
    private final BrokerCounters counters;
    private final byte[] publicKey;
    private final Access access;
    private final @Nullable AdminServer admin;
    private boolean closed;

    private Broker(
            TransportLoop loop,
            BrokerShell shell,
            UdpSocket socket,
            BrokerCounters counters,
            byte[] publicKey,
            Access access,
            @Nullable AdminServer admin) {
        this.loop = loop;
        this.shell = shell;
        this.socket = socket;
        this.counters = counters;
        this.publicKey = publicKey;
        this.access = access;
        this.admin = admin;
    }

    /**
     * Starts it; when this returns it answers.
     *
     * @throws UsageException if the options contradict each other or name a file that is not what it should be
     * @throws RunException if a port is in use, an address is not ours, or the state folder cannot be used
     */
    public static Broker start(BrokerOptions options) throws RunException {
        // A sampled ring buffer's slices are all tracked otherwise: 2 us and 1.5 kB for each viewer and run.
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        byte[] privateKey = new StateFiles(options.state()).staticKey();
        byte[] publicKey = X25519.publicKey(privateKey);
        long wallOffsetMicros = System.currentTimeMillis() * 1000 - System.nanoTime() / 1000;
        Access access = Access.of(options, wallOffsetMicros);
        InetSocketAddress bind = options.bind().resolve();
        TransportLoop loop = TransportLoop.open("framecast-broker", options.transport(), options.sendThreads());
        AdminServer admin = null;
        try {
            BrokerShell shell = new BrokerShell(loop);
            UdpSocket socket = bind(loop, bind, options, shell);
            BrokerCounters counters = new BrokerCounters();
            if (options.admin() != null) {
                admin = AdminServer.start(options.admin(), view(loop, shell, socket, counters));
            }
            byte[] pin =
                    options.secret() == null ? new byte[0] : options.secret().pin(publicKey);
            SecureRandom random = new SecureRandom();
            BrokerConfig config = new BrokerConfig(
                    privateKey,
                    pin,
                    withinMemory(options.limits()),
                    wallOffsetMicros,
                    ownAddresses(socket.localAddress()),
                    broadcastAddresses(),
                    0,
                    random::nextBytes);
            CompletableFuture.runAsync(
                            () -> shell.start(
                                    new BrokerCore(
                                            config,
                                            access.authorizer(),
                                            loop.allocator(),
                                            new FanOut(socket),
                                            counters,
                                            System.nanoTime()),
                                    socket),
                            loop)
                    .join();
            Broker broker = new Broker(loop, shell, socket, counters, publicKey, access, admin);
            Rehearsal.beginIfAsked(socket.localAddress());
            access.watch(() -> broker.onLoop(shell::onRightsChanged));
            LOG.info(
                    "broker listens on {} ({}, {}), key {}, {}",
                    EventLog.address(broker.address()),
                    socket.kind(),
                    loop.sendThreads() == 1 ? "1 thread sends" : loop.sendThreads() + " threads send",
                    broker.fingerprint(),
                    Access.described(options));
            return broker;
        } catch (RunException | RuntimeException e) {
            if (admin != null) {
                admin.close();
            }
            loop.close();
            throw e;
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return socket.localAddress();
    }

    /** Where metrics and health are served, or null. */
    public @Nullable InetSocketAddress adminAddress() {
        return admin == null ? null : admin.address();
    }

    /** X25519, 32 bytes; what tickets carry and clients pin. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The public key in base64url. */
    public String fingerprint() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey);
    }

    public BrokerCounters counters() {
        return counters;
    }

    /** How things stand now; fails if the broker is closed. */
    public CompletableFuture<BrokerSnapshot> snapshot() {
        return CompletableFuture.supplyAsync(shell::snapshot, loop);
    }

    /** Tells its peers and stops, within two seconds. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        access.close();
        CompletableFuture<Void> said = new CompletableFuture<>();
        loop.execute(() -> shell.stop(RETRY_MILLIS, () -> said.complete(null)));
        try {
            said.get(STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("not all peers were told: {}", e.toString());
        }
        CompletableFuture.runAsync(shell::close, loop).join();
        socket.close();
        if (admin != null) {
            admin.close();
        }
        loop.close();
        LOG.info("broker stopped");
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the broker is closed");
        }
    }

    private static UdpSocket bind(
            TransportLoop loop, InetSocketAddress address, BrokerOptions options, BrokerShell shell)
            throws RunException {
        try {
            return UdpSocket.bindNow(loop, address, options.buffers(), HELLOS_APART, shell);
        } catch (BindException e) {
            throw new RunException(
                    "cannot listen on " + options.bind() + " (" + e.getMessage()
                            + "): stop what uses the UDP port, or choose another address or port with --bind",
                    e);
        } catch (IOException e) {
            throw new RunException("cannot listen on " + options.bind() + ": " + e.getMessage(), e);
        }
    }

    /** Rings take no more than half of what the JVM has for buffers, which is as much as its heap may have. */
    private static BrokerLimits withinMemory(BrokerLimits limits) {
        long most = Math.min(limits.ringBytes(), Runtime.getRuntime().maxMemory() / 2);
        return limits.withRingBytes(Math.max(most, limits.ringBytesPerStream()), limits.ringBytesPerStream());
    }

    private static BrokerView view(TransportLoop loop, BrokerShell shell, UdpSocket socket, BrokerCounters counters) {
        return new BrokerView(
                counters,
                socket.counters(),
                socket.receiveBufferBytes(),
                () -> CompletableFuture.supplyAsync(shell::snapshot, loop),
                () -> CompletableFuture.supplyAsync(shell::sessions, loop),
                id -> CompletableFuture.supplyAsync(() -> shell.kick(id), loop));
    }

    /** A datagram that comes from here is our own, sent back. */
    private static Set<InetSocketAddress> ownAddresses(InetSocketAddress local) {
        Set<InetSocketAddress> own = new HashSet<>();
        own.add(local);
        if (local.getAddress().isAnyLocalAddress()) {
            interfaceAddresses().forEach(one -> own.add(new InetSocketAddress(one.getAddress(), local.getPort())));
        }
        return own;
    }

    private static Set<InetAddress> broadcastAddresses() {
        return interfaceAddresses()
                .map(InterfaceAddress::getBroadcast)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static Stream<InterfaceAddress> interfaceAddresses() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(one -> one.getInterfaceAddresses().stream());
        } catch (SocketException e) {
            LOG.debug("the machine's addresses are not known: {}", e.toString());
            return Stream.empty();
        }
    }
}
