package io.framecast.transport;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * The door to the network. Owned by one event loop and called on it only. What is sent may leave at once or wait for
 * {@link #flush}; to one address it leaves in the order of the calls.
 */
public interface DatagramTransport {

    /** Sends one datagram; ownership passes. An empty one is released and ignored. */
    void send(InetSocketAddress to, ByteBuf datagram);

    /**
     * Sends the datagrams that lie back to back in {@code memory}, each {@code segmentBytes} long, the last one possibly
     * shorter. The memory is retained until they are written and must not change until then. Where the socket takes no more,
     * all of them are dropped and counted: media is never queued without bound.
     *
     * @param length at least 1
     * @param segmentBytes at least 1
     */
    void sendSegments(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes);

    /** An empty table for {@link #fanOut}. */
    AddressTable addressTable();

    /** As {@link #sendSegments}, to every row of a table that {@link #addressTable} made. It is not edited during the call. */
    void fanOut(AddressTable to, ByteBuf memory, int offset, int length, int segmentBytes);

    /** Writes what is queued. */
    void flush();

    /** Address and port that the socket is bound to. */
    InetSocketAddress localAddress();

    /** Receive buffer as the OS reports it (Linux: twice what was granted, its own overhead included), bytes; 0 unknown. */
    int receiveBufferBytes();

    TransportCounters counters();
}
