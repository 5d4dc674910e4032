package io.framecast.sim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The seeded network in real time: stands between clients and a broker as a NAT does, with a socket of its own towards the broker
 * for each client address, and a {@link Path} of its own for each direction of it. One thread owns everything; any thread may call.
 *
 * <p>Datagrams leave up to about a millisecond late. What the seed decides is the luck of the n-th datagram of the n-th client's
 * direction; when it comes is real, so two runs resemble each other but do not repeat.
 */
public final class UdpProxy implements AutoCloseable {

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int SOCKET_BYTES = 4 << 20;
    private static final int MOST_CLIENTS = 4096;
    private static final int MOST_UNDER_WAY = 50_000;
    private static final long MILLI = 1_000_000L;

    /** Instead of the true addresses: ports that change from run to run must not change the luck. */
    private static final InetSocketAddress ANY = VirtualNetwork.address(0, 0, 0, 0, 0);

    /** Two directions, for {@link #traffic}. */
    public enum Direction {
        /** From the clients to the broker. */
        UP,
        /** From the broker to the clients. */
        DOWN
    }

    private record Delivery(long atNanos, long order, Client client, Direction direction, ByteBuffer datagram) {}

    private final DatagramChannel near;
    private final InetSocketAddress address;
    private final InetSocketAddress broker;
    private final Selector selector = Selector.open();
    private final Random seeds;
    private final Map<InetSocketAddress, Client> clients = new HashMap<>();
    private final PriorityQueue<Delivery> underWay = new PriorityQueue<>((a, b) -> {
        long difference = a.atNanos() - b.atNanos();
        return difference != 0 ? Long.signum(difference) : Long.compare(a.order(), b.order());
    });
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final Thread thread;
    private Link up;
    private Link down;
    private long rebindEveryNanos;
    private long rebindAtNanos;
    private long order;
    private long rebindings;
    private volatile boolean closed;

    /** What the proxy knows of one client. */
    private final class Client {
        final InetSocketAddress client;
        final Path upPath;
        final Path downPath;
        SelectionKey far;

        Client(InetSocketAddress client) throws IOException {
            this.client = client;
            this.upPath = new Path(seeds.nextLong(), ANY, ANY, up);
            this.downPath = new Path(seeds.nextLong(), ANY, ANY, down);
            this.far = open();
        }

        private SelectionKey open() throws IOException {
            DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            prepare(channel);
            channel.connect(broker);
            return channel.register(selector, SelectionKey.OP_READ, this);
        }

        void rebind() throws IOException {
            // The new socket first, so that it cannot get the old one's port.
            SelectionKey old = far;
            far = open();
            old.channel().close();
        }

        Path path(Direction direction) {
            return direction == Direction.UP ? upPath : downPath;
        }
    }

    /**
     * Starts. IPv4 only.
     *
     * @param listen where clients send to; port 0 takes a free one
     * @param up what each client's direction to the broker is like
     * @param down what each direction from the broker is like
     */
    public UdpProxy(InetSocketAddress listen, InetSocketAddress broker, Link up, Link down, long seed)
            throws IOException {
        this.broker = broker;
        this.up = up;
        this.down = down;
        this.seeds = new Random(seed);
        near = DatagramChannel.open(StandardProtocolFamily.INET);
        near.bind(listen);
        prepare(near);
        address = (InetSocketAddress) near.getLocalAddress();
        near.register(selector, SelectionKey.OP_READ);
        thread = Thread.ofPlatform().daemon().name("udp-proxy").start(this::run);
    }

    /** Where clients send to. */
    public InetSocketAddress address() {
        return address;
    }

    /** Changes every path, those of later clients too. */
    public void links(Link newUp, Link newDown) {
        call(() -> {
            up = newUp;
            down = newDown;
            for (Client client : clients.values()) {
                client.upPath.link(newUp);
                client.downPath.link(newDown);
            }
        });
    }

    /** Every client goes on from another port, as after a restart of the NAT; what is under way to the old ones is lost. */
    public void rebind() {
        call(this::rebindAll);
    }

    /** Rebinds again and again; zero: no more. */
    public void rebindEvery(Duration period) {
        call(() -> {
            rebindEveryNanos = period.toNanos();
            rebindAtNanos = System.nanoTime() + rebindEveryNanos;
        });
    }

    /** What went one way so far, all clients together. */
    public Traffic traffic(Direction direction) {
        CompletableFuture<Traffic> answer = new CompletableFuture<>();
        call(() -> {
            Traffic sum = new Traffic();
            clients.values().forEach(client -> sum.add(client.path(direction).traffic));
            answer.complete(sum);
        });
        return answer.join();
    }

