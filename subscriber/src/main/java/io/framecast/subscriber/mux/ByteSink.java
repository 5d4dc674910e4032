package io.framecast.subscriber.mux;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a container's bytes go; used by one thread. */
public interface ByteSink extends AutoCloseable {

    /** Takes all of them; the buffer is borrowed for the call. */
    void write(ByteBuffer bytes) throws IOException;

    /** Called after each access unit: nothing should linger. */
    default void unitEnds() throws IOException {}

    /** Moves the place of the next byte; false where that is impossible. */
    default boolean seek(long position) throws IOException {
        return false;
    }

    default boolean seekable() {
        return false;
    }

    /** Bytes so far. */
    default long size() throws IOException {
        return 0;
    }

    @Override
    void close() throws IOException;
}
