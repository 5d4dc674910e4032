package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rows get when several threads send. */
class SendCrewTest {
    private static final long SEED = 23;
    private static final int DATAGRAM = 16;
    private static final int RUN = 3 * DATAGRAM;
    private static final int RUNS = 40;
    private static final int MANY = 1000;

    private final TransportCounters counters = new TransportCounters();
    private final List<Integer> refused = new ArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    /** Port to the runs whose datagrams it got, each as often as it got it. */
    private final Map<Integer, List<Integer>> got = new ConcurrentHashMap<>();

    private ByteBuf memory = Unpooled.EMPTY_BUFFER;
    private @Nullable SendCrew crew;

    @BeforeEach
    void fills() {
        assumeTrue(TransportKind.NATIVE.supported());
        memory = Unpooled.directBuffer(RUNS * RUN);
        for (int i = 0; i < RUNS * RUN / Integer.BYTES; i++) {
            memory.writeInt(i * Integer.BYTES / RUN);
        }
    }

    @AfterEach
    void ends() throws Exception {
        assertTrue(memory.capacity() == 0 || memory.release());
        if (crew != null) {
            crew.close();
        }
        for (Thread thread : threads) {
            thread.join(5000);
            assertFalse(thread.isAlive());
        }
    }

    private Thread helper(Runnable task) {
        Thread thread = new Thread(task);
        threads.add(thread);
        return thread;
    }

