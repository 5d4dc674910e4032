package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.BROKER;
import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.broker.core.BrokerSnapshot.StreamSnapshot;
import io.framecast.broker.core.StreamAges;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.session.BrokerHops;
import io.framecast.protocol.session.ClientAction;
import io.framecast.protocol.session.StreamStats;
import io.framecast.protocol.time.AgeHistogram;
import io.framecast.sim.Link;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each hop took, told by clocks that differ, against what it took. */
class LatencyScenariosTest {

    private static final int CAMERA = 0;
    private static final int VIEWER = 1;

    private static void links(Broadcast broadcast, int host, double upMillis, double downMillis) {
        broadcast.net.link(Broadcast.host(host), BROKER, Link.ofMillis(upMillis));
        broadcast.net.link(BROKER, Broadcast.host(host), Link.ofMillis(downMillis));
    }

    private static List<Frame> pictures(Viewer viewer, long fromNanos) {
        List<Frame> pictures = new ArrayList<>();
        for (ClientAction.Deliver deliver : viewer.said(ClientAction.Deliver.class)) {
            if (deliver.frame().track() == Producer.VIDEO && deliver.frame().completeNanos() >= fromNanos) {
                pictures.add(deliver.frame());
            }
        }
        return pictures;
    }

    private static StreamStats stats(Viewer viewer) {
        StreamStats stats = viewer.session.stats("cam", viewer.now());
        if (stats == null) {
            throw new AssertionError("not subscribed");
        }
        return stats;
    }

    @Test
    void everyHopIsToldWithinAMillisecondWhereClocksAreKnown() {
        try (Broadcast broadcast = new Broadcast(41)) {
            links(broadcast, CAMERA, 4, 4);
            links(broadcast, VIEWER, 8, 8);
            broadcast.clientClock(5_000_000, 0);
            Producer camera = broadcast.producer("camera", CAMERA, Producer.Plan.of("cam"));
            camera.encodeMicros = 5_000;
            camera.start();
            broadcast.clientClock(-5_000_000, 0);
            Viewer viewer = broadcast.viewer("viewer", VIEWER);
            viewer.subscribe("cam");
            broadcast.run(5 * SECONDS);

            BrokerHops hops = stats(viewer).hops();
            assertTrue(hops.absolute());
            assertEquals(5_000, hops.encodedMicros(), 1_000);
            assertEquals(9_000, hops.arrivedMicros(), 1_000);
            assertEquals(9_000, hops.forwardedMicros(), 1_000);
            assertTrue(stats(viewer).absolute());
            List<Long> complete = new ArrayList<>();
            for (Frame frame : pictures(viewer, 2 * SECONDS)) {
                complete.add(frame.completeNanos() / 1000
                        - frame.captureMicros()
                        - stats(viewer).monotonicOffsetMicros());
            }
            complete.sort(null);
            assertEquals(17_000, complete.get(complete.size() / 2), 1_000);

            StreamAges ages = broadcast.snapshot().streams().getFirst().ages();
            assertEquals(0, ages.relativeReports(), "none but the first, in which nothing was known yet");
            assertWithin(ages, StreamAges.Point.ENCODED, 5_000);
            assertWithin(ages, StreamAges.Point.ARRIVED, 10_000);
            assertWithin(ages, StreamAges.Point.FORWARDED, 10_000);
            assertTrue(
                    ages.viewerMedians().total() >= 4,
                    () -> "reports " + ages.viewerMedians().total());
            double mean = ages.viewerMedians().sumMicros()
                    / (double) ages.viewerMedians().total();
            assertEquals(17_000, mean, 1_000);
            assertTrue(ages.viewerWorst().sumMicros() >= ages.viewerMedians().sumMicros());
        }
    }

    /** Three quarters of the ages lie in the bucket that ends with {@code upperMicros}: the rest are key frames and the start. */
    private static void assertWithin(StreamAges ages, StreamAges.Point point, long upperMicros) {
        AgeHistogram.Counts counts = ages.points().stream()
                .filter(at -> at.point() == point && at.absolute())
                .findFirst()
                .orElseThrow()
                .counts();
        int bucket = 0;
        while (AgeHistogram.upperMicros()[bucket] != upperMicros) {
            bucket++;
        }
        assertTrue(
                counts.counts()[bucket] > counts.total() * 3 / 4,
                point + " " + List.of(counts.counts()[bucket], counts.total()));
    }

