package io.framecast.transport;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A sender with its helpers, runs for it to send, and a kernel that writes down what each row got of them. */
final class CrewRig implements BeforeEachCallback, AfterEachCallback {

    static final int DATAGRAM = 16;
    /** Runs of three datagrams each. */
    static final int RUNS = 40;
    /** Rows that more than one thread sends to. */
    static final int MANY = 1000;

    private static final int RUN = 3 * DATAGRAM;

    final TransportCounters counters = new TransportCounters();
    final List<Integer> refused = new ArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    /** Port to the runs whose datagrams it got, each as often as it got it. */
    final Map<Integer, List<Integer>> got = new ConcurrentHashMap<>();

    ByteBuf memory = Unpooled.EMPTY_BUFFER;

    private @Nullable SendCrew crew;

    @Override
    public void beforeEach(ExtensionContext context) {
        assumeTrue(TransportKind.NATIVE.supported());
        memory = Unpooled.directBuffer(RUNS * RUN);
        for (int i = 0; i < RUNS * RUN / Integer.BYTES; i++) {
            memory.writeInt(i * Integer.BYTES / RUN);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        assertTrue(memory.capacity() == 0 || memory.release());
        closeCrew();
        for (Thread thread : threads) {
            thread.join(5000);
            assertFalse(thread.isAlive());
        }
    }

    void closeCrew() {
        if (crew != null) {
            crew.close();
        }
    }

    Thread helper(Runnable task) {
        Thread thread = new Thread(task);
        threads.add(thread);
        return thread;
    }

    /** Takes as many as {@code taken} says, which may be an errno; they arrive. */
    MessageSender.Call kernel(MessageSender.Call taken) {
        return (headers, count) -> {
            int messages = taken.send(headers, count);
            for (int i = 0; i < messages; i++) {
                FakeKernel.Sent sent = FakeKernel.message(headers, i);
                List<Integer> runs = got.computeIfAbsent(sent.to().getPort(), port -> new ArrayList<>());
                for (int at = 0; at < sent.bytes().length; at += DATAGRAM) {
                    runs.add(Byte.toUnsignedInt(sent.bytes()[at + 3]));
                }
            }
            return messages;
        };
    }

    /** A call for each thread, the loop's first. */
    MessageSender sender(MessageSender.Call... calls) {
        return sender(this::helper, refused::add, calls);
    }

    MessageSender sender(ThreadFactory helpers, IntConsumer onRefused, MessageSender.Call... calls) {
        crew = calls.length == 1 ? null : new SendCrew(calls.length, helpers);
        return new MessageSender(calls, crew, true, 128, counters, onRefused);
    }

    static MessageSender.Call[] each(int threads, MessageSender.Call call) {
        MessageSender.Call[] calls = new MessageSender.Call[threads];
        Arrays.fill(calls, call);
        return calls;
    }

    static NativeAddresses rows(MessageSender sender, int size) {
        NativeAddresses rows = sender.addresses();
        for (int i = 0; i < size; i++) {
            rows.set(i, address(i + 1));
        }
        return rows;
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void fanOut(MessageSender sender, NativeAddresses rows, int run) {
        sender.fanOut(rows, memory, run * RUN, RUN, DATAGRAM);
    }

    /** Datagrams of all rows. */
    int received() {
        return got.values().stream().mapToInt(List::size).sum();
    }
}
