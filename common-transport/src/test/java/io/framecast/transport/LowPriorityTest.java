package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LowPriorityTest {

    /** The system grants the double of it, and counts 2304 bytes for a datagram of 1200. */
    private static final int RECEIVE_BYTES = 1 << 17;

    private static final SocketBuffers BUFFERS = new SocketBuffers(RECEIVE_BYTES, RECEIVE_BYTES);
    private static final LowPriority LOW = new LowPriority(0xf8, 0x08, 1, 40, 0x4076, RECEIVE_BYTES);
    private static final int MORE_THAN_FIT = 1000;
    private static final int FIT = 50;
    /** Of which one turn reads 32. */
    private static final int ANSWERS = 30;

    private static final int BYTES = 1200;

    private final Inbox inbox = new Inbox();
    private final TransportLoop loop = TransportLoop.open("test", TransportKind.NATIVE);

    @BeforeEach
    void needsTheTransport() {
        assumeTrue(TransportKind.NATIVE.supported());
    }

    @AfterEach
    void closes() {
        loop.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void aFloodOfWhatWaitsCostsNothingElseItsPlaceAndIsReadAfterIt(int addressBytes) throws Exception {
        UdpSocket socket = bind(new InetSocketAddress(InetAddress.getByAddress(new byte[addressBytes]), 0));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        loop.execute(() -> hold(holding, held));
        holding.await();
        try (DatagramSocket sender = new DatagramSocket()) {
            InetSocketAddress to = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), socket.localAddress().getPort());
            for (int i = 0; i < MORE_THAN_FIT; i++) {
                send(sender, to, i % 2 == 0 ? 0x09 : 0x40, i % 2 == 0 ? 1 : 2, i);
            }
            for (int i = 0; i < FIT; i++) {
                send(sender, to, 0x09, 2, i);
            }
            for (int i = 0; i < ANSWERS; i++) {
                sender.send(new DatagramPacket(answer(i), BYTES, to));
            }
        }
        held.countDown();
        for (int i = 0; i < FIT; i++) {
            assertArrayEquals(datagram(0x09, 2, i), inbox.next(), "number " + i);
        }
        for (int i = 0; i < ANSWERS; i++) {
            assertArrayEquals(answer(i), inbox.next(), "answer " + i);
        }
        for (int i = 0; i < FIT; i++) {
            assertArrayEquals(datagram(i % 2 == 0 ? 0x09 : 0x40, i % 2 == 0 ? 1 : 2, i), inbox.next(), "number " + i);
        }
        assertEquals(0, socket.counters().receiveOverflow());
        assertTrue(socket.counters().lowReceiveOverflow() > 0);
    }

    @Test
    void whatIsTooShortToTellIsRead() throws Exception {
        UdpSocket socket = bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (DatagramSocket sender = new DatagramSocket()) {
            for (byte[] bytes : new byte[][] {{9}, {64}, {9, 1}, new byte[41]}) {
                sender.send(new DatagramPacket(bytes, bytes.length, socket.localAddress()));
                assertArrayEquals(bytes, inbox.next());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePortIsStillOfOneProcessAlone(TransportKind kind) throws Exception {
        assumeTrue(kind.supported());
        UdpSocket socket = bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (TransportLoop other = TransportLoop.open("other", kind)) {
            assertThrows(
                    BindException.class,
                    () -> UdpSocket.bindNow(other, socket.localAddress(), BUFFERS, LOW, new Inbox()));
            socket.close();
            inbox.awaitClosed();
            assertEquals(
                    socket.localAddress(),
                    UdpSocket.bindNow(other, socket.localAddress(), BUFFERS, LOW, new Inbox())
                            .localAddress());
        }
    }

    private UdpSocket bind(InetSocketAddress local) throws Exception {
        return UdpSocket.bindNow(loop, local, BUFFERS, LOW, inbox);
    }

    private static void hold(CountDownLatch holding, CountDownLatch until) {
        try {
            holding.countDown();
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(DatagramSocket sender, InetSocketAddress to, int first, int type, int number)
            throws Exception {
        byte[] datagram = datagram(first, type, number);
        sender.send(new DatagramPacket(datagram, datagram.length, to));
    }

    private static byte[] datagram(int first, int type, int number) {
        byte[] datagram = new byte[BYTES];
        datagram[0] = (byte) first;
        datagram[1] = (byte) type;
        datagram[2] = (byte) (number >>> 8);
        datagram[3] = (byte) number;
        return datagram;
    }

    private static byte[] answer(int number) {
        byte[] datagram = datagram(0x09, 1, number);
        datagram[40] = 0x40;
        datagram[41] = 0x76;
        return datagram;
    }
}
