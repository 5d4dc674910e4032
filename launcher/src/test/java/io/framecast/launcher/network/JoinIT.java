package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.launcher.process.Framecast;
import io.framecast.launcher.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Joining at random moments over loopback. {@code -Dframecast.joins=50 -Dframecast.gop=10} is the full run. */
@EnabledIfSystemProperty(
        named = "framecast.joins",
        matches = "[1-9][0-9]*",
        disabledReason = "needs a machine that does nothing else: -Dframecast.joins=50 -Dframecast.gop=10")
@Timeout(900)
class JoinIT {

    private static final int JOINS = Integer.getInteger("framecast.joins", 6);
    private static final int GOP_SECONDS = Integer.getInteger("framecast.gop", 6);
    private static final double FIRST_PICTURE_MILLIS = 300;
    private static final double LIVE_MILLIS = 500;

    /** People's programs have it: the root's script makes it with the build. */
    @BeforeAll
    static void makeTheStartUpCache() throws Exception {
        if (!Files.exists(Framecast.DISTRIBUTION.resolve("framecast.aot"))) {
            Process process = new ProcessBuilder(
                            "sh",
                            Framecast.DISTRIBUTION.resolve("bin/make-cache.sh").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        }
    }

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
            joins(programs, address, "file", GOP_SECONDS, 1000.0 * GOP_SECONDS + 200);
        }
    }

    @Test
    void aStreamThatIsEncodedHereIsLiveWithin500Milliseconds() throws Exception {
        String address = "127.0.0.1:" + Ports.freeUdp();
        try (Programs programs = new Programs(folder)) {
            programs.broker(Programs.HERE, address, "off", "");
            programs.producer(Programs.HERE, address, "test", "test:320x180@30", "--gop", "10");
            joins(programs, address, "test", 2, LIVE_MILLIS);
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

    /** One join after the other at random moments, each watched for {@code watchSeconds} at the least. */
    private static void joins(Programs programs, String address, String id, int watchSeconds, double liveMillis)
            throws Exception {
        long seed = new Random().nextInt(1_000_000);
        System.out.println("joins of " + id + ": seed " + seed);
        Random random = new Random(seed);
        Framecast first = programs.subscriber(Programs.HERE, address, id, "null");
        first.awaitLog("is live", Programs.SOON);
        List<Framecast> viewers = new ArrayList<>();
        for (int i = 0; i < JOINS; i++) {
            Programs.runFor(Duration.ofMillis(random.nextInt(1000 * Math.min(GOP_SECONDS, 3))));
            Framecast viewer = programs.subscriber(Programs.HERE, address, id, "null");
            viewer.awaitLog("is live", Programs.SOON);
            viewers.add(viewer);
        }
        List<Executable> claims = new ArrayList<>();
        Programs.runFor(Duration.ofSeconds(watchSeconds));
        for (Framecast viewer : viewers) {
            viewer.signal("TERM");
            JsonObject stats = Programs.statistics(viewer);
            System.out.printf("ttff %s ms, ttlive %s ms; %s%n", stats.get("ttff_ms"), stats.get("ttlive_ms"), stats);
            claims.add(() -> assertBelow("ttff_ms", FIRST_PICTURE_MILLIS, stats, seed));
            claims.add(() -> assertBelow("ttlive_ms", liveMillis, stats, seed));
        }
        assertAll(claims);
    }

    private static void assertBelow(String name, double mostMillis, JsonObject stats, long seed) {
        String all = name + " <= " + mostMillis + ", seed " + seed + ": " + stats;
        assertFalse(stats.get(name).isJsonNull(), all);
        assertTrue(stats.get(name).getAsDouble() <= mostMillis, all);
    }
}