    /** How often a client has changed its port. */
    public long rebindings() {
        return ask(proxy -> proxy.rebindings);
    }

    /** Client addresses seen. */
    public long clients() {
        return ask(proxy -> proxy.clients.size());
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long ask(ToLongFunction<UdpProxy> question) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        call(() -> answer.complete(question.applyAsLong(this)));
        return answer.join();
    }

    private void call(Runnable call) {
        if (closed) {
            throw new IllegalStateException("the proxy is closed");
        }
        calls.add(call);
        selector.wakeup();
    }

    // ---- on the proxy's thread ----

    private void run() {
        try (selector;
                near) {
            while (!closed) {
                select();
                for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
                    call.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.attachment() instanceof Client client) {
                        fromBroker(client, key);
                    } else {
                        fromClients();
                    }
                }
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                if (rebindEveryNanos > 0 && rebindAtNanos - now <= 0) {
                    rebindAtNanos += rebindEveryNanos;
                    rebindAll();
                }
                deliver(now);
            }
            for (Client client : clients.values()) {
                client.far.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the proxy cannot go on", e);
        }
    }

    private void select() throws IOException {
        long now = System.nanoTime();
        long wait = rebindEveryNanos > 0 ? rebindAtNanos - now : Long.MAX_VALUE;
        Delivery next = underWay.peek();
        if (next != null) {
            wait = Math.min(wait, next.atNanos() - now);
        }
        if (wait <= 0) {
            selector.selectNow();
        } else if (wait == Long.MAX_VALUE) {
            selector.select();
        } else {
            selector.select((wait + MILLI - 1) / MILLI);
        }
    }

    private void fromClients() throws IOException {
        for (InetSocketAddress from = receive(near); from != null; from = receive(near)) {
            Client client = clients.get(from);
            if (client == null && clients.size() < MOST_CLIENTS) {
                client = new Client(from);
                clients.put(from, client);
            }
            if (client != null) {
                accept(client, Direction.UP);
            }
        }
    }

    private void fromBroker(Client client, SelectionKey key) throws IOException {
        if (key.equals(client.far) && key.channel() instanceof DatagramChannel channel) {
            while (receive(channel) != null) {
                accept(client, Direction.DOWN);
            }
        }
    }

    /** Null if there is nothing, or nobody at the other end. */
    private @Nullable InetSocketAddress receive(DatagramChannel channel) throws IOException {
        received.clear();
        try {
            InetSocketAddress from = (InetSocketAddress) channel.receive(received);
            received.flip();
            return from;
        } catch (PortUnreachableException e) {
            return null;
        }
    }

    private void accept(Client client, Direction direction) {
        Path path = client.path(direction);
        long now = System.nanoTime();
        int bytes = received.remaining();
        path.traffic.datagramsSent++;
        path.traffic.bytesSent += bytes;
        long arrival = underWay.size() < MOST_UNDER_WAY ? path.arrival(now, bytes) : Path.LOST;
        if (arrival == Path.LOST) {
            path.traffic.datagramsLost++;
            return;
        }
        byte[] datagram = new byte[bytes];
        received.get(datagram);
        if (path.corrupts()) {
            path.corrupt(datagram);
        }
        underWay.add(new Delivery(arrival, order++, client, direction, ByteBuffer.wrap(datagram)));
        long copy = path.copyArrival(arrival);
        if (copy != Path.LOST) {
            underWay.add(new Delivery(copy, order++, client, direction, ByteBuffer.wrap(datagram)));
        }
    }

    private void deliver(long now) throws IOException {
        for (Delivery next = underWay.peek(); next != null && next.atNanos() - now <= 0; next = underWay.peek()) {
            underWay.poll();
            Client client = next.client();
            Traffic traffic = client.path(next.direction()).traffic;
            int bytes = next.datagram().remaining();
            if (send(next) == bytes) {
                traffic.datagramsDelivered++;
                traffic.bytesDelivered += bytes;
            } else {
                traffic.datagramsLost++;
            }
        }
    }

    private int send(Delivery delivery) throws IOException {
        try {
            if (delivery.direction() == Direction.DOWN) {
                return near.send(delivery.datagram(), delivery.client().client);
            }
            return delivery.client().far.channel() instanceof DatagramChannel channel
                    ? channel.write(delivery.datagram())
                    : 0;
        } catch (PortUnreachableException e) {
            return 0;
        }
    }

    private void rebindAll() {
        try {
            for (Client client : clients.values()) {
                client.rebind();
                rebindings++;
            }
        } catch (IOException e) {
            throw new IllegalStateException("no socket for a rebinding", e);
        }
    }

    private static void prepare(DatagramChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
    }
}
