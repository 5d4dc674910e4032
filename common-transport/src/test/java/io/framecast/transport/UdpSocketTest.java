package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real sockets on loopback, each kind that works here. */
class UdpSocketTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private @Nullable TransportLoop loop;
    private final Inbox inbox = new Inbox();
    private final Inbox other = new Inbox();

    @AfterEach
    void closesTheLoop() {
        if (loop != null) {
            loop.close();
        }
    }

    private TransportLoop open(TransportKind kind) {
        assumeTrue(kind.supported(), () -> kind + " does not work on this system");
        loop = TransportLoop.open("test", kind);
        return loop;
    }

    private static UdpSocket bind(TransportLoop loop, Inbox inbox) throws IOException {
        return UdpSocket.bindNow(loop, ANY_PORT, SocketBuffers.DEFAULT, inbox);
    }

    @ParameterizedTest
    @EnumSource
    void deliversEachSegmentAsOneDatagram(TransportKind kind) throws Exception {
        TransportLoop loop = open(kind);
        UdpSocket receiver = bind(loop, inbox);
        UdpSocket sender = bind(loop, other);
        long seed = 7;
        byte[] sent = new byte[1200 * 130 + 17];
        new Random(seed).nextBytes(sent);
        ByteBuf memory = loop.allocator().directBuffer(sent.length + 40);
        memory.writeZero(40).writeBytes(sent);

        loop.execute(() -> {
            sender.sendSegments(receiver.localAddress(), memory, 40, sent.length, 1200);
            sender.flush();
            memory.release();
        });

        for (int at = 0; at < sent.length; at += 1200) {
            assertArrayEquals(
                    Arrays.copyOfRange(sent, at, Math.min(at + 1200, sent.length)), inbox.next(), "seed " + seed);
        }
        assertEquals(kind, sender.kind());
        inbox.awaitBatchEnd();
    }

    @ParameterizedTest
    @EnumSource
    void aSocketOfBothFamiliesFansOutToBothAndKnowsWhoSends(TransportKind kind) throws Exception {
        TransportLoop loop = open(kind);
        byte[] one = new byte[16];
        InetAddress v6Wildcard = InetAddress.getByAddress(one.clone());
        one[15] = 1;
        InetAddress v6Loopback = InetAddress.getByAddress(one);
        assumeTrue(v6Loopback.isReachable(1000), "no IPv6 here");
        UdpSocket both = UdpSocket.bindNow(loop, new InetSocketAddress(v6Wildcard, 0), SocketBuffers.DEFAULT, inbox);
        UdpSocket v4 = bind(loop, other);
        Inbox third = new Inbox();
        UdpSocket v6 = UdpSocket.bindNow(loop, new InetSocketAddress(v6Loopback, 0), SocketBuffers.DEFAULT, third);
        int port = both.localAddress().getPort();
        ByteBuf memory = loop.allocator().directBuffer().writeZero(5000);

        loop.execute(() -> {
            AddressTable rows = both.addressTable();
            rows.set(0, v6.localAddress());
            rows.set(1, v4.localAddress());
            both.fanOut(rows, memory, 0, 2500, 1000);
            both.flush();
            v4.send(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), memory.retainedSlice(0, 10));
            v4.flush();
        });
        for (int bytes : new int[] {1000, 1000, 500}) {
            assertEquals(bytes, other.next().length);
            assertEquals(bytes, third.next().length);
        }
        assertEquals(10, inbox.next().length);
        assertEquals(v4.localAddress(), inbox.lastFrom);
        loop.execute(() -> {
            v6.send(new InetSocketAddress(v6Loopback, port), memory.retainedSlice(0, 11));
            v6.flush();
            memory.release();
        });
        assertEquals(11, inbox.next().length);
        assertEquals(v6.localAddress(), inbox.lastFrom);
    }

    @ParameterizedTest
    @MethodSource("kindsAndThreads")
    void everyRowOfALargeTableGetsEveryRunHoweverManyThreadsSend(TransportKind kind, int threads) throws Exception {
        assumeTrue(kind.supported(), () -> kind + " does not work on this system");
        int rows = 130;
        TransportLoop sending = TransportLoop.open("test", kind, threads);
        loop = sending;
        assertEquals(kind == TransportKind.NATIVE ? threads : 1, sending.sendThreads());
        UdpSocket receiver = bind(sending, inbox);
        UdpSocket sender = bind(sending, other);
        AddressTable table = sender.addressTable();
        CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < rows; i++) {
                                table.set(i, receiver.localAddress());
                            }
                        },
                        sending)
                .join();
        for (int run = 0; run < 5; run++) {
            byte[] datagram = {(byte) run, 1, 2, 3};
            ByteBuf memory = Unpooled.directBuffer().writeBytes(datagram);
            sending.execute(() -> {
                sender.fanOut(table, memory, 0, 4, 4);
                sender.flush();
                memory.release();
            });
            // All of them at once fit into the smallest receive buffer.
            for (int i = 0; i < rows; i++) {
                assertArrayEquals(datagram, inbox.next());
            }
        }
    }

    static Stream<Arguments> kindsAndThreads() {
        return Arrays.stream(TransportKind.values())
                .flatMap(kind -> Stream.of(1, 2, 4).map(threads -> Arguments.of(kind, threads)));
    }

    @Test
    void theThreadsThatSendEndWithTheLoop() throws Exception {
        assumeTrue(TransportKind.NATIVE.supported());
        TransportLoop sending = TransportLoop.open("ending", TransportKind.NATIVE, 3);
        List<Thread> senders = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("ending-send-"))
                .toList();
        assertEquals(2, senders.size());
        assertTrue(senders.stream().allMatch(Thread::isDaemon));
        sending.close();
        for (Thread sender : senders) {
            sender.join(5000);
            assertFalse(sender.isAlive());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeadPeerNeitherClosesNorStopsTheSocket(TransportKind kind) throws Exception {
        TransportLoop loop = open(kind);
        UdpSocket receiver = bind(loop, inbox);
        UdpSocket sender = bind(loop, other);
        int deadPort;
        try (DatagramSocket dead = new DatagramSocket(ANY_PORT)) {
            deadPort = dead.getLocalPort();
        }
        InetSocketAddress dead = new InetSocketAddress(InetAddress.getLoopbackAddress(), deadPort);

        for (int i = 0; i < 20; i++) {
            byte round = (byte) i;
            loop.execute(() -> {
                sender.send(dead, Unpooled.wrappedBuffer(new byte[] {1}));
                sender.send(receiver.localAddress(), Unpooled.wrappedBuffer(new byte[] {round}));
                sender.flush();
            });
            assertArrayEquals(new byte[] {round}, inbox.next());
        }
        assertFalse(other.closed);
        assertEquals(0, other.troubles.size());
    }

    @ParameterizedTest
    @EnumSource
    void emptyDatagramsAreIgnoredBothWays(TransportKind kind) throws Exception {
        TransportLoop loop = open(kind);
        UdpSocket receiver = bind(loop, inbox);
        UdpSocket sender = bind(loop, other);
        try (DatagramSocket plain = new DatagramSocket()) {
            plain.send(new DatagramPacket(new byte[0], 0, receiver.localAddress()));
        }

        loop.execute(() -> {
            for (byte[] bytes : new byte[][] {{1}, {}, {2}, {}, {3}}) {
                sender.send(receiver.localAddress(), Unpooled.wrappedBuffer(bytes));
            }
            sender.flush();
        });

        assertArrayEquals(new byte[] {1}, inbox.next());
        assertArrayEquals(new byte[] {2}, inbox.next());
        assertArrayEquals(new byte[] {3}, inbox.next());
        assertEquals(1, receiver.counters().emptyDatagrams());
    }

    @ParameterizedTest
    @EnumSource
    void aDatagramTooBigForTheNetworkIsCountedAndTheNextOneGoes(TransportKind kind) throws Exception {
        TransportLoop loop = open(kind);
        UdpSocket receiver = bind(loop, inbox);
        UdpSocket sender = bind(loop, other);

        loop.execute(() -> {
            sender.send(receiver.localAddress(), Unpooled.directBuffer().writeZero(70_000));
            sender.flush();
            sender.send(receiver.localAddress(), Unpooled.wrappedBuffer(new byte[] {5}));
            sender.flush();
        });

        assertArrayEquals(new byte[] {5}, inbox.next());
        assertEquals(1, sender.counters().sendErrors());
        assertFalse(other.closed);
    }

    @ParameterizedTest
    @EnumSource
    void aPortInUseIsABindException(TransportKind kind) throws Exception {
        TransportLoop loop = open(kind);
        UdpSocket first = bind(loop, inbox);
        assertThrows(
                BindException.class, () -> UdpSocket.bindNow(loop, first.localAddress(), SocketBuffers.DEFAULT, other));
    }

    @ParameterizedTest
    @EnumSource
    void aClosedLoopLeavesNoPortTaken(TransportKind kind) throws Exception {
        TransportLoop next = open(kind);
        for (int i = 0; i < 50; i++) {
            TransportLoop closed = TransportLoop.open("closed", kind);
            InetSocketAddress address = bind(closed, other).localAddress();
            closed.close();
            UdpSocket.bindNow(next, address, SocketBuffers.DEFAULT, inbox).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionInTheHandlerIsCountedAndTheNextDatagramIsHandled(TransportKind kind) throws Exception {
        TransportLoop loop = open(kind);
        Inbox thrower = new Inbox();
        UdpSocket receiver = UdpSocket.bindNow(loop, ANY_PORT, SocketBuffers.DEFAULT, new Throwing(thrower));
        UdpSocket sender = bind(loop, other);
        loop.execute(() -> {
            sender.send(receiver.localAddress(), Unpooled.wrappedBuffer(new byte[] {0}));
            sender.send(receiver.localAddress(), Unpooled.wrappedBuffer(new byte[] {9}));
            sender.flush();
        });
        assertArrayEquals(new byte[] {9}, thrower.next());
        assertEquals(1, receiver.counters().handlerErrors());
    }

    /** Throws at a datagram that starts with 0. */
    private record Throwing(Inbox inbox) implements DatagramHandler {
        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
            if (datagram.getByte(datagram.readerIndex()) == 0) {
                throw new IllegalStateException("as the test wants it");
            }
            inbox.onDatagram(datagram, from, nowNanos);
        }

        @Override
        public void onBatchEnd(long nowNanos) {}

        @Override
        public void onTrouble(IOException trouble, long nowNanos) {}

        @Override
        public void onClosed() {}
    }
}
