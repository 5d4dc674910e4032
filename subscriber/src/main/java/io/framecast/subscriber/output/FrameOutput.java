package io.framecast.subscriber.output;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;

/** Takes the whole frames of one subscribed stream, in decode order per track, on one thread. */
public interface FrameOutput extends AutoCloseable {

    /** What the stream consists of; again whenever that changes or the stream comes back. Precedes the frames that it describes. */
    void onCatalog(Catalog catalog) throws RunException;

    void onFrame(Frame frame) throws RunException;

    /** A frame has come in and waits for its {@link #onFrame}; on the receiving thread, so that playing times can be measured. */
    default void onArrival(Frame frame, long nowNanos) {}

    /** Whether it shows pictures when they are due, and leaves out those that are late; else it takes every frame. */
    default boolean plays() {
        return false;
    }

    /** Pictures that it left out because they were late; any thread. */
    default long skippedPictures() {
        return 0;
    }

    /** The stream is away; what was shown stays, what was recorded is kept. */
    void onDown();

    /** Finishes: files are complete and closed afterwards. Idempotent. */
    @Override
    void close() throws RunException;
}
