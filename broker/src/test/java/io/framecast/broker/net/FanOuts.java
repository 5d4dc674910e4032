package io.framecast.broker.net;

import io.framecast.broker.core.MediaOut;
import io.framecast.transport.UdpSocket;

/** The broker's way out over a socket that no broker has. */
public final class FanOuts {
    private FanOuts() {}

    public static MediaOut over(UdpSocket socket) {
        return new FanOut(socket);
    }
}
