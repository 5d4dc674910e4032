package io.framecast.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UdpProxyTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Link CLEAN = Link.ofMillis(0);
    private static final int DATAGRAMS = 2000;

    @Test
    void eachClientHasAPortOfItsOwnAndGetsItsOwnAnswers() throws Exception {
        try (DatagramSocket broker = socket();
                DatagramSocket a = socket();
                DatagramSocket b = socket();
                UdpProxy proxy = proxy(broker, CLEAN, 1)) {
            send(a, proxy.address(), "a");
            DatagramPacket fromA = receive(broker);
            send(b, proxy.address(), "b");
            DatagramPacket fromB = receive(broker);
            assertNotEquals(fromA.getSocketAddress(), fromB.getSocketAddress());
            send(broker, (InetSocketAddress) fromB.getSocketAddress(), "to b");
            send(broker, (InetSocketAddress) fromA.getSocketAddress(), "to a");
            assertArrayEquals("to a".getBytes(StandardCharsets.UTF_8), bytes(receive(a)));
            assertArrayEquals("to b".getBytes(StandardCharsets.UTF_8), bytes(receive(b)));
        }
    }

    @Test
    void aRebindingChangesThePortThatTheBrokerSees() throws Exception {
        try (DatagramSocket broker = socket();
                DatagramSocket client = socket();
                UdpProxy proxy = proxy(broker, CLEAN, 1)) {
            send(client, proxy.address(), "1");
            DatagramPacket first = receive(broker);
            proxy.rebind();
            assertEquals(1, proxy.rebindings());
            send(client, proxy.address(), "2");
            DatagramPacket second = receive(broker);
            assertNotEquals(first.getPort(), second.getPort());
            send(broker, (InetSocketAddress) first.getSocketAddress(), "to the old port");
            send(broker, (InetSocketAddress) second.getSocketAddress(), "to the new port");
            assertArrayEquals("to the new port".getBytes(StandardCharsets.UTF_8), bytes(receive(client)));
        }
    }

    @Test
    void aPeriodRebindsAgainAndAgain() throws Exception {
        try (DatagramSocket broker = socket();
                DatagramSocket client = socket();
                UdpProxy proxy = proxy(broker, CLEAN, 1)) {
            send(client, proxy.address(), "1");
            receive(broker);
            proxy.rebindEvery(Duration.ofMillis(5));
            await(() -> proxy.rebindings() >= 3);
        }
    }

    @Test
    void theSeedDecidesHowManyAreLostDoubledAndChanged() throws Exception {
        Link bad = CLEAN.withLoss(0.05, 3).withDuplicates(0.03).withCorruption(0.02);
        long[] first = run(bad, 7);
        assertArrayEquals(first, run(bad, 7), "the same seed");
        assertTrue(!Arrays.equals(first, run(bad, 8)), "another seed: " + Arrays.toString(first));
        assertEquals(0.05, (double) first[0] / DATAGRAMS, 0.025, "loss, seed 7");
        assertEquals(0.03, (double) (first[1] - DATAGRAMS + first[0]) / DATAGRAMS, 0.015, "duplicates, seed 7");
    }

    @Test
    void aDelayedDatagramIsOvertakenByNoneThatIsNotReordered() throws Exception {
        try (DatagramSocket broker = socket();
                DatagramSocket client = socket();
                UdpProxy proxy = proxy(broker, Link.ofMillis(20).withJitterMillis(15), 3)) {
            long sent = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                send(client, proxy.address(), String.valueOf(i));
            }
            for (int i = 0; i < 50; i++) {
                assertEquals(String.valueOf(i), new String(bytes(receive(broker)), StandardCharsets.UTF_8), "seed 3");
            }
            assertTrue(System.nanoTime() - sent >= 20_000_000L);
        }
    }

    /** Lost, delivered. */
    private static long[] run(Link up, long seed) throws Exception {
        try (DatagramSocket broker = socket();
                DatagramSocket client = socket();
                UdpProxy proxy = proxy(broker, up, seed)) {
            for (int i = 0; i < DATAGRAMS; i++) {
                send(client, proxy.address(), "datagram " + i);
            }
            await(() -> {
                Traffic traffic = proxy.traffic(UdpProxy.Direction.UP);
                return traffic.datagramsSent() == DATAGRAMS
                        && traffic.datagramsDelivered() >= DATAGRAMS - traffic.datagramsLost();
            });
            Traffic traffic = proxy.traffic(UdpProxy.Direction.UP);
            return new long[] {traffic.datagramsLost(), traffic.datagramsDelivered()};
        }
    }

    private static UdpProxy proxy(DatagramSocket broker, Link up, long seed) throws IOException {
        return new UdpProxy(ANY_PORT, (InetSocketAddress) broker.getLocalSocketAddress(), up, CLEAN, seed);
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(ANY_PORT);
        socket.setSoTimeout(10_000);
        socket.setReceiveBufferSize(1 << 20);
        return socket;
    }

    private static void send(DatagramSocket from, InetSocketAddress to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        return packet;
    }

    private static byte[] bytes(DatagramPacket packet) {
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "not within 20 s");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
