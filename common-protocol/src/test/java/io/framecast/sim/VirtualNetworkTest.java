package io.framecast.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualNetworkTest {

    private static final long MILLI = 1_000_000L;
    private static final InetSocketAddress A = VirtualNetwork.address(10, 0, 0, 1, 1000);
    private static final InetSocketAddress B = VirtualNetwork.address(10, 0, 0, 2, 5000);
    private static final InetSocketAddress C = VirtualNetwork.address(10, 0, 0, 3, 6000);

    private final List<String> events = new ArrayList<>();

    private Node listener(VirtualNetwork network, InetSocketAddress at) {
        return network.node(
                at,
                (datagram, from, now) -> events.add(
                        now / 1_000 + " " + from.getPort() + ">" + at.getPort() + " " + ByteBufUtil.hexDump(datagram)));
    }

    private static ByteBuf number(int value) {
        return Unpooled.buffer(4).writeInt(value);
    }

    private List<Integer> received(VirtualNetwork network, InetSocketAddress at) {
        List<Integer> numbers = new ArrayList<>();
        network.node(at, (datagram, from, now) -> numbers.add(datagram.readInt()));
        return numbers;
    }

    /** Sends numbered datagrams a millisecond apart. */
    private static void stream(VirtualNetwork network, Node from, InetSocketAddress to, int count) {
        for (int i = 0; i < count; i++) {
            int value = i;
            network.at(network.nowNanos() + i * MILLI, () -> from.send(to, number(value)));
        }
    }

    @Test
    void deliversAfterTheLatency() {
        VirtualNetwork network = new VirtualNetwork(1);
        Node a = listener(network, A);
        listener(network, B);
        network.links(A, B, Link.ofMillis(20));
        a.send(B, number(7));
        network.run(19 * MILLI);
        assertEquals(List.of(), events);
        network.run(50 * MILLI);
        assertEquals(List.of("20000 1000>5000 00000007"), events);
        assertEquals(50 * MILLI, network.nowNanos());
    }

    @Test
    void theSameSeedGivesTheSameRunAndAnotherSeedAnotherOne() {
        assertEquals(trace(5, false), trace(5, false));
        assertNotEquals(trace(5, false), trace(6, false));
    }

    @Test
    void whatOnePathCarriesDoesNotChangeTheLuckOfAnother() {
        List<String> alone = trace(5, false);
        List<String> withCompany = trace(5, true);
        withCompany.removeIf(event -> event.contains(">6000"));
        assertEquals(alone, withCompany);
    }

    private List<String> trace(long seed, boolean company) {
        events.clear();
        VirtualNetwork network = new VirtualNetwork(seed, Long.MAX_VALUE - 100 * MILLI);
        network.defaultLink(Link.ofMillis(10)
                .withJitterMillis(8)
                .withLoss(0.1, 3)
                .withDuplicates(0.05)
                .withReorder(0.05, 15)
                .withCorruption(0.05)
                .withRate(20_000, 500));
        Node a = listener(network, A);
        listener(network, B);
        listener(network, C);
        stream(network, a, B, 500);
        if (company) {
            stream(network, a, C, 500);
        }
        network.runFor(1_000 * MILLI);
        return new ArrayList<>(events);
    }

    @Test
    void jitterKeepsTheOrderAndReorderingDoesNot() {
        VirtualNetwork network = new VirtualNetwork(4);
        Node a = listener(network, A);
        List<Integer> got = received(network, B);
        network.link(A, B, Link.ofMillis(5).withJitterMillis(20));
        stream(network, a, B, 1_000);
        network.runFor(2_000 * MILLI);
        assertEquals(got.stream().sorted().toList(), got);
        assertEquals(1_000, got.size());
        got.clear();
        network.link(A, B, Link.ofMillis(5).withReorder(0.05, 10));
        stream(network, a, B, 1_000);
        network.runFor(2_000 * MILLI);
        assertNotEquals(got.stream().sorted().toList(), got);
        assertEquals(1_000, got.size());
    }

    @Test
    void duplicatesAndCorruptsTheRatiosAskedFor() {
        VirtualNetwork network = new VirtualNetwork(4);
        Node a = listener(network, A);
        int[] counts = new int[2];
        network.node(B, (datagram, from, now) -> {
            counts[0]++;
            counts[1] += datagram.getLong(datagram.readerIndex()) == 0 ? 0 : 1;
        });
        network.link(A, B, Link.ofMillis(5).withDuplicates(0.1).withCorruption(0.2));
        for (int i = 0; i < 10_000; i++) {
            a.send(B, Unpooled.buffer(8).writeLong(0));
        }
        network.runFor(100 * MILLI);
        assertEquals(11_000, counts[0], 150);
        assertEquals(2_200, counts[1], 150);
        assertEquals(10_000, network.traffic(A, B).datagramsSent());
        assertEquals(80_000, network.traffic(A, B).bytesSent());
    }

    @Test
    void aRateLimitSpreadsDatagramsAndDropsTheTail() {
        VirtualNetwork network = new VirtualNetwork(4);
        Node a = listener(network, A);
        listener(network, B);
        // 32 bytes on the wire each: one takes 1 ms; three fit the queue.
        network.link(A, B, Link.ofMillis(0).withRate(32_000, 96));
        for (int i = 0; i < 5; i++) {
            a.send(B, number(i));
        }
        network.runFor(100 * MILLI);
        assertEquals(List.of("1000 1000>5000 00000000", "2000 1000>5000 00000001", "3000 1000>5000 00000002"), events);
        assertEquals(2, network.traffic(A, B).datagramsLost());
    }

    @Test
    void aBlackholeTakesEverythingWhileItIsOn() {
        VirtualNetwork network = new VirtualNetwork(4);
        Node a = listener(network, A);
        List<Integer> got = received(network, B);
        stream(network, a, B, 30);
        network.at(10 * MILLI - 1, () -> network.blackhole(B, true));
        network.at(20 * MILLI - 1, () -> network.blackhole(B, false));
        network.run(100 * MILLI);
        assertEquals(20, got.size());
        assertEquals(List.of(9, 20), got.subList(9, 11));
    }

    @Test
    void aReboundNodeIsReachedAtItsNewAddressOnly() {
        VirtualNetwork network = new VirtualNetwork(4);
        network.links(A, B, Link.ofMillis(3));
        Node a = listener(network, A);
        Node b = listener(network, B);
        b.send(A, number(1));
        network.at(MILLI, () -> a.rebind(C));
        network.at(5 * MILLI, () -> {
            b.send(A, number(2));
            b.send(C, number(3));
            a.send(B, number(4));
        });
        network.run(100 * MILLI);
        assertEquals(List.of("8000 5000>1000 00000003", "8000 6000>5000 00000004"), events);
        assertEquals(C, a.address());
        assertEquals(2, network.traffic(B, A).datagramsLost());
        assertEquals(8, network.sentTo(A).bytesSent());
    }

    @Test
    void machinesAreCalledAtTheirDeadlines() {
        VirtualNetwork network = new VirtualNetwork(4);
        long[] deadline = {3 * MILLI};
        List<Long> calls = new ArrayList<>();
        Node b = network.node(B, (datagram, from, now) -> deadline[0] = now + 2 * MILLI);
        b.machine(() -> deadline[0], now -> {
            calls.add(now / MILLI);
            deadline[0] = Long.MAX_VALUE;
        });
        Node a = listener(network, A);
        network.at(10 * MILLI, () -> a.send(B, number(1)));
        network.at(20 * MILLI, () -> deadline[0] = 40 * MILLI);
        network.at(30 * MILLI, () -> deadline[0] = 35 * MILLI);
        network.run(100 * MILLI);
        assertEquals(List.of(3L, 13L, 35L), calls);
    }

    @Test
    void aMachineThatDoesNotMoveItsDeadlineIsFound() {
        VirtualNetwork network = new VirtualNetwork(77);
        network.machine(() -> 5, now -> {});
        IllegalStateException stuck = assertThrows(IllegalStateException.class, () -> network.run(10));
        assertTrue(String.valueOf(stuck.getMessage()).contains("seed 77"));
    }

    @Test
    void aDatagramThatIsKeptBeyondTheCallIsFound() {
        VirtualNetwork network = new VirtualNetwork(4);
        network.node(B, (datagram, from, now) -> datagram.retain());
        network.inject(A, B, new byte[5]);
        assertThrows(IllegalStateException.class, () -> network.runFor(10 * MILLI));
    }

    @Test
    void aClosedNodeHearsNothingAndItsMachinesStandStill() {
        VirtualNetwork network = new VirtualNetwork(4);
        listener(network, B).machine(() -> 5 * MILLI, now -> events.add("called"));
        network.inject(A, B, new byte[5]);
        network.close(B);
        network.run(10 * MILLI);
        assertEquals(List.of(), events);
    }

    @Test
    void splitsARunOfMediaIntoItsDatagrams() {
        VirtualNetwork network = new VirtualNetwork(4);
        Node a = listener(network, A);
        List<byte[]> got = new ArrayList<>();
        network.node(B, (datagram, from, now) -> got.add(ByteBufUtil.getBytes(datagram)));
        a.sink(B).send(Unpooled.wrappedBuffer(new byte[] {9, 1, 2, 3, 4, 5, 9}), 1, 5, 2);
        network.run(10 * MILLI);
        assertEquals(3, got.size());
        assertArrayEquals(new byte[] {1, 2}, got.get(0));
        assertArrayEquals(new byte[] {3, 4}, got.get(1));
        assertArrayEquals(new byte[] {5}, got.get(2));
    }

    @Test
    void aDefaultReceiveBufferTakes92DatagramsAtOnce() {
        VirtualNetwork network = new VirtualNetwork(4);
        Node a = listener(network, A);
        List<Integer> sizes = new ArrayList<>();
        network.node(B, (datagram, from, now) -> sizes.add(datagram.readableBytes()))
                .receiveBuffer(212_992, 2 * MILLI);
        for (int i = 0; i < 100; i++) {
            a.send(B, Unpooled.buffer(1200).writeZero(1200));
        }
        network.run(10 * MILLI);
        assertEquals(92, sizes.size());
        a.send(B, number(1));
        network.run(20 * MILLI);
        assertEquals(93, sizes.size());
    }
}
