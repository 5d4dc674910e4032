package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.launcher.process.Framecast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One viewer behind a tenth of the rate, one that is stopped and one that is killed, beside many others. The full run is
 * {@code -Dframecast.viewers=97 -Dframecast.pause=30}.
 */
@Timeout(900)
class SlowViewerIT {

    private static final int VIEWERS = Integer.getInteger("framecast.viewers", 12);
    private static final int PAUSE_SECONDS = Integer.getInteger("framecast.pause", 8);
    private static final long SECOND = 1_000_000_000L;

    /** What a broker's memory may grow by while three viewers misbehave: a ring's worth, and what the JVM does meanwhile. */
    private static final long MOST_GROWTH_KIB = 48 << 10;

    /** More than the 5 s that the broker sends without a report, which wait in the socket of a stopped process. */
    private static final int FRAMES_THAT_ARE_NEW = 5 * 30 + 60;

    @TempDir
    Path folder;

    @Test
    void theOthersLoseNothingAndThePausedOneComesBack() throws Exception {
        try (Network network = Network.open();
                Programs programs = new Programs(folder)) {
            SlowViewerStage stage = new SlowViewerStage(network, programs);
            CrowdProcess crowd = stage.crowd(VIEWERS);
            Framecast slow = stage.slow();
            Path frames = folder.resolve("frames");
            Framecast paused = stage.viewer("frames:" + frames);
            Framecast killed = stage.viewer("null");
            for (Framecast viewer : List.of(slow, paused, killed)) {
                viewer.awaitLog("is live", Programs.SOON);
            }
            JsonObject before =
                    crowd.await("all get frames", 60 * SECOND, stats -> SlowViewerStage.all(stats, VIEWERS, 30));
            long rssBefore = Programs.residentKib(stage.broker.pid());
            paused.signal("STOP");
            killed.kill();
            Programs.runFor(Duration.ofSeconds(PAUSE_SECONDS));
            long rssAfter = Programs.residentKib(stage.broker.pid());
            int framesAtReturn = count(frames);
            long returns = System.nanoTime();
            paused.signal("CONT");
            JsonObject after = crowd.stats();
            while (count(frames) < framesAtReturn + FRAMES_THAT_ARE_NEW) {
                assertTrue(
                        System.nanoTime() - returns < 30 * SECOND, () -> "the paused one is not back\n" + paused.all());
                LockSupport.parkNanos(5_000_000L);
            }
            long back = (System.nanoTime() - returns) / 1_000_000;
            Map<String, Double> metrics = Programs.metrics(stage.center.within(), Programs.ADMIN_PORT);
            System.out.printf("before: %s%nafter: %s%n", before, after);
            System.out.printf(
                    "the paused one had %d more frames %d ms after it went on; broker RSS %d KiB before, %d KiB after %d s%n",
                    FRAMES_THAT_ARE_NEW, back, rssBefore, rssAfter, PAUSE_SECONDS);
            System.out.println("broker: " + metrics);
            slow.signal("TERM");
            System.out.println("slow: " + Programs.statistics(slow));
            assertAll(
                    () -> assertEquals(0, after.get("frames_broken").getAsLong(), after::toString),
                    () -> assertEquals(0, after.get("frames_skipped").getAsLong(), after::toString),
                    () -> assertEquals(0, after.get("lost").getAsLong(), after::toString),
                    () -> assertEquals(0, after.get("disconnects").getAsLong(), after::toString),
                    () -> assertTrue(
                            after.get("frames_of_the_worst").getAsLong()
                                            - before.get("frames_of_the_worst").getAsLong()
                                    > PAUSE_SECONDS * 25L,
                            after::toString),
                    () -> assertTrue(rssAfter - rssBefore < MOST_GROWTH_KIB, rssBefore + " KiB, " + rssAfter + " KiB"));
        }
    }

    private static int count(Path frames) throws Exception {
        try (Stream<Path> files = Files.list(frames)) {
            return (int) files.filter(Files::isRegularFile).count();
        }
    }
}
