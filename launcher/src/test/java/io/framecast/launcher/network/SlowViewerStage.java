package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.launcher.process.Framecast;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A broker and a producer in one namespace, the viewers in a second, the slow one in a third. */
final class SlowViewerStage {
    private static final String STREAM = "test:640x360@30";
    private static final long SECOND = 1_000_000_000L;

    final Namespace center;
    final Framecast broker;
    private final Programs programs;
    private final Namespace viewers;
    private final Namespace far;
    private final Network.Cable near;
    private final Network.Cable narrow;

    SlowViewerStage(Network network, Programs programs) throws Exception {
        this.programs = programs;
        center = network.namespace("broker");
        viewers = network.namespace("viewers");
        far = network.namespace("slow");
        near = network.join(center, viewers);
        narrow = network.join(center, far);
        broker = programs.broker(center.within(), "0.0.0.0:5000", "127.0.0.1:" + Programs.ADMIN_PORT, "");
        programs.producer(center.within(), "127.0.0.1:5000", "a", STREAM);
    }

    CrowdProcess crowd(int size) throws Exception {
        return programs.crowd(viewers.within(), near.addressA() + ":5000", List.of("a"), size, 4 << 20);
    }

    Framecast viewer(String output) throws Exception {
        return programs.subscriber(viewers.within(), near.addressA() + ":5000", "a", output);
    }

    /** Behind a tenth of what the producer sends. */
    Framecast slow() throws Exception {
        double rate = rate();
        center.limitLeaving(narrow.deviceA(), (long) (rate / 10));
        System.out.printf(Locale.ROOT, "the stream has %.0f kbit/s, the slow one %.0f%n", rate / 1e3, rate / 1e4);
        return programs.subscriber(far.within(), narrow.addressA() + ":5000", "a", "null");
    }

    /** Bits a second of the stream, once the broker has measured it. */
    private double rate() throws Exception {
        long deadline = System.nanoTime() + 30 * SECOND;
        while (true) {
            Map<String, Double> metrics = Programs.metrics(center.within(), Programs.ADMIN_PORT);
            double rate = metrics.getOrDefault("stream_bits_per_second{producer=\"a\"}", 0.0);
            if (rate > 10_000 && metrics.getOrDefault("media_datagrams_received_total", 0.0) > 200) {
                return rate;
            }
            assertTrue(System.nanoTime() - deadline < 0, "the stream has " + rate + " bit/s");
            LockSupport.parkNanos(100_000_000L);
        }
    }

    static boolean all(JsonObject stats, int viewers, int frames) {
        return stats.get("viewers").getAsInt() == viewers
                && stats.get("frames_of_the_worst").getAsLong() >= frames;
    }
}
