package io.framecast.launcher.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.framecast.launcher.process.Framecast;
import io.framecast.launcher.process.Ports;
import io.framecast.sim.Link;
import io.framecast.sim.Traffic;
import io.framecast.sim.UdpProxy;
import io.framecast.sim.UdpProxy.Direction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Loss by the kernel and by the seeded proxy, and what a viewer sees of it. {@code -Dframecast.frames=3000} is the full run. */
@Timeout(300)
class LossIT {

    private static final int FRAMES = Integer.getInteger("framecast.frames", 900);
    private static final int RATE = 60;

    /** Loss in percent, and the frames in a thousand that may be given up or skipped: 1.5 times the expected damage of PROTOCOL.md, and a little. */
    private record Level(double percent, double mostHurtPerMille) {}

    private static final List<Level> LEVELS =
            List.of(new Level(1, 0), new Level(2, 0), new Level(5, 2), new Level(10, 15));

    @TempDir
    Path folder;

    @Test
    void oneToTenPercentLossBothWaysAreRepaired() throws Exception {
        try (Network network = Network.open();
                Programs programs = new Programs(folder)) {
            Namespace center = network.namespace("broker");
            programs.broker(center.within(), "0.0.0.0:5000", "off", "");
            List<Framecast> viewers = new ArrayList<>();
            for (Level level : LEVELS) {
                Namespace home = network.namespace("viewer" + (int) level.percent());
                Network.Cable cable = network.join(center, home);
                cable.loseBothWays(level.percent() / 100);
                String address = cable.addressA() + ":5000";
                viewers.add(programs.subscriber(home.within(), address, "a", "null", "--latency", "200ms"));
            }
            for (Framecast viewer : viewers) {
                viewer.awaitLog("is not live", Programs.SOON);
            }
            programs.producer(center.within(), "127.0.0.1:5000", "a", "test:320x180@60");
            for (Framecast viewer : viewers) {
                viewer.awaitLog("is live", Programs.SOON);
            }
            Programs.runFor(Duration.ofSeconds(FRAMES / RATE));
            for (Framecast viewer : viewers) {
                viewer.signal("TERM");
            }
            List<Executable> claims = new ArrayList<>();
            for (int i = 0; i < LEVELS.size(); i++) {
                Level level = LEVELS.get(i);
                JsonObject stats = Programs.statistics(viewers.get(i));
                System.out.printf("loss %s %%: %s%n", level.percent(), stats);
                claims.add(() -> assertRepaired(level, stats));
            }
            assertAll(claims);
        }
    }

    private static void assertRepaired(Level level, JsonObject stats) {
        String all = level + ": " + stats;
        long frames = stats.get("frames").getAsLong();
        assertTrue(frames > FRAMES / 2, all);
        assertTrue(stats.get("repaired_nack").getAsLong() > 0, all);
        long hurt = stats.get("frames_broken").getAsLong()
                + stats.get("frames_skipped").getAsLong();
        assertTrue(hurt <= Math.ceil(frames * level.mostHurtPerMille() / 1000), all);
    }

    /**
     * Both subscribers are there before the first frame and get all of them; what the broker sent to the one over what it sent to the
     * other is what recovery cost.
     */
    @Test
    @EnabledIfSystemProperty(
            named = "framecast.frames",
            matches = "[1-9][0-9]*",
            disabledReason = "needs a machine that does nothing else: -Dframecast.frames=3000")
    void at2PercentAnd20MillisecondsNothingIsBrokenAndLittleIsSentTwice() throws Exception {
        long seed = new Random().nextInt(1_000_000);
        System.out.println("seed " + seed);
        Path source = folder.resolve("source");
        FrameFolder.make(source, FRAMES, 2_000, 12_000, seed);
        Link clean = Link.ofMillis(10);
        Link lossy = clean.withLoss(0.02, 1);
        InetSocketAddress broker = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.freeUdp());
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (UdpProxy toClean = new UdpProxy(any, broker, clean, clean, seed);
                UdpProxy toLossy = new UdpProxy(any, broker, lossy, lossy, seed);
                Programs programs = new Programs(folder)) {
            String address = text(broker);
            programs.broker(Programs.HERE, address, "off", "");
            Framecast reference = programs.subscriber(
                    Programs.HERE, text(toClean.address()), "a", "frames:" + folder.resolve("clean"));
            Framecast viewer = programs.subscriber(
                    Programs.HERE,
                    text(toLossy.address()),
                    "a",
                    "frames:" + folder.resolve("lossy"),
                    "--latency",
                    "200ms");
            reference.awaitLog("is not live", Programs.SOON);
            viewer.awaitLog("is not live", Programs.SOON);
            Framecast producer =
                    programs.producer(Programs.HERE, address, "a", "frames:" + source, "--rate", String.valueOf(RATE));
            assertEquals(0, producer.exitCode(Programs.SOON.plusSeconds(FRAMES / RATE)), producer::all);
            reference.awaitLog("has ended", Programs.SOON);
            viewer.awaitLog("has ended", Programs.SOON);
            reference.signal("TERM");
            viewer.signal("TERM");
            JsonObject stats = Programs.statistics(viewer);
            JsonObject referenceStats = Programs.statistics(reference);
            Traffic cleanDown = toClean.traffic(Direction.DOWN);
            Traffic lossyDown = toLossy.traffic(Direction.DOWN);
            double extra = (double) lossyDown.bytesSent() / cleanDown.bytesSent() - 1;
            int arrived = FrameFolder.assertFrom(source, folder.resolve("lossy"));
            System.out.printf(
                    "without loss: %s%nwith 2 %% loss: %s%n%d of %d frames arrived; %d of %d datagrams lost; %.2f %% more bytes than without loss%n",
                    referenceStats,
                    stats,
                    arrived,
                    FRAMES,
                    lossyDown.datagramsLost(),
                    lossyDown.datagramsSent(),
                    extra * 100);
            String all = "seed " + seed + ": " + stats;
            assertEquals(FRAMES, FrameFolder.assertFrom(source, folder.resolve("clean")), "without loss all arrive");
            assertAll(
                    () -> assertEquals(0, stats.get("frames_broken").getAsLong(), all),
                    () -> assertTrue(FRAMES - arrived <= Math.ceilDiv(3 * FRAMES, 3000), arrived + " arrived; " + all),
                    () -> assertTrue(extra <= 0.05, extra + " more bytes; " + all));
        }
    }

    private static String text(InetSocketAddress address) {
        return "127.0.0.1:" + address.getPort();
    }
}
