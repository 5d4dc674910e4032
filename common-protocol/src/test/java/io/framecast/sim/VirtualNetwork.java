package io.framecast.sim;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Sockets, paths between them, timers and a clock, all virtual: the same seed and the same calls give the same run. One thread, no
 * waiting. Events at the same instant happen in the order in which they were asked for.
 *
 * <p>Each direction between two addresses draws from a random source of its own, so that adding a node does not change what happens
 * to the others.
 */
public final class VirtualNetwork {

    private static final int STUCK_CALLS = 100_000;
    private static final int LARGEST_DATAGRAM = 65_507;
    private static final int LEAD_BYTES = 64;
    private static final byte[] JUNK = new byte[LARGEST_DATAGRAM];

    static {
        Arrays.fill(JUNK, (byte) 0xA5);
    }

    private record Event(long atNanos, long order, Runnable run) {}

    private record Route(InetSocketAddress from, InetSocketAddress to) {}

    private final long seed;
    private final long startNanos;
    private final PriorityQueue<Event> events = new PriorityQueue<>((a, b) -> {
        long difference = a.atNanos() - b.atNanos();
        return difference != 0 ? Long.signum(difference) : Long.compare(a.order(), b.order());
    });
    private final Map<InetSocketAddress, Node> nodes = new HashMap<>();
    private final List<Node> allNodes = new ArrayList<>();
    private final List<Machine> freeMachines = new ArrayList<>();
    private final Map<Route, Path> paths = new HashMap<>();
    private final Set<InetSocketAddress> blackholes = new HashSet<>();
    private final Set<Route> blockedRoutes = new HashSet<>();
    // One buffer for all deliveries, direct and away from index 0 as in the real shell: it is overwritten after each
    // call.
    private final ByteBuf delivery = SampleStream.UNTRACKED.directBuffer(LARGEST_DATAGRAM + LEAD_BYTES);
    private Link defaultLink = Link.ofMillis(1);
    private Function<byte[], List<byte[]>> tamper = List::of;
    private long now;
    private long order;

    public VirtualNetwork(long seed) {
        this(seed, 0);
    }

    public VirtualNetwork(long seed, long startNanos) {
        this.seed = seed;
        this.startNanos = startNanos;
        this.now = startNanos;
    }

