package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import org.jspecify.annotations.Nullable;

/** Encoded frames in decode order, all tracks interleaved. Used by one thread, except {@link #requestKeyFrame}. */
public interface FrameSource extends AutoCloseable {

    /** Opens it and says what it carries. Called once, before {@link #next}. */
    Catalog open() throws RunException;

    /** The next frame, or null at the end. A live source blocks until there is one; a file returns at once, the caller paces. */
    @Nullable
    SourceFrame next() throws RunException, InterruptedException;

    /** Asks for a key frame soon; any thread. Sources that do not encode ignore it. */
    void requestKeyFrame();

    /** Whether frames come when they happen, so that the caller must not pace them. */
    boolean live();

    /** Frees what it holds. Idempotent. */
    @Override
    void close();
}
