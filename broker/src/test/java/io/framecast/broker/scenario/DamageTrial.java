package io.framecast.broker.scenario;

import static io.framecast.broker.scenario.Broadcast.MILLIS;
import static io.framecast.broker.scenario.Broadcast.SECONDS;

import io.framecast.broker.core.BrokerLimits;
import io.framecast.sim.Link;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * One camera, one broker and some viewers behind paths that are equally bad, each with a luck of its own: how many frames are not whole
 * when they are to be displayed, and what it cost. The camera's own path loses nothing.
 *
 * <p>A frame is broken if its own fragments are not all there at its capture + the path's one-way delay + the budget.
 */
public final class DamageTrial {

    /**
     * @param frames counted, of all viewers together
     * @param broken of them
     * @param mediaBytes what the viewers would have been sent without any repair
     * @param sentBytes what they were sent: media, repairs and padding
     */
    public record Outcome(long frames, long broken, long mediaBytes, long sentBytes) {

        /** In [0, 1]. */
        public double brokenRatio() {
            return (double) broken / frames;
        }

        /** Retransmissions, redundancy and padding over the media's bytes. */
        public double extraRatio() {
            return (double) (sentBytes - mediaBytes) / mediaBytes;
        }
    }

    private static final long CAMERA_NANOS = MILLIS;
    /** Until round trips and losses are known. */
    private static final long SETTLING_NANOS = 3 * SECONDS;

    private DamageTrial() {}

    /** Without the event log: every frame is checked when it is delivered. */
    public static Outcome run(Conditions conditions, int viewers, int framesPerViewer, long seed) {
        return run(conditions, viewers, framesPerViewer, seed, false);
    }

    static Outcome run(Conditions conditions, int viewers, int framesPerViewer, long seed, boolean logged) {
        try (Broadcast broadcast = new Broadcast(seed, 0, BrokerLimits.DEFAULTS)) {
            broadcast.net.defaultLink(Link.ofMillis(CAMERA_NANOS / (double) MILLIS));
            Camera camera = broadcast.camera(logged);
            camera.start();
            broadcast.runUntil(10 * SECONDS, camera::live);
            camera.roll();
            long slack = CAMERA_NANOS + (conditions.roundTripMillis() / 2 + conditions.budgetMillis()) * MILLIS;
            List<Watcher> watchers = new ArrayList<>();
            for (int i = 1; i <= viewers; i++) {
                Watcher watcher = broadcast.watcher("viewer " + i, i, camera, slack, logged);
                InetSocketAddress address = watcher.node.address();
                Link link = Link.ofMillis(conditions.roundTripMillis() / 2.0);
                broadcast.net.link(
                        Broadcast.BROKER, address, link.withLoss(conditions.lossRatio(), conditions.burst()));
                broadcast.net.link(
                        address, Broadcast.BROKER, link.withLoss(conditions.lossRatio(), conditions.burstBack()));
                watchers.add(watcher);
                watcher.subscribe();
                broadcast.run(20 * MILLIS);
            }
            broadcast.runUntil(120 * SECONDS, () -> watchers.stream().allMatch(Watcher::watching));
            broadcast.run(SETTLING_NANOS);
            int from = camera.frames();
            watchers.forEach(watcher -> watcher.count(from, from + framesPerViewer));
            long media = camera.bytes();
            long sent = broadcast.mediaBytesOut;
            broadcast.net.run(camera.capturedNanos((long) from + framesPerViewer) - MILLIS);
            media = (camera.bytes() - media) * viewers;
            sent = broadcast.mediaBytesOut - sent;
            broadcast.run(slack + 2 * SECONDS);
            long inTime = watchers.stream().mapToLong(Watcher::inTime).sum();
            long frames = (long) framesPerViewer * viewers;
            return new Outcome(frames, frames - inTime, media, sent);
        }
    }
}
