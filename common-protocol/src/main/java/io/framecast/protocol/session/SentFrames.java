package io.framecast.protocol.session;

import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.time.Serial;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher sent on one lane and the broker may still miss: the sealed fragments as they were, for its NACKs. Bounded by age
 * and bytes; what the broker has is let go. Owns the frames' memory. Owned by the publisher.
 */
final class SentFrames {

    private static final long KEEP_NANOS = 5_000_000_000L;
    static final long MOST_BYTES = 16 << 20;

    private final ArrayDeque<Sent> frames = new ArrayDeque<>();
    private long bytes;

    private record Sent(PacketizedFrame frame, long sentNanos) {}

    /** Takes over {@code frame}, which follows the one before in sequence. */
    void add(PacketizedFrame frame, long nowNanos) {
        frames.addLast(new Sent(frame, nowNanos));
        bytes += frame.memory().readableBytes();
        while (frames.size() > 1 && (bytes > MOST_BYTES || nowNanos - frames.getFirst().sentNanos > KEEP_NANOS)) {
            removeOldest();
        }
    }

    /** The frame that {@code sequence} is a fragment of; null if it is not here (any more). Still owned by this. */
    @Nullable
    PacketizedFrame find(int sequence) {
        for (Sent sent : frames) {
            int into = Serial.distance(sent.frame.firstSequence(), sequence);
            if (into >= 0 && into < sent.frame.count()) {
                return sent.frame;
            }
        }
        return null;
    }

    /** The broker misses nothing before {@code sequence}. */
    void onContiguous(int sequence) {
        while (!frames.isEmpty()) {
            PacketizedFrame oldest = frames.getFirst().frame;
            if (Serial.compare(oldest.firstSequence() + oldest.count(), sequence) > 0) {
                return;
            }
            removeOldest();
        }
    }

    void clear() {
        while (!frames.isEmpty()) {
            removeOldest();
        }
    }

    private void removeOldest() {
        PacketizedFrame oldest = frames.removeFirst().frame;
        bytes -= oldest.memory().readableBytes();
        oldest.release();
    }
}
