package io.framecast.protocol.session;

import io.framecast.protocol.crypto.StreamLock;
import io.framecast.protocol.media.Packetizer;
import io.framecast.protocol.wire.ControlPacket.Metadata;
import io.framecast.protocol.wire.Limits;
import io.framecast.protocol.wire.MediaHeader;
import io.framecast.protocol.wire.ProducerId;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to publish.
 *
 * @param producerId 1–64 of {@code [A-Za-z0-9._/-]}
 * @param owner 32 bytes that only this producer can derive: who has them may take the id over
 * @param lock encrypts the stream end to end; null: the broker has the key
 * @param tracks the ids of the media tracks, 1..255; the catalog's track 0 is always there
 * @param fragmentBytes UDP payload of every fragment but a frame's last, header and tag included; 256..65000
 * @param firstFrame number of each track's first frame; other than 0 only to test the wrap
 * @param epochNanos how long one media key is used; an hour unless for tests
 */
public record Publication(
        String producerId,
        byte[] owner,
        Metadata metadata,
        @Nullable StreamLock lock,
        List<Integer> tracks,
        int fragmentBytes,
        int firstFrame,
        long epochNanos) {

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    public Publication(String producerId, byte[] owner, Metadata metadata, List<Integer> tracks, int fragmentBytes) {
        this(producerId, owner, metadata, null, tracks, fragmentBytes, 0, HOUR_NANOS);
    }

    /** The same, encrypted end to end. */
    public Publication locked(StreamLock by) {
        return new Publication(producerId, owner, metadata, by, tracks, fragmentBytes, firstFrame, epochNanos);
    }

    public Publication {
        tracks = List.copyOf(tracks);
        ProducerId.check(producerId);
        if (owner.length != 32) {
            throw new IllegalArgumentException("an owner has 32 bytes, not " + owner.length);
        }
        if (fragmentBytes < 256 || fragmentBytes > 65_000) {
            throw new IllegalArgumentException("fragment size " + fragmentBytes + " is not in 256..65000 bytes");
        }
        for (int track : tracks) {
            if (track < 1 || track > 255) {
                throw new IllegalArgumentException("track id " + track + " is not in 1..255");
            }
        }
        if (new HashSet<>(tracks).size() != tracks.size()) {
            throw new IllegalArgumentException("a track id occurs twice in " + tracks);
        }
        if (tracks.size() >= Limits.LANES_PER_STREAM) {
            throw new IllegalArgumentException(
                    tracks.size() + " tracks; at most " + (Limits.LANES_PER_STREAM - 1) + " beside the catalog");
        }
        if (epochNanos <= 0) {
            throw new IllegalArgumentException("a key is used for more than 0 ns");
        }
    }

    /** The largest frame that can be sent: 16 MiB, or 65535 fragments. */
    public int mostFrameBytes() {
        long payloadBytes = fragmentBytes - (long) (MediaHeader.BYTES + MediaHeader.TAG_BYTES);
        return (int) Math.min(Packetizer.MAX_FRAME_BYTES, payloadBytes * Packetizer.MAX_FRAGMENTS);
    }
}
