package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.launcher.process.Framecast;
import io.framecast.launcher.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Joining at random moments over loopback. {@code -Dframecast.joins=50 -Dframecast.gop=10} is the full run. */
@Timeout(900)
class JoinIT {

    private static final int JOINS = Integer.getInteger("framecast.joins", 6);
    private static final int GOP_SECONDS = Integer.getInteger("framecast.gop", 6);
    private static final double FIRST_PICTURE_MILLIS = 300;
    private static final double LIVE_MILLIS = 500;

    private record Watched(Framecast viewer, long endNanos) {}

    @TempDir
    Path folder;

    @Test
    void theFirstPictureOfAFileWithLongGopsIsThereWithin300MillisecondsWheneverOneJoins() throws Exception {
        String address = "127.0.0.1:" + Ports.freeUdp();
        try (Programs programs = new Programs(folder)) {
            programs.broker(Programs.HERE, address, "off", "");
            Path clip = record(programs, address);
            programs.producer(Programs.HERE, address, "file", "file:" + clip, "--loop");
            // Live at the latest when the cached part of the GOP has gone by once, and the budget after it.
            joins(programs, address, "file", GOP_SECONDS, FIRST_PICTURE_MILLIS, 1000.0 * GOP_SECONDS + 200);
        }
    }

    @Test
    void aStreamThatIsEncodedHereIsLiveWithin500Milliseconds() throws Exception {
        String address = "127.0.0.1:" + Ports.freeUdp();
        try (Programs programs = new Programs(folder)) {
            programs.broker(Programs.HERE, address, "off", "");
            programs.producer(Programs.HERE, address, "test", "test:320x180@30", "--gop", "10");
            joins(programs, address, "test", 2, LIVE_MILLIS, LIVE_MILLIS);
        }
    }

    /** A clip of one GOP, made by a producer and a subscriber of ours. */
    private Path record(Programs programs, String address) throws Exception {
        Path clip = folder.resolve("clip.mkv");
        Framecast producer = programs.producer(
                Programs.HERE, address, "source", "test:320x180@30", "--gop", "60", "--codec", "h264");
        Framecast recorder = programs.subscriber(Programs.HERE, address, "source", "file:" + clip);
        recorder.awaitLog("is live", Programs.SOON);
        Programs.runFor(Duration.ofSeconds(GOP_SECONDS));
        recorder.signal("TERM");
        System.out.println("the clip: " + Programs.statistics(recorder));
        producer.close();
        return clip;
    }

    /** One join after the other at random moments, each watched for {@code watchSeconds} at the least, then ended. */
    private static void joins(
            Programs programs, String address, String id, int watchSeconds, double firstMillis, double liveMillis)
            throws Exception {
        long seed = new Random().nextInt(1_000_000);
        System.out.println("joins of " + id + ": seed " + seed);
        Random random = new Random(seed);
        Framecast first = programs.subscriber(Programs.HERE, address, id, "null");
        first.awaitLog("is live", Programs.SOON);
        Deque<Watched> watched = new ArrayDeque<>();
        List<Executable> claims = new ArrayList<>();
        for (int i = 0; i < JOINS; i++) {
            Programs.runFor(Duration.ofMillis(random.nextInt(1000 * Math.min(GOP_SECONDS, 3))));
            while (!watched.isEmpty() && watched.getFirst().endNanos - System.nanoTime() <= 0) {
                end(watched.removeFirst().viewer, firstMillis, liveMillis, seed, claims);
            }
            Framecast viewer = programs.subscriber(Programs.HERE, address, id, "null");
            viewer.awaitLog("is live", Programs.SOON);
            watched.add(new Watched(viewer, System.nanoTime() + watchSeconds * 1_000_000_000L));
        }
        Programs.runFor(Duration.ofNanos(watched.getLast().endNanos - System.nanoTime()));
        for (Watched last : watched) {
            end(last.viewer, firstMillis, liveMillis, seed, claims);
        }
        assertAll(claims);
    }

    private static void end(Framecast viewer, double firstMillis, double liveMillis, long seed, List<Executable> claims)
            throws Exception {
        viewer.signal("TERM");
        JsonObject stats = Programs.statistics(viewer);
        System.out.printf("ttff %s ms, ttlive %s ms; %s%n", stats.get("ttff_ms"), stats.get("ttlive_ms"), stats);
        claims.add(() -> assertBelow("ttff_ms", firstMillis, stats, seed));
        claims.add(() -> assertBelow("ttlive_ms", liveMillis, stats, seed));
    }

    private static void assertBelow(String name, double mostMillis, JsonObject stats, long seed) {
        String all = name + " <= " + mostMillis + ", seed " + seed + ": " + stats;
        assertFalse(stats.get(name).isJsonNull(), all);
        assertTrue(stats.get(name).getAsDouble() <= mostMillis, all);
    }
}