    /** An address for tests, written as numbers: nothing is resolved. */
    public static InetSocketAddress address(int a, int b, int c, int d, int port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public long nowNanos() {
        return now;
    }

    public long seed() {
        return seed;
    }

    /** A socket at {@code address}; one that was there before is closed. */
    public Node node(InetSocketAddress address, Node.Receiver receiver) {
        Node node = new Node(this, address, receiver);
        close(address);
        nodes.put(address, node);
        allNodes.add(node);
        return node;
    }

    /** The process at {@code address} is gone: what arrives there is lost and its machines stand still. */
    public void close(InetSocketAddress address) {
        Node node = nodes.remove(address);
        if (node != null) {
            node.close();
            allNodes.remove(node);
        }
    }

    /** What every path is that was not given a link of its own. */
    public void defaultLink(Link link) {
        defaultLink = link;
    }

    /** From now on somebody on the wires turns each datagram into what {@code tamper} makes of it: none, one or several. */
    public void tamper(Function<byte[], List<byte[]>> tamper) {
        this.tamper = tamper;
    }

    /** One direction. */
    public void link(InetSocketAddress from, InetSocketAddress to, Link link) {
        path(from, to).link(link);
    }

    /** Both directions, each with its own luck. */
    public void links(InetSocketAddress a, InetSocketAddress b, Link link) {
        link(a, b, link);
        link(b, a, link);
    }

    /** Nothing gets to or from {@code address} while it is on; what is under way still arrives. */
    public void blackhole(InetSocketAddress address, boolean on) {
        if (on) {
            blackholes.add(address);
        } else {
            blackholes.remove(address);
        }
    }

    /** One direction only. */
    public void blackhole(InetSocketAddress from, InetSocketAddress to, boolean on) {
        if (on) {
            blockedRoutes.add(new Route(from, to));
        } else {
            blockedRoutes.remove(new Route(from, to));
        }
    }

    /** Sends from any address, spoofed ones included. */
    public void inject(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        Path path = path(from, to);
        path.traffic.datagramsSent++;
        path.traffic.bytesSent += datagram.length;
        if (datagram.length > LARGEST_DATAGRAM) {
            throw new IllegalArgumentException("a datagram of " + datagram.length + " bytes");
        }
        boolean blocked =
                blackholes.contains(from) || blackholes.contains(to) || blockedRoutes.contains(new Route(from, to));
        long arrival = blocked ? Path.LOST : path.arrival(now, datagram.length);
        if (arrival == Path.LOST) {
            path.traffic.datagramsLost++;
            return;
        }
        if (path.corrupts()) {
            path.corrupt(datagram);
        }
        for (byte[] arriving : tamper.apply(datagram)) {
            deliver(from, to, arriving, arrival, path);
        }
        long copy = path.copyArrival(arrival);
        if (copy != Path.LOST) {
            deliver(from, to, datagram, copy, path);
        }
    }

    /** Runs a task; machines may be touched in it. */
    public void at(long nanos, Runnable task) {
        enqueue(nanos, () -> {
            task.run();
            touchAll();
        });
    }

    public void after(long nanos, Runnable task) {
        at(now + nanos, task);
    }

    /** Runs a task every {@code periodNanos}, first in one period, until it returns false. */
    public void every(long periodNanos, BooleanSupplier task) {
        after(periodNanos, () -> {
            if (task.getAsBoolean()) {
                every(periodNanos, task);
            }
        });
    }

    /** A machine without a socket of its own: its deadline is looked at after every event. */
    public void machine(LongSupplier deadlineNanos, LongConsumer onTimeout) {
        Machine machine = new Machine(deadlineNanos, onTimeout);
        freeMachines.add(machine);
        schedule(machine);
    }

    /** Runs everything up to and including {@code untilNanos}, which is the time afterwards. */
    public void run(long untilNanos) {
        touchAll();
        for (Event event = events.peek(); event != null && event.atNanos() - untilNanos <= 0; event = events.peek()) {
            events.poll();
            if (event.atNanos() - now > 0) {
                now = event.atNanos();
            }
            event.run().run();
            for (Machine machine : freeMachines) {
                schedule(machine);
            }
        }
        if (untilNanos - now > 0) {
            now = untilNanos;
        }
    }

    public void runFor(long nanos) {
        run(now + nanos);
    }

    /** What went from one address to the other so far. */
    public Traffic traffic(InetSocketAddress from, InetSocketAddress to) {
        Path path = paths.get(new Route(from, to));
        return path == null ? new Traffic() : path.traffic;
    }

    /** All that was sent from {@code address}. */
    public Traffic sentBy(InetSocketAddress address) {
        Traffic sum = new Traffic();
        paths.forEach((route, path) -> {
            if (route.from().equals(address)) {
                sum.add(path.traffic);
            }
        });
        return sum;
    }

    /** All that was sent to {@code address}. */
    public Traffic sentTo(InetSocketAddress address) {
        Traffic sum = new Traffic();
        paths.forEach((route, path) -> {
            if (route.to().equals(address)) {
                sum.add(path.traffic);
            }
        });
        return sum;
    }

    void rebind(Node node, InetSocketAddress newAddress) {
        InetSocketAddress old = node.address();
        if (nodes.containsKey(newAddress)) {
            throw new IllegalArgumentException(newAddress + " is taken");
        }
        nodes.remove(old, node);
        nodes.put(newAddress, node);
        node.moved(newAddress);
        // The new address is the same wire: it has the links of the old one.
        List.copyOf(paths.keySet()).forEach(route -> {
            Link link = linkOf(route);
            if (route.from().equals(old)) {
                link(newAddress, route.to(), link);
            } else if (route.to().equals(old)) {
                link(route.from(), newAddress, link);
            }
        });
    }

    /** Queues the machine's deadline if it is not queued yet. */
    void schedule(Machine machine) {
        if (machine.stopped) {
            return;
        }
        long deadline = machine.deadlineNanos.getAsLong();
        if (deadline == machine.queuedNanos) {
            return;
        }
        machine.queuedNanos = deadline;
        if (deadline != Long.MAX_VALUE) {
            enqueue(deadline, () -> fire(machine, deadline));
        }
    }

    private Link linkOf(Route route) {
        Path path = paths.get(route);
        return path == null ? defaultLink : path.link();
    }

    private void fire(Machine machine, long queuedNanos) {
        if (machine.stopped || machine.queuedNanos != queuedNanos) {
            return;
        }
        machine.queuedNanos = Long.MAX_VALUE;
        if (machine.deadlineNanos.getAsLong() == queuedNanos) {
            machine.callsAtOnce = machine.calledAtNanos == now ? machine.callsAtOnce + 1 : 0;
            machine.calledAtNanos = now;
            if (machine.callsAtOnce > STUCK_CALLS) {
                throw new IllegalStateException(
                        "a machine's deadline stays at " + queuedNanos + " after onTimeout(" + now + "), seed " + seed);
            }
            machine.onTimeout.accept(now);
        }
        schedule(machine);
    }

    private void deliver(InetSocketAddress from, InetSocketAddress to, byte[] datagram, long arrival, Path path) {
        enqueue(arrival, () -> {
            Node node = nodes.get(to);
            if (node == null || !node.buffer().accept(datagram.length)) {
                path.traffic.datagramsLost++;
                return;
            }
            path.traffic.datagramsDelivered++;
            path.traffic.bytesDelivered += datagram.length;
            long readAt = node.buffer().readAt(startNanos, now);
            if (readAt == now) {
                receive(node, from, datagram);
            } else {
                enqueue(readAt, () -> receive(node, from, datagram));
            }
        });
    }

    private void receive(Node node, InetSocketAddress from, byte[] datagram) {
        node.buffer().read(datagram.length);
        if (node.isClosed()) {
            return;
        }
        delivery.setIndex(LEAD_BYTES, LEAD_BYTES).writeBytes(datagram);
        node.receiver.onDatagram(delivery, from, now);
        if (delivery.refCnt() != 1) {
            throw new IllegalStateException("a borrowed datagram was kept or released, seed " + seed);
        }
        delivery.setBytes(LEAD_BYTES, JUNK, 0, datagram.length);
        node.machines.forEach(this::schedule);
    }

    private void touchAll() {
        for (Node node : allNodes) {
            for (Machine machine : node.machines) {
                schedule(machine);
            }
        }
        for (Machine machine : freeMachines) {
            schedule(machine);
        }
    }

    private void enqueue(long atNanos, Runnable run) {
        events.add(new Event(atNanos, order++, run));
    }

    private Path path(InetSocketAddress from, InetSocketAddress to) {
        return paths.computeIfAbsent(new Route(from, to), route -> new Path(seed, from, to, defaultLink));
    }
}
