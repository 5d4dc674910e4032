package io.framecast.gateway.feed;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest frames of one stream in the order in which they came: all since the newest key picture, so that who joins sees one at
 * once, and before it what is young enough for viewers that lag a little. Frames are numbered from 0 on and never renumbered. Owns
 * what it holds, at most {@value #MOST_BYTES} bytes and {@value #MOST_FRAMES} frames; a group of pictures that is larger cannot be
 * joined before the next one. Owned by the gateway's loop.
 */
final class GopCache {

    static final int MOST_BYTES = 8 << 20;
    static final int MOST_FRAMES = 4096;

    /** How far a viewer may lag before frames are left out for it. */
    static final long LAG_NANOS = 1_000_000_000L;

    private static final long NOWHERE = -1;

    private final List<WireFrame> frames = new ArrayList<>();
    private long first;
    private long join = NOWHERE;
    private long bytes;

    /** Takes the frame over. {@code joinable}: who gets it first, and all after it, can decode it. */
    void add(WireFrame frame, boolean joinable, long nowNanos) {
        if (joinable) {
            join = end();
        }
        frames.add(frame);
        bytes += frame.bytes();
        int gone = 0;
        while (gone < frames.size() && dispensable(gone, nowNanos)) {
            bytes -= frames.get(gone).bytes();
            frames.get(gone).message().release();
            gone++;
        }
        if (gone > 0) {
            frames.subList(0, gone).clear();
            first += gone;
            join = join < first ? NOWHERE : join;
        }
    }

    private boolean dispensable(int at, long nowNanos) {
        boolean older = join != NOWHERE && first + at < join;
        return bytes > MOST_BYTES
                || frames.size() - at > MOST_FRAMES
                || (older && nowNanos - frames.get(at).addedNanos() > LAG_NANOS);
    }

    /** Forgets all of them: what comes next has nothing to do with what was. */
    void clear() {
        frames.forEach(frame -> frame.message().release());
        first = end();
        frames.clear();
        bytes = 0;
        join = NOWHERE;
    }

    /** The number of the oldest that is here. */
    long first() {
        return first;
    }

    /** One past the newest. */
    long end() {
        return first + frames.size();
    }

    /** Where to begin: the newest key picture, or the end where there is none. */
    long join() {
        return join == NOWHERE ? end() : join;
    }

    /** Still the cache's; {@code index} in {@link #first}..{@link #end}. */
    WireFrame get(long index) {
        return frames.get((int) (index - first));
    }

    long bytes() {
        return bytes;
    }
}
