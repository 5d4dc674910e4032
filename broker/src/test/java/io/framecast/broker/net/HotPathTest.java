package io.framecast.broker.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.framecast.broker.core.BrokerCounter;
import io.framecast.broker.core.BrokerCounters;
import io.framecast.client.FramecastClient;
import io.framecast.client.StreamListener;
import io.framecast.protocol.crypto.TrailerSigner;
import io.framecast.protocol.crypto.TrailerVerifier;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.transport.TransportKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a datagram of a real session costs the broker's event loop, in bytes, not in time. */
class HotPathTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int VIEWERS = 10;
    private static final int FRAMES = 200;
    private static final int FEW_BYTES = 3_000;
    private static final int MANY_BYTES = 15_000;
    private static final int ROUNDS = 5;

    /**
     * Of a datagram that comes in and goes out {@value #VIEWERS} times. It is not 0 because what the provider allocates is known to
     * some 54 bytes only, which the compiler takes away or not; the transport alone is held to 0 by its own test.
     */
    private static final double MOST_BYTES = 80;

    @TempDir
    Path state;

    @BeforeEach
    void withoutTheLeakDetectorsObjects() {
        Assumptions.assumeTrue(TransportKind.NATIVE.supported());
        ResourceLeakDetector.setLevel(Level.DISABLED);
    }

    @AfterEach
    void withItAgain() {
        ResourceLeakDetector.setLevel(Level.PARANOID);
    }

    private static final class Watching implements StreamListener {
        volatile boolean up;

        Watching(FramecastClient client) {
            client.subscribe("hot", Duration.ofMillis(500), this);
        }

        @Override
        public void onUp(StreamInfo stream) {
            up = true;
        }

        @Override
        public void onFrame(Frame frame) {}
    }

    /** What was received, and what the event loop allocated for it beside what the JDK's AES-GCM does for trailers. */
    private record Cost(long datagrams, double bytes) {
        Cost least(Cost other) {
            return other.bytes < bytes ? other : this;
        }
    }

    /** What the JDK's AES-GCM allocates: so much for each datagram, and a copy of what it authenticates. */
    private record Provider(double eachBytes, double perByte) {
        static Provider measured() {
            double at200 = verifying(200);
            double at1200 = verifying(1200);
            double perByte = (at1200 - at200) / 1000;
            return new Provider(at200 - 200 * perByte, perByte);
        }

        private static double verifying(int length) {
            int datagrams = 20_000;
            TrailerSigner signer = new TrailerSigner(new byte[32]);
            TrailerVerifier verifier = new TrailerVerifier(new byte[32]);
            ByteBuf memory = Unpooled.directBuffer().writeZero(length);
            long allocated = 0;
            for (int i = 0; i < 2 * datagrams; i++) {
                signer.sign(memory, 0, length - 20);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                boolean genuine = verifier.verify(memory, 0, length);
                allocated += i < datagrams ? 0 : THREADS.getCurrentThreadAllocatedBytes() - before;
                assertTrue(genuine);
            }
            memory.release();
            return (double) allocated / datagrams;
        }
    }

    @Test
    void moreDatagramsInAFrameTakeNoMoreMemoryOfTheEventLoop() throws Exception {
        Provider provider = Provider.measured();
        try (Rig rig = new Rig(state, options -> options.withTransport(TransportKind.NATIVE))) {
            Watching[] viewers = new Watching[VIEWERS];
            for (int i = 0; i < VIEWERS; i++) {
                viewers[i] = new Watching(rig.client());
            }
            Source source = new Source(rig.client(), "hot");
            for (Watching viewer : viewers) {
                Await.until("live", () -> source.live() && viewer.up);
            }
            for (int round = 0; round < ROUNDS; round++) {
                send(rig, source, provider, MANY_BYTES);
            }
            Cost few = send(rig, source, provider, FEW_BYTES);
            Cost many = send(rig, source, provider, MANY_BYTES);
            for (int round = 1; round < ROUNDS; round++) {
                few = few.least(send(rig, source, provider, FEW_BYTES));
                many = many.least(send(rig, source, provider, MANY_BYTES));
            }
            // Frames and reports cost the same in both; what else happens, as classes that are loaded, only ever adds.
            double each = (many.bytes - few.bytes) / (many.datagrams - few.datagrams);
            assertTrue(each < MOST_BYTES, each + " bytes a datagram: " + few + ", " + many + ", " + provider);
        }
    }

    private static Cost send(Rig rig, Source source, Provider provider, int frameBytes) {
        BrokerCounters counters = rig.broker().counters();
        long thread = brokerThread();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        long datagrams = counters.get(BrokerCounter.MEDIA_RECEIVED);
        long bytes = counters.get(BrokerCounter.MEDIA_BYTES_RECEIVED);
        long dueNanos = System.nanoTime();
        for (int i = 0; i < FRAMES; i++) {
            source.send(frameBytes);
            dueNanos += 5_000_000;
            while (dueNanos - System.nanoTime() > 0) {
                LockSupport.parkNanos(dueNanos - System.nanoTime());
            }
        }
        long most = (long) FRAMES * Math.ceilDiv(frameBytes, 1200);
        Await.until("most came", () -> counters.get(BrokerCounter.MEDIA_RECEIVED) - datagrams >= most * 9 / 10);
        long received = counters.get(BrokerCounter.MEDIA_RECEIVED) - datagrams;
        double trailers = received * provider.eachBytes
                + (counters.get(BrokerCounter.MEDIA_BYTES_RECEIVED) - bytes) * provider.perByte;
        return new Cost(received, THREADS.getThreadAllocatedBytes(thread) - allocated - trailers);
    }

    private static long brokerThread() {
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("framecast-broker")) {
                return thread.getThreadId();
            }
        }
        throw new AssertionError("no event loop");
    }
}
