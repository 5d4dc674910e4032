package io.framecast.broker.net;

import io.framecast.broker.core.BrokerAction;
import io.framecast.client.Printable;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.transport.Tick;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.TroubleLog;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each event; refusals in sums. Owned by the broker's loop. */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.framecast.broker");
    private static final int TEXT_CHARS = 200;

    private final RefusalLog refusals = new RefusalLog(LOG::warn);
    private final TroubleLog failures = new TroubleLog(LOG);
    private final Tick sums;

    EventLog(TransportLoop loop) {
        sums = loop.tick(this::onSums);
    }

    private void onSums(long nowNanos) {
        refusals.onTimeout(nowNanos);
        sums.arm(refusals.deadlineNanos());
    }

    void close() {
        sums.stop();
    }

    void onEvent(BrokerAction.Event event, long nowNanos) {
        switch (event) {
            case BrokerAction.SessionOpened opened ->
                LOG.info("session {} opened by {}", id(opened.sessionId()), address(opened.peer()));
            case BrokerAction.SessionClosed closed ->
                LOG.info("session {} of {} closed: {}", id(closed.sessionId()), address(closed.peer()), closed.end());
            case BrokerAction.SessionMoved moved ->
                LOG.info(
                        "session {} moved from {} to {}",
                        id(moved.sessionId()),
                        address(moved.from()),
                        address(moved.to()));
            case BrokerAction.SessionFailed failed ->
                failures.say(nowNanos, "session " + id(failed.sessionId()) + " failed and was closed", failed.cause());
            case BrokerAction.StreamUp up ->
                LOG.info("stream {} up from {}", text(up.producerId()), address(up.peer()));
            case BrokerAction.StreamDown down -> LOG.info("stream {} down: {}", text(down.producerId()), down.reason());
            case BrokerAction.Subscribed subscribed ->
                LOG.info(
                        "session {} subscribed to {}{}",
                        id(subscribed.sessionId()),
                        text(subscribed.producerId()),
                        subscribed.live() ? "" : ", which waits");
            case BrokerAction.Unsubscribed unsubscribed ->
                LOG.info(
                        "session {} left {}: {}",
                        id(unsubscribed.sessionId()),
                        text(unsubscribed.producerId()),
                        unsubscribed.reason());
            case BrokerAction.FramesLeftOut leftOut ->
                LOG.info(
                        "{}: {} frames left out for {} subscriber{}: {}",
                        text(leftOut.producerId()),
                        leftOut.frames(),
                        leftOut.subscribers(),
                        leftOut.subscribers() == 1 ? "" : "s",
                        leftOut.reason() == DropReason.RATE ? "their path takes less" : "backlog");
            case BrokerAction.RequestRefused refused -> {
                refusals.onRefused(refused.peer(), refused.code(), refused.detail(), nowNanos);
                sums.arm(refusals.deadlineNanos());
            }
        }
    }

    static String text(String fromPeer) {
        return Printable.line(fromPeer, TEXT_CHARS);
    }

    static String address(InetSocketAddress peer) {
        String host = peer.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + peer.getPort();
    }

    private static String id(long sessionId) {
        return "%016x".formatted(sessionId);
    }
}
