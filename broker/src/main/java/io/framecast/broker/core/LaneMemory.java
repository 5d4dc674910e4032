package io.framecast.broker.core;

import io.framecast.protocol.repair.RetransmitRing;
import io.framecast.protocol.repair.RingFrame;
import io.framecast.protocol.repair.RingRecovery;
import io.framecast.protocol.time.Serial;
import org.jspecify.annotations.Nullable;

/**
 * What one lane keeps: its ring, and the REPAIR that its producer sent for frames that are not whole. Its stream is told of every
 * byte more or less. Owned by the lane.
 */
final class LaneMemory {

    /** What is kept for repairs beyond what joiners need. */
    private static final long KEPT_MICROS = 5_000_000L;

    final RetransmitRing ring;

    private final Stream stream;
    private final int fragmentBytes;
    private @Nullable RingRecovery recovery;
    private long toldBytes;

    LaneMemory(Context context, Stream stream, int fragmentBytes) {
        this.stream = stream;
        this.fragmentBytes = fragmentBytes;
        ring = new RetransmitRing(
                context.allocator,
                fragmentBytes,
                context.limits.ringBytesPerStream(),
                context.limits.frameBytes(),
                this::makeRoom);
    }

    /** Null before the first REPAIR. */
    @Nullable
    RingRecovery recovery() {
        return recovery;
    }

    RingRecovery openRecovery() {
        RingRecovery open = recovery;
        if (open == null) {
            open = new RingRecovery(ring, fragmentBytes);
            recovery = open;
        }
        return open;
    }

    long bytes() {
        return ring.bytes() + (recovery == null ? 0 : recovery.heldBytes());
    }

    /** The stream is told how much more the lane takes than the last time. */
    void onChanged() {
        long grown = bytes() - toldBytes;
        toldBytes += grown;
        stream.onRingGrown(grown);
    }

    /** Whether there is room for so much more than what is held now. */
    boolean makeRoom(long cost) {
        onChanged();
        return stream.makeRoom(cost);
    }

    /** For a stream that is over its bound, which takes account of it by itself; returns the bytes that this freed. */
    long evictOldest() {
        long before = bytes();
        if (ring.isEmpty()) {
            recovery = null;
        } else {
            ring.evictOldest();
        }
        long freed = before - bytes();
        toldBytes -= freed;
        return freed;
    }

    /**
     * Lets go of what neither a joiner nor a repair needs: older than what joiners start with, and than 5 s.
     *
     * @param key what joiners start with; null: nothing
     */
    void trim(@Nullable RingFrame key) {
        RingFrame oldest = ring.oldest();
        RingFrame newest = ring.newest();
        while (oldest != null
                && newest != null
                && newest.captureMicros() - oldest.captureMicros() > KEPT_MICROS
                && (key == null || Serial.compare(oldest.firstSequence(), key.firstSequence()) < 0)) {
            ring.evictOldest();
            oldest = ring.oldest();
        }
    }
}