    /** Takes as many as {@code taken} says, which may be an errno; they arrive. */
    private MessageSender.Call kernel(MessageSender.Call taken) {
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

    private MessageSender sender(MessageSender.Call... calls) {
        crew = calls.length == 1 ? null : new SendCrew(calls.length, this::helper);
        return new MessageSender(calls, crew, true, 128, counters, refused::add);
    }

    private MessageSender sender(int threads, MessageSender.Call each) {
        MessageSender.Call[] calls = new MessageSender.Call[threads];
        Arrays.fill(calls, each);
        return sender(calls);
    }

    private static NativeAddresses rows(MessageSender sender, int size) {
        NativeAddresses rows = sender.addresses();
        for (int i = 0; i < size; i++) {
            rows.set(i, address(i + 1));
        }
        return rows;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void fanOut(MessageSender sender, NativeAddresses rows, int run) {
        sender.fanOut(rows, memory, run * RUN, RUN, DATAGRAM);
    }

    private int received() {
        return got.values().stream().mapToInt(List::size).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void eachRowGetsEachRunOnceAndInOrderWhateverIsEditedInBetween(int threads) {
        Random random = new Random(SEED);
        MessageSender sender = sender(threads, kernel((headers, count) -> count));
        NativeAddresses rows = sender.addresses();
        Map<Integer, List<Integer>> expected = new ConcurrentHashMap<>();
        List<Integer> ports = new ArrayList<>();
        int nextPort = 1;
        for (int run = 0; run < RUNS; run++) {
            int wanted = 1 + random.nextInt(run % 4 == 0 ? 3000 : 300);
            while (ports.size() > wanted) {
                int row = random.nextInt(ports.size());
                int last = ports.removeLast();
                if (row < ports.size()) {
                    ports.set(row, last);
                    rows.set(row, address(last));
                }
                rows.truncate(ports.size());
            }
            while (ports.size() < wanted) {
                rows.set(ports.size(), address(nextPort));
                ports.add(nextPort++);
            }
            fanOut(sender, rows, run);
            for (int port : ports) {
                expected.computeIfAbsent(port, _ -> new ArrayList<>()).addAll(List.of(run, run, run));
            }
        }
        assertEquals(expected, got, "seed " + SEED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whateverTheOsRefusesEachRowIsInOrderAndWhatItDidNotGetIsCounted(int threads) {
        AtomicBoolean full = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        MessageSender sender = sender(threads, kernel((headers, count) -> {
            Random random = new Random(SEED + calls.incrementAndGet());
            if (random.nextInt(20) == 0) {
                full.set(true);
            }
            if (full.get()) {
                return -Syscalls.EAGAIN;
            }
            return switch (random.nextInt(6)) {
                case 0 -> -Syscalls.ENOBUFS;
                case 1 -> -Syscalls.EPERM;
                case 2 -> 1 + random.nextInt(count);
                default -> count;
            };
        }));
        NativeAddresses rows = rows(sender, MANY);
        for (int run = 0; run < RUNS; run++) {
            fanOut(sender, rows, run);
            while (run % 3 == 0 && sender.isWaiting()) {
                full.set(false);
                sender.onWritable(System.nanoTime());
            }
        }
        sender.close();

        for (List<Integer> runs : got.values()) {
            assertEquals(runs.stream().sorted().toList(), runs, "seed " + SEED);
            for (int run = 0; run < RUNS; run++) {
                int one = run;
                long times = runs.stream().filter(got -> got == one).count();
                assertTrue(times == 0 || times == 3, "seed " + SEED + ", run " + run + ": " + times);
            }
        }
        assertEquals(
                RUNS * MANY * 3 - counters.droppedDatagrams() - 3 * counters.sendErrors(), received(), "seed " + SEED);
        assertTrue(counters.sendErrors() > 0 && counters.droppedDatagrams() > 0);
        assertEquals(counters.sendErrors(), refused.size());
        assertEquals(1, memory.refCnt());
    }

    @Test
    void aPartThatTheSocketTookNoMoreOfWaitsAndTheOthersDoNot() {
        AtomicBoolean full = new AtomicBoolean(true);
        MessageSender.Call free = kernel((headers, count) -> count);
        // The second half's first row is not to be had for now.
        MessageSender.Call call = (headers, count) ->
                full.get() && FakeKernel.message(headers, 0).to().getPort() > MANY / 2
                        ? -Syscalls.EAGAIN
                        : free.send(headers, count);
        MessageSender sender = sender(2, call);
        NativeAddresses rows = rows(sender, MANY);
        fanOut(sender, rows, 0);
        assertEquals(3 * MANY / 2, received());
        fanOut(sender, rows, 1);
        assertEquals(3 * MANY / 2, received());
        assertTrue(sender.isWaiting());

        full.set(false);
        sender.onWritable(System.nanoTime());
        assertFalse(sender.isWaiting());
        assertEquals(3 * MANY * 2, received() + counters.droppedDatagrams());
        got.values().forEach(runs -> assertEquals(runs.stream().sorted().toList(), runs));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void withoutSegmentsTheNextRunsGoToAllRowsDatagramByDatagram(int threads) {
        MessageSender.Call plain = kernel((headers, count) -> count);
        MessageSender.Call[] calls = new MessageSender.Call[threads];
        Arrays.fill(calls, (MessageSender.Call) (headers, count) ->
                FakeKernel.message(headers, 0).segmentBytes() > 0 ? -Syscalls.EIO : plain.send(headers, count));
        crew = threads == 1 ? null : new SendCrew(threads, this::helper);
        MessageSender[] made = new MessageSender[1];
        made[0] = new MessageSender(calls, crew, true, 128, counters, errno -> made[0].giveUpSegments());
        NativeAddresses rows = rows(made[0], MANY);
        fanOut(made[0], rows, 0);
        assertEquals(MANY, counters.sendErrors());
        fanOut(made[0], rows, 1);
        assertEquals(3 * MANY, received());
        got.values().forEach(runs -> assertEquals(List.of(1, 1, 1), runs));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aRunTakesACallForEachThreadOrOneMoreThanItsRowsMustHave(int threads) {
        MessageSender sender = sender(threads, (headers, count) -> count);
        for (int size : new int[] {1, 127, 128, 1000, 1024, 1025, 3000, 10_000}) {
            NativeAddresses rows = rows(sender, size);
            long before = counters.sendCalls();
            fanOut(sender, rows, 0);
            long most = size < SendCrew.LEAST_ROWS ? 1 : Math.max(threads, 1 + Math.ceilDiv(size, 1024));
            long made = counters.sendCalls() - before;
            assertTrue(made <= most, made + " calls for " + size + " rows");
        }
    }

    @Test
    void aHelperSendsItsPartAndTheLoopWaitsForIt() {
        CountDownLatch helped = new CountDownLatch(1);
        CountDownLatch loopIsDone = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        MessageSender.Call kernel = kernel((headers, count) -> count);
        MessageSender sender = sender(
                (headers, count) -> {
                    await(helped);
                    loopIsDone.countDown();
                    return kernel.send(headers, count);
                },
                (headers, count) -> {
                    helped.countDown();
                    await(loopIsDone);
                    parks(loop);
                    done.set(true);
                    return kernel.send(headers, count);
                });
        fanOut(sender, rows(sender, MANY), 0);
        assertTrue(done.get());
        assertEquals(3 * MANY, received());
    }

    private final Thread loop = Thread.currentThread();

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aHelperThatNeverRunsHoldsNothingUp() {
        crew = new SendCrew(4, task -> helper(() -> {}));
        List<Thread> senders = new CopyOnWriteArrayList<>();
        MessageSender.Call call = kernel((headers, count) -> {
            senders.add(Thread.currentThread());
            return count;
        });
        MessageSender.Call[] calls = {call, call, call, call};
        MessageSender sender = new MessageSender(calls, crew, true, 128, counters, refused::add);
        fanOut(sender, rows(sender, MANY), 0);
        assertEquals(3 * MANY, received());
        assertEquals(List.of(loop), senders.stream().distinct().toList());
    }

    @Test
    void aHelperThatFailsLeavesItsPartToTheLoop() {
        CountDownLatch failing = new CountDownLatch(1);
        MessageSender.Call kernel = kernel((headers, count) -> count);
        crew = new SendCrew(2, task -> {
            Thread thread = helper(task);
            thread.setUncaughtExceptionHandler((_, _) -> {});
            return thread;
        });
        MessageSender.Call[] calls = {
            (headers, count) -> {
                await(failing);
                return kernel.send(headers, count);
            },
            (headers, count) -> {
                failing.countDown();
                throw new IllegalStateException("as the test wants it");
            }
        };
        MessageSender sender = new MessageSender(calls, crew, true, 128, counters, refused::add);
        NativeAddresses rows = rows(sender, MANY);
        fanOut(sender, rows, 0);
        fanOut(sender, rows, 1);
        assertEquals(6 * MANY, received());
        got.values().forEach(runs -> assertEquals(List.of(0, 0, 0, 1, 1, 1), runs));
    }

    @Test
    void helpersThatParkAreWokenByTheNextRunAndByTheEnd() throws Exception {
        CountDownLatch helped = new CountDownLatch(1);
        MessageSender.Call kernel = kernel((headers, count) -> count);
        MessageSender sender = sender(
                (headers, count) -> {
                    await(helped);
                    return kernel.send(headers, count);
                },
                (headers, count) -> {
                    helped.countDown();
                    return kernel.send(headers, count);
                });
        NativeAddresses rows = rows(sender, MANY);
        parks(threads.getFirst());
        fanOut(sender, rows, 0);
        assertEquals(3 * MANY, received());

        parks(threads.getFirst());
        SendCrew closed = crew;
        if (closed != null) {
            closed.close();
        }
        threads.getFirst().join(5000);
        assertFalse(threads.getFirst().isAlive());
        fanOut(sender, rows, 1);
        assertEquals(6 * MANY, received());
    }

    private static void parks(Thread thread) {
        long giveUpNanos = System.nanoTime() + 20_000_000_000L;
        while (!waits(thread)) {
            assertTrue(giveUpNanos - System.nanoTime() > 0);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void nothingIsAllocatedForARun(int count) throws Exception {
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        NativeSocket sink = NativeSocket.of(address(0));
        NativeSocket socket = NativeSocket.of(address(0));
        try {
            // Nobody reads there, which costs the sender no more.
            sink.bind(address(0));
            MessageSender.Call[] calls = new MessageSender.Call[count];
            Arrays.setAll(calls, i -> new Syscalls(socket.intValue())::send);
            MessageSender sender = sender(calls);
            NativeAddresses rows = sender.addresses();
            for (int i = 0; i < SendCrew.LEAST_ROWS; i++) {
                rows.set(i, sink.localAddress());
            }
            // The interpreter makes objects for a call to the system, compiled code does not.
            long bytes = -1;
            for (int round = 0; round < 100 && bytes != 0; round++) {
                long before = bean.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 500; i++) {
                    sender.fanOut(rows, memory, 0, DATAGRAM, DATAGRAM);
                }
                bytes = bean.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(0, bytes);
            assertEquals(0, counters.sendErrors());
        } finally {
            sink.close();
            socket.close();
        }
    }
}
