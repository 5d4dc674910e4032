package io.framecast.client;

import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.wire.ControlPacket.EndReason;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;

/**
 * What happens on one subscription, told on the client's event loop: take it and return, hand frames to a thread of your own.
 * What a listener throws is logged and changes nothing.
 */
public interface StreamListener {

    /** Nobody publishes the id yet; {@link #onUp} comes when somebody does. */
    default void onWaiting() {}

    /** The stream is live, or live again: its frames are a new sequence. */
    default void onUp(StreamInfo stream) {}

    /** What the stream consists of; before its first frame, and again when it changes. */
    default void onCatalog(Catalog catalog) {}

    /**
     * A whole frame, in decode order within its track, never twice. With {@link ClientOptions#takesSealed}, of a stream that is encrypted end
     * to end, also those of track 0: the media header of the first fragment (sequence and index are its own), then the sealed bytes of all
     * fragments, each but the last {@code fragmentBytes} less the header long.
     */
    default void onFrame(Frame frame) {}

    /** How much of the stream is sent from now on, after {@link #onUp} all of it: less where the path from the broker takes no more. */
    default void onLevel(Level level) {}

    /** The stream ended or its producer is gone; the subscription stays. */
    default void onDown(EndReason reason) {}

    /** The broker does not grant the subscription; it is over. {@code detail} is for people, one line. */
    default void onRefused(ErrorCode code, String detail) {}
}
