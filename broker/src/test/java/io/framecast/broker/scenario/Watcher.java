package io.framecast.broker.scenario;

import io.framecast.protocol.media.Frame;
import io.framecast.protocol.session.ClientAction;
import java.net.InetSocketAddress;

/** Watches the camera and counts the frames that were whole in time; holds each one against what was published at once. */
final class Watcher extends Client {

    private final Camera camera;
    private final long slackNanos;
    private final boolean logged;
    private int from = Integer.MAX_VALUE;
    private int to = Integer.MAX_VALUE;
    private long last = -1;
    private int inTime;

    /** A frame is in time if it is whole at most {@code slackNanos} after its capture. */
    Watcher(
            Broadcast broadcast,
            String name,
            InetSocketAddress address,
            Camera camera,
            long slackNanos,
            boolean logged) {
        super(broadcast, name, address, false, 0, 0);
        this.camera = camera;
        this.slackNanos = slackNanos;
        this.logged = logged;
    }

    void subscribe() {
        session.subscribe(Camera.ID, (int) (slackNanos / Broadcast.MILLIS), 0, now(), this::onAction);
    }

    boolean watching() {
        return last >= 0;
    }

    /** Counts the frames with these numbers. */
    void count(int fromFrame, int toFrame) {
        from = fromFrame;
        to = toFrame;
    }

    int inTime() {
        return inTime;
    }

    @Override
    boolean keeps(ClientAction action) {
        return !(action instanceof ClientAction.Deliver);
    }

    @Override
    void on(ClientAction action, long now) {
        if (!(action instanceof ClientAction.Deliver deliver) || deliver.frame().track() != Camera.TRACK) {
            return;
        }
        Frame frame = deliver.frame();
        if (logged) {
            broadcast.log.delivered(name, camera.name, frame, now);
        }
        if (frame.number() <= last || !camera.isPayload(frame.number(), frame.payload())) {
            throw new AssertionError(
                    name + " got frame " + frame.number() + " after " + last + ", or with other bytes");
        }
        last = frame.number();
        if (last >= from && last < to && frame.completeNanos() - camera.capturedNanos(last) <= slackNanos) {
            inTime++;
        }
    }
}
