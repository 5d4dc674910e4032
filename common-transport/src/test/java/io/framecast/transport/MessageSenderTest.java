package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel is given, and what becomes of its refusals. */
class MessageSenderTest {
    private static final long SEED = 11;

    private final FakeKernel kernel = new FakeKernel();
    private final TransportCounters counters = new TransportCounters();
    private final List<Integer> refused = new ArrayList<>();
    private final byte[] bytes = new byte[100_000];
    private ByteBuf memory = Unpooled.EMPTY_BUFFER;

    @BeforeEach
    void fills() {
        assumeTrue(TransportKind.NATIVE.supported());
        new Random(SEED).nextBytes(bytes);
        memory = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    }

    /** Nothing keeps the memory but what waits. */
    @AfterEach
    void releases() {
        assertTrue(memory.capacity() == 0 || memory.release());
    }

    private MessageSender sender() {
        return new MessageSender(kernel, true, 128, counters, refused::add);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The rows' ports are 1 to {@code size}. */
    private static NativeAddresses rows(MessageSender sender, int size) {
        NativeAddresses rows = sender.addresses();
        for (int i = 0; i < size; i++) {
            rows.set(i, address(i + 1));
        }
        return rows;
    }

    @Test
    void eachRowGetsARunAsOneMessageOutOfTheSameMemory() {
        MessageSender sender = sender();
        sender.fanOut(rows(sender, 3), memory, 100, 40 * 1200 - 7, 1200);

        assertEquals(List.of(1, 2, 3), kernel.ports());
        for (FakeKernel.Sent message : kernel.sent) {
            assertArrayEquals(Arrays.copyOfRange(bytes, 100, 100 + 40 * 1200 - 7), message.bytes());
            assertEquals(1200, message.segmentBytes());
        }
        assertEquals(1, kernel.calls);
    }

    @Test
    void aChunkTakesASystemCallForEachThousandTwentyFourRows() {
        for (int size : new int[] {1, 1024, 1025, 5000}) {
            kernel.calls = 0;
            long counted = counters.sendCalls();
            MessageSender sender = sender();
            sender.fanOut(rows(sender, size), memory, 0, 40 * 1200, 1200);
            assertEquals(Math.ceilDiv(size, 1024), kernel.calls, size + " rows");
            assertEquals(kernel.calls, counters.sendCalls() - counted);
        }
    }

    @Test
    void aMessageHasAsManySegmentsAsOnePacketHoldsAndTheKernelTakes() {
        MessageSender sender = sender();
        sender.send(address(1), memory, 0, 60 * 1200, 1200);
        sender.send(address(1), memory, 0, 130 * 10, 10);
        assertEquals(
                List.of(54 * 1200, 6 * 1200, 1280, 20),
                kernel.sent.stream().map(message -> message.bytes().length).toList());
    }

    @Test
    void aRowThatIsRefusedCostsNobodyElseAnything() {
        MessageSender sender = sender();
        kernel.answers.addAll(List.of(2, -Syscalls.EPERM));
        sender.fanOut(rows(sender, 5), memory, 0, 3 * 1200, 1200);

        assertEquals(List.of(1, 2, 4, 5), kernel.ports());
        assertEquals(1, counters.sendErrors());
        assertEquals(List.of(Syscalls.EPERM), refused);
    }

    @Test
    void whatTheDevicesQueueDropsIsCountedInDatagramsAndNotSentAgain() {
        MessageSender sender = sender();
        kernel.answers.addAll(List.of(-Syscalls.ENOBUFS, 1, -Syscalls.ENOBUFS));
        sender.fanOut(rows(sender, 4), memory, 0, 3 * 1200, 1200);

        assertEquals(List.of(2, 4), kernel.ports());
        assertEquals(6, counters.droppedDatagrams());
        assertFalse(sender.isWaiting());
    }

    @Test
    void aFullSocketIsAskedAgainWhereItStoppedWhenItIsWritable() {
        MessageSender sender = sender();
        NativeAddresses rows = rows(sender, 5);
        kernel.answers.addAll(List.of(2, -Syscalls.EAGAIN));
        sender.fanOut(rows, memory, 0, 3 * 1200, 1200);
        sender.fanOut(rows, memory, 3 * 1200, 1200, 1200);
        sender.send(address(9), memory, 4 * 1200, 1200, 1200);
        sender.send(address(8), memory, 4 * 1200, 1200, 1200);
        assertEquals(List.of(1, 2), kernel.ports());
        assertEquals(2, kernel.calls);
        assertEquals(5, memory.refCnt());

        kernel.answers.addAll(List.of(1, -Syscalls.EAGAIN));
        sender.onWritable(System.nanoTime());
        assertTrue(sender.isWaiting());
        sender.onWritable(System.nanoTime());

        assertEquals(List.of(1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 9, 8), kernel.ports());
        assertArrayEquals(Arrays.copyOf(bytes, 3 * 1200), kernel.sent.get(4).bytes());
        assertEquals(0, counters.droppedDatagrams());
        assertFalse(sender.isWaiting());
        assertEquals(1, memory.refCnt());
    }

    @Test
    void whatIsTooOldIsDroppedWithTheRestOfItsFrame() {
        MessageSender sender = sender();
        NativeAddresses rows = rows(sender, 5);
        ByteBuf next = Unpooled.directBuffer().writeZero(1200);
        kernel.answers.addAll(List.of(2, -Syscalls.EAGAIN));
        sender.fanOut(rows, memory, 0, 3 * 1200, 1200);
        long laterNanos = System.nanoTime() + 51_000_000;
        while (System.nanoTime() - laterNanos < -50_000_000) {
            Thread.onSpinWait();
        }
        sender.fanOut(rows, memory, 3 * 1200, 2 * 1200 - 1, 1200);
        sender.fanOut(rows, next, 0, 1200, 1200);

        sender.onWritable(laterNanos);
        assertEquals(3 * 3 + 5 * 2, counters.droppedDatagrams());
        assertEquals(List.of(1, 2, 1, 2, 3, 4, 5), kernel.ports());
        assertEquals(1, memory.refCnt());
        assertTrue(next.release());
    }

    @Test
    void whatWaitsIsBoundedAndCountedAndLetGoOf() {
        MessageSender sender = sender();
        kernel.answers.add(-Syscalls.EAGAIN);
        for (int i = 0; i < 1100; i++) {
            sender.send(address(1), memory, 0, 1200, 1200);
        }
        // A machine that took 50 ms for this has dropped some as too old, which then had room.
        assertTrue(counters.droppedDatagrams() >= 1100 - 1024);
        sender.close();
        assertEquals(1100, counters.droppedDatagrams());
        assertEquals(1, memory.refCnt());
    }

    @Test
    void aTableThatShrinksWhileItWaitsIsDoneWithEarlier() {
        MessageSender sender = sender();
        NativeAddresses rows = rows(sender, 5);
        kernel.answers.addAll(List.of(3, -Syscalls.EAGAIN));
        sender.fanOut(rows, memory, 0, 1200, 1200);
        rows.truncate(2);
        sender.onWritable(System.nanoTime());
        assertFalse(sender.isWaiting());
        assertEquals(0, counters.droppedDatagrams());
    }

    @Test
    void withoutSegmentsEachDatagramIsAMessageWithoutAControlMessage() {
        MessageSender sender = sender();
        NativeAddresses rows = rows(sender, 2);
        sender.fanOut(rows, memory, 0, 1200, 1200);
        sender.giveUpSegments();
        kernel.sent.clear();
        sender.fanOut(rows, memory, 0, 2400 - 1, 1200);
        sender.send(address(7), memory, 0, 1200, 1200);

        assertEquals(List.of(1, 2, 1, 2, 7), kernel.ports());
        assertEquals(
                List.of(1200, 1200, 1199, 1199, 1200),
                kernel.sent.stream().map(message -> message.bytes().length).toList());
        assertTrue(kernel.sent.stream().allMatch(message -> message.segmentBytes() == 0));
    }

    @Test
    void aRunOfSeveralMessagesGoesOnDatagramByDatagramWhereSegmentsAreRefused() {
        MessageSender[] made = new MessageSender[1];
        made[0] = new MessageSender(kernel, true, 128, counters, errno -> made[0].giveUpSegments());
        kernel.answers.add(-Syscalls.EIO);
        made[0].send(address(1), memory, 0, 56 * 1200, 1200);
        assertEquals(
                List.of(1200, 1200),
                kernel.sent.stream().map(message -> message.bytes().length).toList());
        assertEquals(1, counters.sendErrors());
    }

    @Test
    void memoryOfTheHeapIsCopied() {
        ByteBuf heap = Unpooled.wrappedBuffer(bytes);
        sender().send(address(1), heap, 10, 300, 300);
        assertArrayEquals(
                Arrays.copyOfRange(bytes, 10, 310), kernel.sent.getFirst().bytes());
        assertEquals(1, heap.refCnt());
    }
}
