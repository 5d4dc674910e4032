package io.framecast.protocol.media;

import org.jspecify.annotations.Nullable;

/**
 * Which frames are of no use because they need one that was not delivered, as far as headers tell: a frame may refer to any that is
 * not discardable back to its key frame. Owned by its assembler.
 */
final class References {

    private static final long NONE = Long.MIN_VALUE;

    /** The newest frame that later ones may need and that was not delivered, since the last key frame delivered. */
    private long brokenAt;

    /** Nothing before {@code first} was delivered. */
    References(long first) {
        brokenAt = first - 1;
    }

    /** Later frames may need this one, and it will not be delivered. */
    void onBroken(long number) {
        brokenAt = Math.max(brokenAt, number);
    }

    /** A key frame was delivered. */
    void onKey() {
        brokenAt = NONE;
    }

    boolean waitForKey() {
        return brokenAt != NONE;
    }

    boolean doom(PartialFrame frame) {
        return !frame.key
                && brokenAt != NONE
                && (frame.gopDistance == Packetizer.FAR_FROM_KEY || frame.number - frame.gopDistance <= brokenAt);
    }

    /** A frame that is missing between a broken one and {@code later} of the same group of pictures is of no use either. */
    boolean doomMissingBefore(@Nullable PartialFrame later) {
        return brokenAt != NONE && later != null && later.gopDistance != Packetizer.FAR_FROM_KEY && doom(later);
    }
}
