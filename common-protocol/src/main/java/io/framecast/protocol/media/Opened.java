package io.framecast.protocol.media;

/** What became of a fragment that was handed to a {@link FrameAssembler}. */
public enum Opened {
    /** Authentic and new. */
    ACCEPTED,
    /** Authentic, but its frame was delivered or given up before. */
    STALE,
    /** Its place was taken already; not opened again. */
    DUPLICATE,
    /** The seal does not hold. */
    NOT_AUTHENTIC,
    /** It contradicts its frame's other fragments or is over a limit. */
    REJECTED;

    /** Whether the key proved where it came from. */
    public boolean authentic() {
        return this == ACCEPTED || this == STALE;
    }

    /**
     * Whether loss tracking may believe its sequence: it is authentic, or a copy in the place of one that was, from which the tracker
     * learns that it asked too early.
     */
    public boolean believable() {
        return authentic() || this == DUPLICATE;
    }
}
