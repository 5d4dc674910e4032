package io.framecast.producer.source;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives out the frames of all tracks by decode time, whatever order the container has them in. A track that falls silent holds
 * the others up for {@link #MAX_WAIT_MICROS} of media time at the most.
 */
final class Interleaver {
    static final long MAX_WAIT_MICROS = 1_000_000;

    private final Map<Integer, ArrayDeque<SourceFrame>> tracks = new TreeMap<>();
    private long newestMicros = Long.MIN_VALUE;
    private long lastMicros = Long.MIN_VALUE;

    /** Frames of this track are waited for. */
    void expect(int track) {
        tracks.computeIfAbsent(track, id -> new ArrayDeque<>());
    }

    void add(SourceFrame frame) {
        tracks.computeIfAbsent(frame.track(), id -> new ArrayDeque<>()).add(frame);
        newestMicros = Math.max(newestMicros, frame.decodeMicros());
    }

    /** The next frame, or null if one that comes before it may still be added, which is not so once the input has ended. */
    @Nullable
    SourceFrame poll(boolean ended) {
        SourceFrame first = null;
        boolean complete = true;
        for (ArrayDeque<SourceFrame> waiting : tracks.values()) {
            SourceFrame head = waiting.peek();
            if (head == null) {
                complete = false;
            } else if (first == null || head.decodeMicros() < first.decodeMicros()) {
                first = head;
            }
        }
        if (first == null || (!ended && !complete && newestMicros - first.decodeMicros() < MAX_WAIT_MICROS)) {
            return null;
        }
        ArrayDeque<SourceFrame> waiting = tracks.get(first.track());
        if (waiting != null) {
            waiting.remove();
        }
        lastMicros = Math.max(lastMicros, first.decodeMicros());
        return first.decodeMicros() == lastMicros ? first : first.decodedAt(lastMicros);
    }
}
