package io.framecast.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rows get when several threads send. */
class SendCrewTest {

    private static final long SEED = 23;

    @RegisterExtension
    final CrewRig rig = new CrewRig();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void eachRowGetsEachRunOnceAndInOrderWhateverIsEditedInBetween(int threads) {
        Random random = new Random(SEED);
        MessageSender sender = rig.sender(CrewRig.each(threads, rig.kernel((headers, count) -> count)));
        NativeAddresses rows = sender.addresses();
        Map<Integer, List<Integer>> expected = new ConcurrentHashMap<>();
        List<Integer> ports = new ArrayList<>();
        int nextPort = 1;
        for (int run = 0; run < CrewRig.RUNS; run++) {
            int wanted = 1 + random.nextInt(run % 4 == 0 ? 3000 : 300);
            while (ports.size() > wanted) {
                int row = random.nextInt(ports.size());
                int last = ports.removeLast();
                if (row < ports.size()) {
                    ports.set(row, last);
                    rows.set(row, CrewRig.address(last));
                }
                rows.truncate(ports.size());
            }
            while (ports.size() < wanted) {
                rows.set(ports.size(), CrewRig.address(nextPort));
                ports.add(nextPort++);
            }
            rig.fanOut(sender, rows, run);
            for (int port : ports) {
                expected.computeIfAbsent(port, _ -> new ArrayList<>()).addAll(List.of(run, run, run));
            }
        }
        assertEquals(expected, rig.got, "seed " + SEED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whateverTheOsRefusesEachRowIsInOrderAndWhatItDidNotGetIsCounted(int threads) {
        AtomicBoolean full = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        MessageSender sender = rig.sender(CrewRig.each(threads, rig.kernel((headers, count) -> {
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
        })));
        NativeAddresses rows = CrewRig.rows(sender, CrewRig.MANY);
        for (int run = 0; run < CrewRig.RUNS; run++) {
            rig.fanOut(sender, rows, run);
            while (run % 3 == 0 && sender.isWaiting()) {
                full.set(false);
                sender.onWritable(System.nanoTime());
            }
        }
        sender.close();

        for (List<Integer> runs : rig.got.values()) {
            assertEquals(runs.stream().sorted().toList(), runs, "seed " + SEED);
            for (int run = 0; run < CrewRig.RUNS; run++) {
                int one = run;
                long times = runs.stream().filter(got -> got == one).count();
                assertTrue(times == 0 || times == 3, "seed " + SEED + ", run " + run + ": " + times);
            }
        }
        assertEquals(
                CrewRig.RUNS * CrewRig.MANY * 3 - rig.counters.droppedDatagrams() - 3 * rig.counters.sendErrors(),
                rig.received(),
                "seed " + SEED);
        assertTrue(rig.counters.sendErrors() > 0 && rig.counters.droppedDatagrams() > 0);
        assertEquals(rig.counters.sendErrors(), rig.refused.size());
        assertEquals(1, rig.memory.refCnt());
    }

    @Test
    void aPartThatTheSocketTookNoMoreOfWaitsAndTheOthersDoNot() {
        AtomicBoolean full = new AtomicBoolean(true);
        MessageSender.Call free = rig.kernel((headers, count) -> count);
        // The second half's first row is not to be had for now.
        MessageSender.Call call = (headers, count) ->
                full.get() && FakeKernel.message(headers, 0).to().getPort() > CrewRig.MANY / 2
                        ? -Syscalls.EAGAIN
                        : free.send(headers, count);
        MessageSender sender = rig.sender(CrewRig.each(2, call));
        NativeAddresses rows = CrewRig.rows(sender, CrewRig.MANY);
        rig.fanOut(sender, rows, 0);
        assertEquals(3 * CrewRig.MANY / 2, rig.received());
        rig.fanOut(sender, rows, 1);
        assertEquals(3 * CrewRig.MANY / 2, rig.received());
        assertTrue(sender.isWaiting());

        full.set(false);
        sender.onWritable(System.nanoTime());
        assertFalse(sender.isWaiting());
        assertEquals(3 * CrewRig.MANY * 2, rig.received() + rig.counters.droppedDatagrams());
        rig.got.values().forEach(runs -> assertEquals(runs.stream().sorted().toList(), runs));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void withoutSegmentsTheNextRunsGoToAllRowsDatagramByDatagram(int threads) {
        MessageSender.Call plain = rig.kernel((headers, count) -> count);
        MessageSender.Call[] calls = CrewRig.each(
                threads,
                (headers, count) ->
                        FakeKernel.message(headers, 0).segmentBytes() > 0 ? -Syscalls.EIO : plain.send(headers, count));
        MessageSender[] made = new MessageSender[1];
        made[0] = rig.sender(rig::helper, errno -> made[0].giveUpSegments(), calls);
        NativeAddresses rows = CrewRig.rows(made[0], CrewRig.MANY);
        rig.fanOut(made[0], rows, 0);
        assertEquals(CrewRig.MANY, rig.counters.sendErrors());
        rig.fanOut(made[0], rows, 1);
        assertEquals(3 * CrewRig.MANY, rig.received());
        rig.got.values().forEach(runs -> assertEquals(List.of(1, 1, 1), runs));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aRunTakesACallForEachThreadOrOneMoreThanItsRowsMustHave(int threads) {
        MessageSender sender = rig.sender(CrewRig.each(threads, (headers, count) -> count));
        for (int size : new int[] {1, 127, 128, 1000, 1024, 1025, 3000, 10_000}) {
            NativeAddresses rows = CrewRig.rows(sender, size);
            long before = rig.counters.sendCalls();
            rig.fanOut(sender, rows, 0);
            long most = size < SendCrew.LEAST_ROWS ? 1 : Math.max(threads, 1 + Math.ceilDiv(size, 1024));
            long made = rig.counters.sendCalls() - before;
            assertTrue(made <= most, made + " calls for " + size + " rows");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void nothingIsAllocatedForARun(int count) throws Exception {
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        NativeSocket sink = NativeSocket.of(CrewRig.address(0));
        NativeSocket socket = NativeSocket.of(CrewRig.address(0));
        try {
            // Nobody reads there, which costs the sender no more.
            sink.bind(CrewRig.address(0));
            MessageSender.Call[] calls = new MessageSender.Call[count];
            Arrays.setAll(calls, i -> new Syscalls(socket.intValue())::send);
            MessageSender sender = rig.sender(calls);
            NativeAddresses rows = sender.addresses();
            for (int i = 0; i < SendCrew.LEAST_ROWS; i++) {
                rows.set(i, sink.localAddress());
            }
            // The interpreter makes objects for a call to the system, compiled code does not.
            long bytes = -1;
            for (int round = 0; round < 100 && bytes != 0; round++) {
                long before = bean.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 500; i++) {
                    sender.fanOut(rows, rig.memory, 0, CrewRig.DATAGRAM, CrewRig.DATAGRAM);
                }
                bytes = bean.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(0, bytes);
            assertEquals(0, rig.counters.sendErrors());
        } finally {
            sink.close();
            socket.close();
        }
    }
}
