package io.framecast.gateway.feed;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one viewer is in a {@link GopCache}, and which frames it is left out: discardable ones first, then, if it lags by more than
 * {@link GopCache#LAG_NANOS}, all up to the next key picture. It never gets a picture whose references it was not given. Owned by the
 * gateway's loop.
 */
final class Cursor {

    private final BitSet decodable = new BitSet();
    private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
    private long next;
    private boolean joining;
    private boolean fromCache;
    private boolean counted;

    /** Begins at the newest key picture, or at the next one. */
    void join(GopCache cache) {
        next = cache.join();
        joining = next < cache.end();
        decodable.clear();
        counted = false;
    }

    /** The next frame for it, still the cache's; null if there is none now. {@code crowded}: its connection is half full. */
    @Nullable
    WireFrame poll(GopCache cache, boolean crowded, long nowNanos) {
        catchUp(cache, nowNanos);
        while (next < cache.end()) {
            WireFrame frame = cache.get(next);
            next++;
            fromCache = joining;
            if (frame.picture() && frame.key()) {
                decodable.set(frame.track());
                counted = true;
            } else if (frame.picture() && !decodable.get(frame.track())) {
                // Before its first key picture nothing was left out: it was not there yet.
                count(LeftOut.REFERENCE, counted ? 1 : 0);
                continue;
            }
            if (frame.discardable() && crowded && !joining) {
                count(LeftOut.DISCARDABLE, 1);
                continue;
            }
            joining &= next < cache.end();
            return frame;
        }
        joining = false;
        return null;
    }

    /** Whether the frame that was polled last is part of a join, not of the live stream. */
    boolean fromCache() {
        return fromCache;
    }

    long leftOut(LeftOut reason) {
        return leftOut.getOrDefault(reason, 0L);
    }

    private void catchUp(GopCache cache, long nowNanos) {
        if (next < cache.first()) {
            skip(cache.first(), LeftOut.LAGGING);
        }
        if (next >= cache.end()) {
            return;
        }
        boolean newer = cache.join() > next && cache.join() < cache.end();
        if (joining) {
            if (newer) {
                skip(cache.join(), LeftOut.JOINING);
            }
        } else if (nowNanos - cache.get(next).addedNanos() > GopCache.LAG_NANOS) {
            skip(newer ? cache.join() : cache.end(), LeftOut.LAGGING);
        }
    }

    private void skip(long to, LeftOut reason) {
        count(reason, to - next);
        next = to;
        decodable.clear();
    }

    private void count(LeftOut reason, long frames) {
        leftOut.merge(reason, frames, Long::sum);
    }
}
