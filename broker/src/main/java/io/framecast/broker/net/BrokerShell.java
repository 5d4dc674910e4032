package io.framecast.broker.net;

import io.framecast.broker.core.BrokerAction;
import io.framecast.broker.core.BrokerCore;
import io.framecast.broker.core.BrokerSnapshot;
import io.framecast.broker.core.SessionSnapshot;
import io.framecast.transport.DatagramHandler;
import io.framecast.transport.DatagramTransport;
import io.framecast.transport.Tick;
import io.framecast.transport.TransportLoop;
import io.framecast.transport.TroubleLog;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives a {@link BrokerCore}: datagrams and time in, datagrams and log lines out. Owned by its event loop. */
final class BrokerShell implements DatagramHandler {
    private static final Logger LOG = LoggerFactory.getLogger("io.framecast.broker");
    private static final long AFTER_FAILURE_NANOS = 100_000_000;

    private final Tick tick;
    private final EventLog events;
    private final TroubleLog troubles = new TroubleLog(LOG);
    private final Consumer<BrokerAction> out = this::onAction;
    private final Step batchEnd = (broker, now) -> broker.onBatchEnd(now, out);
    private final Step timeout = (broker, now) -> broker.onTimeout(now, out);
    private @Nullable BrokerCore core;
    private @Nullable DatagramTransport transport;
    private @Nullable Runnable stopping;

    BrokerShell(TransportLoop loop) {
        tick = loop.tick(this::onDue);
        events = new EventLog(loop);
    }

    /** Both from here on; datagrams that came before are not handled. */
    void start(BrokerCore started, DatagramTransport over) {
        core = started;
        transport = over;
        pump(started, started.deadlineNanos());
    }

    /** Says good-bye to all; {@code whenSaid} is called on the loop, once. */
    void stop(int retryMillis, Runnable whenSaid) {
        BrokerCore current = core;
        if (current == null) {
            whenSaid.run();
        } else {
            stopping = whenSaid;
            run(current, System.nanoTime(), (broker, now) -> broker.stop(retryMillis, now, out));
        }
    }

    /** Releases everything. */
    void close() {
        tick.stop();
        events.close();
        BrokerCore current = core;
        core = null;
        if (current != null) {
            current.close();
        }
    }

    BrokerSnapshot snapshot() {
        return core == null ? new BrokerSnapshot(0, 0, 0, List.of()) : core.snapshot(System.nanoTime());
    }

    List<SessionSnapshot> sessions() {
        return core == null ? List.of() : core.sessions();
    }

    /** False: there is no such session. */
    boolean kick(long sessionId) {
        boolean[] kicked = new boolean[1];
        if (core != null) {
            run(core, System.nanoTime(), (broker, now) -> kicked[0] = broker.kick(sessionId, now, out));
        }
        return kicked[0];
    }

    /** Keys of the authorizer were replaced. */
    void onRightsChanged() {
        if (core != null) {
            run(core, System.nanoTime(), (broker, now) -> broker.onRightsChanged(now, out));
        }
    }

    @Override
    public void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
        if (core != null) {
            core.onDatagram(datagram, from, nowNanos, out);
        }
    }

    @Override
    public void onBatchEnd(long nowNanos) {
        if (core != null) {
            run(core, nowNanos, batchEnd);
        }
    }

    @Override
    public void onTrouble(IOException trouble, long nowNanos) {
        troubles.say(nowNanos, "the network refuses datagrams: " + trouble.getMessage(), null);
    }

    @Override
    public void onClosed() {
        if (core != null) {
            LOG.error("the socket was closed by the system: restart the broker");
        }
    }

    private void onDue(long nowNanos) {
        if (core != null) {
            run(core, nowNanos, timeout);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run(BrokerCore core, long nowNanos);
    }

    /** What throws here is a bug of ours, but the loop and its tick live on. */
    private void run(BrokerCore current, long nowNanos, Step step) {
        boolean failed = true;
        try {
            step.run(current, nowNanos);
            failed = false;
        } catch (RuntimeException e) {
            troubles.say(nowNanos, "the broker failed to handle an event", e);
        } finally {
            pump(current, failed ? nowNanos + AFTER_FAILURE_NANOS : current.deadlineNanos());
        }
    }

    private void pump(BrokerCore current, long deadlineNanos) {
        if (transport != null) {
            transport.flush();
        }
        tick.arm(deadlineNanos);
        if (stopping != null && current.stopped()) {
            stopping.run();
            stopping = null;
        }
    }

    private void onAction(BrokerAction action) {
        switch (action) {
            case BrokerAction.Send send -> {
                if (transport == null) {
                    send.datagram().release();
                } else {
                    transport.send(send.to(), send.datagram());
                }
            }
            case BrokerAction.Event event -> events.onEvent(event, System.nanoTime());
        }
    }
}
