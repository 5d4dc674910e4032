package io.framecast.transport;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What a socket tells its owner, on its event loop. */
public interface DatagramHandler {

    /** One datagram of at least one byte, borrowed for the call. {@code nowNanos} as of {@link System#nanoTime}. */
    void onDatagram(ByteBuf datagram, InetSocketAddress from, long nowNanos);

    /** All datagrams of one read batch were handed over; the time to forward, re-arm the tick and flush. */
    void onBatchEnd(long nowNanos);

    /**
     * The OS refused to send or receive. What was being sent is lost, the socket stays open. One peer's trouble (port
     * unreachable, too big) is counted and not told.
     */
    void onTrouble(IOException trouble, long nowNanos);

    /** The socket is closed, by its owner or by the OS; it will not call again. */
    void onClosed();
}
