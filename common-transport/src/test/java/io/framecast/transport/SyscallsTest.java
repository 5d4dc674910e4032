package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SyscallsTest {
    private static final int EBADF = 9;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void aRefusalIsTheErrnoNegated() throws Exception {
        assumeTrue(TransportKind.NATIVE.supported());
        MemorySegment headers = Arena.ofAuto().allocate(MessageHeaders.BYTES, 8);
        assertEquals(-EBADF, new Syscalls(-1).send(headers.address(), 1));
        NativeSocket socket = NativeSocket.of(ANY_PORT);
        try {
            socket.bind(ANY_PORT);
            assertEquals(-Syscalls.EAGAIN, new Syscalls(socket.intValue()).receive(headers.address(), 1));
        } finally {
            socket.close();
        }
    }

    @Test
    void moreDatagramsThanACallTakesAreReadByTheNextOnes() throws Exception {
        assumeTrue(TransportKind.NATIVE.supported());
        NativeSocket from = NativeSocket.of(ANY_PORT);
        NativeSocket to = NativeSocket.of(ANY_PORT);
        ByteBuf memory = Unpooled.directBuffer().writeZero(3000);
        try {
            from.bind(ANY_PORT);
            to.bind(ANY_PORT);
            to.prepare(SocketBuffers.DEFAULT);
            MessageSender sender =
                    new MessageSender(new Syscalls(from.intValue())::send, true, 64, new TransportCounters(), e -> {});
            int messages = 20;
            for (int i = 1; i <= messages; i++) {
                sender.send(to.localAddress(), memory, 0, 100 * i, 70 + i);
            }
            Inbox inbox = new Inbox();
            TransportCounters counters = new TransportCounters();
            new MessageReceiver()
                    .receive(new Syscalls(to.intValue()), new Delivery(inbox, counters), MessageReceiver.MOST_CALLS);
            for (int i = 1; i <= messages; i++) {
                for (int left = 100 * i; left > 0; left -= 70 + i) {
                    assertEquals(Math.min(left, 70 + i), inbox.next().length, "message " + i);
                }
            }
            assertEquals(0, counters.receiveErrors());
            assertTrue(counters.receiveCalls() <= 4, counters.receiveCalls() + " calls");
        } finally {
            from.close();
            to.close();
            memory.release();
        }
    }
}
