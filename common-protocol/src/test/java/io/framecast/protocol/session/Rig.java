package io.framecast.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framecast.protocol.crypto.Secret;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.sim.Link;
import io.framecast.sim.Node;
import io.framecast.sim.VirtualNetwork;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client and a scripted broker, 10 ms apart in virtual time, and what the client said to its shell. */
final class Rig {

    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;
    static final InetSocketAddress CLIENT = VirtualNetwork.address(10, 0, 0, 1, 4000);
    static final InetSocketAddress BROKER = VirtualNetwork.address(10, 0, 0, 2, 5000);
    static final Metadata METADATA = new Metadata("title", List.of(), "vp8", 0, 0, 0, 0);

    record Event(long atNanos, ClientAction action) {}

    final VirtualNetwork network;
    final ScriptedBroker broker;
    final ClientSession client;
    final List<Event> events = new ArrayList<>();
    final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final Node clientNode;

    Rig(long seed) {
        this(seed, null, "", null, false, false, 0);
    }

    Rig(
            long seed,
            @Nullable Secret secret,
            String token,
            byte @Nullable [] expectedKey,
            boolean refuseOtherKey,
            boolean grease,
            long firstPacketNumber) {
        this(
                seed,
                random -> new ClientConfig(secret, token, expectedKey, refuseOtherKey, random, 0, grease),
                firstPacketNumber);
    }

    /** {@code configured}: by a source of random bytes. */
    Rig(long seed, Function<Consumer<byte[]>, ClientConfig> configured, long firstPacketNumber) {
        network = new VirtualNetwork(seed, 5 * SECOND);
        network.defaultLink(Link.ofMillis(10));
        Random random = new Random(seed);
        ClientConfig config = configured.apply(random::nextBytes);
        clientNode = network.node(CLIENT, (datagram, from, now) -> onDatagram(datagram, now));
        client = new ClientSession(config, allocator, clientNode.sink(BROKER), firstPacketNumber);
        clientNode.machine(client::deadlineNanos, now -> client.onTimeout(now, this::out));
        Node[] brokerNode = new Node[1];
        broker = new ScriptedBroker(seed + 1, datagram -> brokerNode[0].send(CLIENT, datagram));
        broker.firstPacketNumber = firstPacketNumber;
        brokerNode[0] = network.node(BROKER, (datagram, from, now) -> broker.onDatagram(datagram, now));
    }

    private void onDatagram(io.netty.buffer.ByteBuf datagram, long nowNanos) {
        client.onDatagram(datagram, nowNanos, this::out);
    }

    void out(ClientAction action) {
        if (action instanceof ClientAction.Send send) {
            clientNode.send(BROKER, send.datagram());
        } else {
            events.add(new Event(network.nowNanos(), action));
        }
    }

    long now() {
        return network.nowNanos();
    }

    void runMillis(long millis) {
        network.runFor(millis * MILLI);
    }

    void subscribe(String producerId) {
        client.subscribe(producerId, 200, 0, now(), this::out);
    }

    Publisher publish(String producerId, Integer... tracks) {
        return client.publish(
                new Publication(producerId, new byte[32], METADATA, List.of(tracks), 1200), now(), this::out);
    }

    /** Its first stream, whose tracks have a lane each. */
    Publisher published() {
        Publisher publisher = publish("1AAA99", 1);
        runMillis(200);
        return publisher;
    }

    /** The last lane of the first stream. */
    LaneStart announced() {
        Announce announce = (Announce) broker.bodies.getFirst().request();
        return announce.lanes().getLast();
    }

    /** Of the stream that was published last. */
    long alias() {
        return actions(ClientAction.Published.class).getLast().alias();
    }

    void frame(Publisher publisher, int track, boolean key, int bytes) {
        publisher.onFrame(track, key, false, now() / 1000, new byte[bytes], now(), this::out);
    }

    <T extends ClientAction> List<T> actions(Class<T> type) {
        return events.stream()
                .map(Event::action)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <T extends ClientAction> T only(Class<T> type) {
        List<T> all = actions(type);
        assertEquals(1, all.size(), () -> type.getSimpleName() + " in " + events);
        return all.getFirst();
    }

    List<Frame> frames() {
        return actions(ClientAction.Deliver.class).stream()
                .map(ClientAction.Deliver::frame)
                .toList();
    }

    /** Nothing is left: no memory, no deadline. */
    void close() {
        client.close(now(), this::out);
        assertEquals(Long.MAX_VALUE, client.deadlineNanos());
        assertEquals(0, allocator.metric().usedDirectMemory(), "direct memory");
        assertEquals(0, allocator.metric().usedHeapMemory(), "heap buffers");
    }
}
