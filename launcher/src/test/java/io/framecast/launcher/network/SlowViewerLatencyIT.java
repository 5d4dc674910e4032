package io.framecast.launcher.network;

import io.framecast.launcher.process.Framecast;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a slow, a stopped and a killed viewer do to the latency of the others, in pairs of phases that alternate:
 * {@code -Dframecast.pairs=5 -Dframecast.viewers=97}. Not part of the gate: the figures are as good as the machine is quiet.
 */
@EnabledIfSystemProperty(
        named = "framecast.pairs",
        matches = "[1-9][0-9]*",
        disabledReason = "a measurement, by -Dframecast.pairs=5")
@Timeout(1800)
class SlowViewerLatencyIT {

    private static final int VIEWERS = Integer.getInteger("framecast.viewers", 12);
    private static final int PAIRS = Integer.getInteger("framecast.pairs", 0);
    private static final int PHASE_SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void theirLatencyWithAndWithoutTheBadOnesIsPrinted() throws Exception {
        try (Network network = Network.open();
                Programs programs = new Programs(folder)) {
            SlowViewerStage stage = new SlowViewerStage(network, programs);
            CrowdProcess crowd = stage.crowd(VIEWERS);
            crowd.await("all get frames", 60 * SECOND, stats -> SlowViewerStage.all(stats, VIEWERS, 300));
            double sum = 0;
            for (int pair = 0; pair < PAIRS; pair++) {
                boolean badFirst = pair % 2 == 1;
                double first = phase(stage, crowd, badFirst);
                double second = phase(stage, crowd, !badFirst);
                double with = badFirst ? first : second;
                double without = badFirst ? second : first;
                sum += with - without;
                System.out.printf(
                        Locale.ROOT,
                        "pair %d: p99 %.2f ms without, %.2f ms with, %+.2f ms%n",
                        pair + 1,
                        without,
                        with,
                        with - without);
            }
            System.out.printf(Locale.ROOT, "p99 moved by %+.2f ms on average%n", sum / PAIRS);
        }
    }

    /** The others' p99 in milliseconds over one phase. */
    private static double phase(SlowViewerStage stage, CrowdProcess crowd, boolean bad) throws Exception {
        if (!bad) {
            Programs.runFor(Duration.ofSeconds(1));
            return measure(crowd);
        }
        try (Framecast slow = stage.slow();
                Framecast paused = stage.viewer("null");
                Framecast killed = stage.viewer("null")) {
            for (Framecast viewer : List.of(slow, paused, killed)) {
                viewer.awaitLog("is live", Programs.SOON);
            }
            Programs.runFor(Duration.ofSeconds(3));
            paused.signal("STOP");
            killed.kill();
            return measure(crowd);
        }
    }

    private static double measure(CrowdProcess crowd) throws Exception {
        crowd.reset();
        Programs.runFor(Duration.ofSeconds(PHASE_SECONDS));
        return crowd.stats().get("p99_us").getAsLong() / 1000.0;
    }
}
