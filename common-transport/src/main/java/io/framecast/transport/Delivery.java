package io.framecast.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between a socket and its handler: what the handler throws is counted and said, and passing trouble is kept from it. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    /** One peer's trouble, or a moment's: EPERM (a firewall), EAGAIN, EMSGSIZE, ENOBUFS, ECONNREFUSED. */
    private static final Set<Integer> PASSING = Set.of(1, 11, 90, 105, 111);

    private final DatagramHandler handler;
    private final TransportCounters counters;
    private final TroubleLog troubles = new TroubleLog(LOG);

    Delivery(DatagramHandler handler, TransportCounters counters) {
        this.handler = handler;
        this.counters = counters;
    }

    TransportCounters counters() {
        return counters;
    }

    void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos) {
        try {
            handler.onDatagram(datagram, from, nowNanos);
        } catch (RuntimeException e) {
            onHandlerError(e);
        }
    }

    void onBatchEnd() {
        try {
            handler.onBatchEnd(System.nanoTime());
        } catch (RuntimeException e) {
            onHandlerError(e);
        }
    }

    void onReceiveError(int errno) {
        counters.onReceiveError();
        onTrouble(errno, "recvmmsg: errno " + errno);
    }

    void onTrouble(int errno, String text) {
        if (!PASSING.contains(errno)) {
            handler.onTrouble(new IOException(text), System.nanoTime());
        }
    }

    void onClosed() {
        handler.onClosed();
    }

    void onHandlerError(Throwable error) {
        counters.onHandlerError();
        troubles.say(System.nanoTime(), "a datagram was not handled", error);
    }
}
