package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeAddressesTest {
    private final FakeKernel kernel = new FakeKernel();

    @BeforeEach
    void onlyWhereItWorks() {
        assumeTrue(TransportKind.NATIVE.supported());
    }

    private MessageSender sender(boolean v4) {
        return new MessageSender(kernel, v4, 64, new TransportCounters(), errno -> {});
    }

    private static InetSocketAddress v4(int i) throws Exception {
        byte[] address = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
        return new InetSocketAddress(InetAddress.getByAddress(address), 1 + (i * 7) % 65_535);
    }

    private static InetSocketAddress v6(int i) throws Exception {
        byte[] address = new byte[16];
        new Random(i).nextBytes(address);
        address[0] = (byte) 0xFE;
        address[1] = (byte) 0x80;
        return new InetSocketAddress(Inet6Address.getByAddress(null, address, i), 40_000 + i % 20_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theKernelGetsExactlyTheRowsAfterAnyEdits(boolean v4Socket) throws Exception {
        long seed = 3;
        Random random = new Random(seed);
        MessageSender sender = sender(v4Socket);
        NativeAddresses rows = sender.addresses();
        List<InetSocketAddress> expected = new ArrayList<>();
        ByteBuf one = Unpooled.directBuffer().writeByte(1);
        for (int i = 0; i < 2000; i++) {
            InetSocketAddress address = v4Socket || random.nextBoolean() ? v4(i) : v6(i);
            if (expected.isEmpty() || random.nextInt(5) > 1) {
                rows.set(expected.size(), address);
                expected.add(address);
            } else if (random.nextBoolean()) {
                int row = random.nextInt(expected.size());
                rows.set(row, address);
                expected.set(row, address);
            } else {
                int row = random.nextInt(expected.size());
                rows.set(row, expected.getLast());
                expected.set(row, expected.getLast());
                expected.removeLast();
                rows.truncate(expected.size());
            }
        }
        sender.fanOut(rows, one, 0, 1, 1);
        assertEquals(expected, kernel.sent.stream().map(FakeKernel.Sent::to).toList(), "seed " + seed);
        assertEquals(expected.size(), rows.size());
        one.release();
    }

    @Test
    void anEditWritesOneAddressAtTenRowsAsAtTenThousand() throws Exception {
        for (int size : new int[] {10, 10_000}) {
            NativeAddresses rows = sender(true).addresses();
            for (int i = 0; i < size; i++) {
                rows.set(i, v4(i));
            }
            long before = rows.written();
            rows.set(size / 2, v4(size));
            rows.truncate(size - 1);
            rows.set(size - 1, v4(size + 1));
            assertEquals(2, rows.written() - before, size + " rows");
        }
    }

    @Test
    void growingCostsAConstantForEachRow() throws Exception {
        NativeAddresses rows = sender(true).addresses();
        for (int i = 0; i < 10_000; i++) {
            rows.set(i, v4(i));
        }
        assertTrue(rows.written() < 5 * 10_000, rows.written() + " writes");
        assertThrows(IndexOutOfBoundsException.class, () -> rows.set(10_001, v4(1)));
    }

    @Test
    void aSenderThatIsKnownMakesNoObjectAndOneThatIsNotIsNeverMistaken() throws Exception {
        Senders senders = new Senders();
        MemorySegment name = Arena.ofAuto().allocate(Sockaddr.STRIDE, 8);
        for (int i = 1; i < 20_000; i++) {
            InetSocketAddress address = i % 2 == 0 ? v4(i) : v6(i);
            Sockaddr.write(name, 0, address, i % 4 == 0);
            InetSocketAddress read = senders.of(name, 0);
            assertEquals(address, read);
            assertSame(read, senders.of(name, 0));
        }
        Sockaddr.write(name, 0, v6(5), false);
        InetSocketAddress link = senders.of(name, 0);
        name.set(java.lang.foreign.ValueLayout.JAVA_INT, 24, 6);
        assertEquals(6, ((Inet6Address) senders.of(name, 0).getAddress()).getScopeId());
        assertEquals(5, ((Inet6Address) link.getAddress()).getScopeId());
    }
}
