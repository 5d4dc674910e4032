package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a datagram costs, in bytes and system calls, not in time. */
class HotPathTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int RUN = 40;
    private static final int ROWS = 10;
    private static final int WARM_UP = 2000;
    private static final int MEASURED = 2500;

    @BeforeEach
    void withoutTheLeakDetectorsObjects() {
        assumeTrue(TransportKind.NATIVE.supported());
        ResourceLeakDetector.setLevel(Level.DISABLED);
    }

    @AfterEach
    void withItAgain() {
        ResourceLeakDetector.setLevel(Level.PARANOID);
    }

    /** Sends a run to whoever asks. */
    private static final class Producer implements DatagramHandler {
        private final ByteBuf memory;
        volatile @Nullable UdpSocket socket;

        Producer(ByteBuf memory) {
            this.memory = memory;
        }

        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
            UdpSocket bound = socket;
            if (bound != null) {
                bound.sendSegments(from, memory, 0, RUN * 1200, 1200);
            }
        }

        @Override
        public void onBatchEnd(long nowNanos) {}

        @Override
        public void onTrouble(IOException trouble, long nowNanos) {}

        @Override
        public void onClosed() {}
    }

    /** Forwards a run as long as one that came in to all rows, and pulls the producer's next one. */
    private static final class Relay implements DatagramHandler {
        final CompletableFuture<Long> bytes = new CompletableFuture<>();
        final ByteBuf memory = Unpooled.directBuffer().writeZero(RUN * 1200);
        final UdpSocket source;
        UdpSocket socket;
        AddressTable rows;
        long datagrams;
        long fanOuts;
        long pulls;
        long bytesBefore;
        long measuredFrom;
        boolean warm;

        Relay(UdpSocket source) {
            this.source = source;
            this.socket = source;
            this.rows = source.addressTable();
        }

        @Override
        public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
            if (!from.equals(source.localAddress()) || datagram.readableBytes() != 1200) {
                return;
            }
            datagrams++;
            if (datagrams % RUN == 0) {
                socket.fanOut(rows, memory, 0, RUN * 1200, 1200);
                fanOuts++;
                if (warm && fanOuts == measuredFrom + MEASURED) {
                    bytes.complete(THREADS.getCurrentThreadAllocatedBytes() - bytesBefore);
                } else if (!warm && fanOuts % WARM_UP == 0) {
                    onWarmUp();
                }
            }
        }

        /**
         * A call to the system makes an object of 40 bytes until the second compiler has been there, which takes as long as the machine
         * has other things to do: what counts begins behind the first lap that made next to none.
         */
        private void onWarmUp() {
            long now = THREADS.getCurrentThreadAllocatedBytes();
            warm = fanOuts > WARM_UP && now - bytesBefore < WARM_UP * RUN / 10;
            bytesBefore = now;
            measuredFrom = fanOuts;
        }

        @Override
        public void onBatchEnd(long nowNanos) {
            if (datagrams % RUN == 0 && !bytes.isDone()) {
                pull();
            }
        }

        /** Asks for the next run, by a datagram: a task would be an object of the test's own. */
        void pull() {
            socket.sendSegments(source.localAddress(), memory, 0, 1, 1);
            pulls++;
        }

        @Override
        public void onTrouble(IOException trouble, long nowNanos) {}

        @Override
        public void onClosed() {}
    }

    @Test
    void aHundredThousandDatagramsInAndAMillionOutMakeNoObjectAndTakeASystemCallForEachRun() throws Exception {
        NativeSocket sink = NativeSocket.of(ANY_PORT);
        ByteBuf sent = Unpooled.directBuffer().writeZero(RUN * 1200);
        try (TransportLoop others = TransportLoop.open("others", TransportKind.NATIVE);
                TransportLoop loop = TransportLoop.open("hot", TransportKind.NATIVE)) {
            // Nobody reads there, which costs the sender no more.
            sink.bind(ANY_PORT);
            Producer producer = new Producer(sent);
            UdpSocket source = UdpSocket.bindNow(others, ANY_PORT, SocketBuffers.DEFAULT, producer);
            producer.socket = source;
            Relay relay = new Relay(source);
            UdpSocket socket = UdpSocket.bindNow(loop, ANY_PORT, SocketBuffers.DEFAULT, relay);
            loop.execute(() -> {
                relay.socket = socket;
                relay.rows = socket.addressTable();
                for (int i = 0; i < ROWS; i++) {
                    relay.rows.set(i, sink.localAddress());
                }
                relay.pull();
            });

            long bytes = relay.bytes.get(60, TimeUnit.SECONDS);
            long datagrams = (long) MEASURED * RUN;
            // Less than a tenth of a byte for each: the event loop's own, once in a while.
            assertTrue(bytes < datagrams / 10, bytes + " bytes for " + datagrams + " datagrams");
            assertEquals(relay.fanOuts + relay.pulls, socket.counters().sendCalls());
            long wakeUps = relay.fanOuts + relay.pulls;
            assertTrue(
                    socket.counters().receiveCalls() <= 2 * wakeUps,
                    socket.counters().receiveCalls() + " reads");
            assertEquals(
                    0, socket.counters().droppedDatagrams() + socket.counters().sendErrors());
            relay.memory.release();
        } finally {
            sent.release();
            sink.close();
        }
    }
}
