package io.framecast.broker.core;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * The one door to the network for media: replaceable without touching the core.
 *
 * <p>Both methods are given datagrams that lie back to back in {@code memory}: each {@code segmentBytes} long, the last one possibly
 * shorter. The bytes are borrowed for the call, or retained by the callee; they do not change any more. A callee that cannot send
 * drops and counts; it neither blocks nor throws.
 */
public interface MediaOut {

    /** Sends every datagram to every row. {@code rows} is not edited during the call, and may be edited right after it. */
    void fanOut(SubscriberTable rows, ByteBuf memory, int offset, int length, int segmentBytes);

    void sendTo(InetSocketAddress to, ByteBuf memory, int offset, int length, int segmentBytes);
}
