package io.framecast.protocol.media;

import io.netty.buffer.ByteBuf;

/** Where a machine's media datagrams go: no object per datagram. */
@FunctionalInterface
public interface MediaSink {

    /**
     * Sends the datagrams that lie back to back in {@code memory}: each {@code segmentBytes} long, the last one possibly shorter.
     * The bytes are borrowed for the call, or retained by the callee; they do not change any more.
     */
    void send(ByteBuf memory, int offset, int length, int segmentBytes);
}
