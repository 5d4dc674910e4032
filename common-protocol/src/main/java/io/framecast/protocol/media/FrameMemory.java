package io.framecast.protocol.media;

/**
 * What the tracks of one stream hold together of frames that were not delivered yet. Whoever sends chooses how many tracks there are
 * and how many frames they leave open, so that a bound for each track alone is none. Owned by the receiver of the stream.
 */
public final class FrameMemory {

    /** Two of the largest frames of each of two renditions. */
    public static final long MOST_BYTES = 64L << 20;

    private final long mostBytes;
    private long bytes;

    public FrameMemory() {
        this(MOST_BYTES);
    }

    FrameMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    boolean fits(long more) {
        return bytes + more <= mostBytes;
    }

    void add(long more) {
        bytes += more;
    }

    /** Held now. */
    public long bytes() {
        return bytes;
    }
}
