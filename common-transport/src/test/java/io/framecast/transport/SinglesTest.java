package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinglesTest {

    private final FakeKernel kernel = new FakeKernel();
    private final TransportCounters counters = new TransportCounters();
    private final List<Integer> refused = new ArrayList<>();
    private final List<ByteBuf> added = new ArrayList<>();

    @BeforeEach
    void needsTheTransport() {
        assumeTrue(TransportKind.NATIVE.supported());
    }

    private final MessageSender sender = new MessageSender(kernel, true, 128, counters, refused::add);
    private final Singles singles = new Singles(kernel, sender, true, counters);

    /** To the ports 1 to {@code count}, each as many bytes as its port. */
    private void add(int count) {
        for (int port = 1; port <= count; port++) {
            ByteBuf datagram = Unpooled.directBuffer(3 + port).writeZero(3).skipBytes(3);
            for (int i = 0; i < port; i++) {
                datagram.writeByte(port);
            }
            added.add(datagram);
            singles.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), datagram);
        }
    }

    private void assertAllWentAndNothingIsKept(int count) {
        assertEquals(IntStream.rangeClosed(1, count).boxed().toList(), kernel.ports());
        for (FakeKernel.Sent sent : kernel.sent) {
            byte[] expected = new byte[sent.to().getPort()];
            Arrays.fill(expected, (byte) expected.length);
            assertArrayEquals(expected, sent.bytes());
            assertEquals(0, sent.segmentBytes());
        }
        added.forEach(datagram -> assertEquals(0, datagram.refCnt()));
    }

    @Test
    void datagramsToDifferentAddressesTakeOneSystemCall() {
        add(20);
        assertEquals(0, kernel.calls);
        singles.flush();
        assertAllWentAndNothingIsKept(20);
        assertEquals(1, kernel.calls);
        singles.flush();
        assertEquals(1, kernel.calls);
        assertEquals(1, counters.sendCalls());
    }

    @Test
    void moreThanOneCallHasRoomForDoNotWait() {
        add(100);
        assertEquals(1, kernel.calls);
        singles.flush();
        assertAllWentAndNothingIsKept(100);
        assertEquals(2, kernel.calls);
    }

    /** As it is for all that is sent, what waits for longer than 50 ms is dropped, which a busy machine may take here. */
    @Test
    void whatTheSystemDoesNotTakeAtOnceGoesLaterAndInOrder() {
        add(20);
        kernel.answers.add(5);
        kernel.answers.add(-Syscalls.EAGAIN);
        singles.flush();
        assertEquals(List.of(1, 2, 3, 4, 5), kernel.ports());
        sender.onWritable(System.nanoTime());
        assertEquals(kernel.ports().stream().sorted().toList(), kernel.ports());
        assertEquals(20, kernel.sent.size() + counters.droppedDatagrams());
        added.forEach(datagram -> assertEquals(0, datagram.refCnt()));
    }

    @Test
    void oneThatTheSystemRefusesCostsNoOtherItsPlace() {
        add(20);
        kernel.answers.add(5);
        kernel.answers.add(-Syscalls.EPERM);
        singles.flush();
        assertEquals(List.of(Syscalls.EPERM), refused);
        assertEquals(
                IntStream.rangeClosed(1, 20).filter(port -> port != 6).boxed().toList(), kernel.ports());
        added.forEach(datagram -> assertEquals(0, datagram.refCnt()));
    }
}
