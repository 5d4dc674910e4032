package io.framecast.bench.fanout;

import com.google.gson.JsonObject;
import io.framecast.transport.TransportKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A process that sends by one technique: {@code TECHNIQUE ADDRESS FIRST_PORT SUBSCRIBERS SEGMENTS BYTES}. Warms up, says
 * {@code ready}, and answers each line with milliseconds like the C program does: it sends for that long and prints what it sent and
 * the CPU time of the thread that sends.
 */
public final class SenderProcess {
    private static final int WARM_UP_MILLIS = 1000;

    private SenderProcess() {}

    public static void main(String[] arguments) throws IOException {
        Load load = Load.parse(List.of(arguments).subList(1, arguments.length));
        try (FrameSender sender = open(arguments[0], load)) {
            JsonObject _ = run(sender, WARM_UP_MILLIS);
            System.out.println("ready");
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                System.out.println(run(sender, Integer.parseInt(line)));
            }
        }
    }

    private static FrameSender open(String technique, Load load) throws IOException {
        return switch (technique) {
            case Technique.CHANNEL -> new ChannelSender(load);
            case Technique.NETTY -> new NettySender(load);
            case Technique.AERON -> new AeronSender(load);
            case Technique.TWO_THREADS -> new BrokerSender(load, TransportKind.NATIVE, 2);
            default -> new BrokerSender(load, TransportKind.valueOf(technique.toUpperCase(Locale.ROOT)), 1);
        };
    }

    private static JsonObject run(FrameSender sender, int millis) {
        return CompletableFuture.supplyAsync(() -> measure(sender, millis * 1_000_000L), sender.thread())
                .join();
    }

    private static JsonObject measure(FrameSender sender, long nanos) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long datagrams = 0;
        long frames = 0;
        long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        long processBefore = process.getProcessCpuTime();
        long before = threads.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        try {
            while (System.nanoTime() - begin < nanos) {
                datagrams += sender.sendFrame();
                frames++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonObject answer = new JsonObject();
        answer.addProperty("datagrams", datagrams);
        answer.addProperty("frames", frames);
        answer.addProperty("cpu", (threads.getCurrentThreadCpuTime() - before) / 1e9);
        answer.addProperty("allocated_bytes", threads.getCurrentThreadAllocatedBytes() - allocatedBefore);
        answer.addProperty("process_cpu", (process.getProcessCpuTime() - processBefore) / 1e9);
        answer.addProperty("seconds", (System.nanoTime() - begin) / 1e9);
        return answer;
    }
}
