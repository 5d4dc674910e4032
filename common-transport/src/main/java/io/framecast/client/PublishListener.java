package io.framecast.client;

import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;

/** What happens on one publication, told on the client's event loop: take it and return. */
public interface PublishListener {

    /** The broker takes the stream now; again after each time that it was lost. */
    default void onLive() {}

    /** The next frame of {@code track} should be a key frame. */
    default void onKeyFrameWanted(int track) {}

    /** The stream was ended by the broker, or taken over; this publication is over. */
    default void onDisplaced(EndReason reason) {}

    /** The broker does not grant the publication; it is over. {@code detail} is for people, one line. */
    default void onRefused(ErrorCode code, String detail) {}
}