    @Test
    void farAwayTheHopsAreToldAgainstTheFastestFrame() {
        try (Broadcast broadcast = new Broadcast(42)) {
            links(broadcast, CAMERA, 30, 30);
            links(broadcast, VIEWER, 30, 30);
            Producer camera = broadcast.producer("camera", CAMERA, Producer.Plan.of("cam"));
            camera.encodeMicros = 5_000;
            camera.start();
            Viewer viewer = broadcast.viewer("viewer", VIEWER);
            viewer.subscribe("cam");
            broadcast.run(5 * SECONDS);

            BrokerHops hops = stats(viewer).hops();
            assertFalse(hops.absolute());
            assertFalse(stats(viewer).absolute());
            assertEquals(5_000, hops.encodedMicros(), 1_000, "the producer needs no other clock");
            assertEquals(30_000, hops.arrivedMicros(), 1_000, "half a round trip");
            StreamSnapshot stream = broadcast.snapshot().streams().getFirst();
            assertEquals(0, stream.ages().viewerMedians().total());
            assertTrue(stream.ages().relativeReports() >= 3);
            assertTrue(stream.ages().points().stream()
                    .noneMatch(at -> at.point() == StreamAges.Point.ARRIVED && at.absolute()));
        }
    }

    /** One way can take all of the round trip; clocks are seconds apart and drift, to one side and to the other. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({
        "0, 16, 0, 16, 5, 100", "16, 0, 16, 0, -5, -100", "16, 0, 0, 16, 5, -100", "0, 16, 16, 0, -5, 100",
        "0, 16, 0, 16, 5, -100", "16, 0, 16, 0, -5, 100", "16, 0, 0, 16, -5, 100", "0, 16, 16, 0, 5, -100",
        "3, 13, 14, 2, 5, 100", "8, 8, 8, 8, -5, -100"
    })
    void anAbsoluteAgeIsOffByNoMoreThanItsUncertainty(
            double cameraUp, double cameraDown, double viewerUp, double viewerDown, long skewSeconds, long driftPpm) {
        try (Broadcast broadcast = new Broadcast(43)) {
            links(broadcast, CAMERA, cameraUp, cameraDown);
            links(broadcast, VIEWER, viewerUp, viewerDown);
            broadcast.clientClock(skewSeconds * 1_000_000, driftPpm);
            Producer camera = broadcast.producer("camera", CAMERA, Producer.Plan.of("cam"));
            camera.start();
            broadcast.clientClock(-skewSeconds * 1_000_000, -driftPpm);
            Viewer viewer = broadcast.viewer("viewer", VIEWER);
            viewer.subscribe("cam");
            Judge judge = new Judge(camera, viewer);
            judge.run(30 * SECONDS);
            // The way through the network changes, and all of its length is now on one side.
            links(broadcast, CAMERA, 30, 0);
            links(broadcast, VIEWER, 0, 30);
            judge.run(30 * SECONDS);
            links(broadcast, CAMERA, cameraDown, cameraUp);
            links(broadcast, VIEWER, viewerDown, viewerUp);
            judge.run(60 * SECONDS);
            assertTrue(judge.absolute > 1_000, "frames with an absolute age: " + judge.absolute);
        }
    }

    /** Compares what is said of each new picture with what was so. */
    private static final class Judge {

        final Producer camera;
        final Viewer viewer;
        int absolute;

        Judge(Producer camera, Viewer viewer) {
            this.camera = camera;
            this.viewer = viewer;
        }

        void run(long nanos) {
            Broadcast broadcast = viewer.broadcast;
            long until = broadcast.net.nowNanos() + nanos;
            while (broadcast.net.nowNanos() - until < 0) {
                long from = viewer.now();
                broadcast.run(100 * MILLIS);
                StreamStats stats = stats(viewer);
                if (stats.clockUncertaintyMicros() < Integer.MAX_VALUE) {
                    for (Frame frame : pictures(viewer, from)) {
                        judge(frame, stats);
                    }
                }
            }
        }

        private void judge(Frame frame, StreamStats stats) {
            long told = frame.completeNanos() / 1000 - frame.captureMicros() - stats.monotonicOffsetMicros();
            long was = (viewer.clock.networkNanos(frame.completeNanos())
                            - camera.clock.networkNanosOfWall(frame.captureMicros()))
                    / 1000;
            assertTrue(
                    Math.abs(told - was) <= stats.clockUncertaintyMicros(),
                    () -> "told " + told + " us, was " + was + ", uncertain by " + stats.clockUncertaintyMicros());
            absolute += stats.absolute() ? 1 : 0;
        }
    }
}
