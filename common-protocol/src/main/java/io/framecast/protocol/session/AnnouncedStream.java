package io.framecast.protocol.session;

import io.framecast.protocol.crypto.MediaSealer;
import io.framecast.protocol.crypto.StreamLock;
import io.framecast.protocol.media.PacketizedFrame;
import io.framecast.protocol.media.Packetizer;
import io.framecast.protocol.time.AgeSample;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a published stream: from its ANNOUNCE to its END, under one alias and one base key. The next one starts with
 * new sequences and goes on with the frame numbers. Owned by the publisher.
 */
final class AnnouncedStream {

    private static final long MOST_PACKETS_PER_EPOCH = 1L << 23;

    private final Announce announce;
    private final long epochNanos;
    private final AgeSample encodeTimes = new AgeSample();
    private final int timedTrack;
    private final List<Lane> lanes = new ArrayList<>();
    private long alias;
    private long epoch;
    private long epochStartNanos;
    private long epochPackets;

    /** What there is per lane; each track has one, with temporal id 0. */
    private static final class Lane {
        final int track;
        final Packetizer packetizer;
        final SentFrames sent = new SentFrames();
        final int firstSequence;
        int nextSequence;
        int contiguous;

        Lane(int track, Packetizer packetizer, int firstSequence) {
            this.track = track;
            this.packetizer = packetizer;
            this.firstSequence = firstSequence;
            nextSequence = firstSequence;
            contiguous = firstSequence;
        }
    }

    /** {@code nextFrames}: the number of the next frame of track 0 and then of each of the publication's tracks. */
    AnnouncedStream(Publication publication, int[] nextFrames, Exchange exchange) {
        epochNanos = publication.epochNanos();
        timedTrack = publication.tracks().getFirst();
        byte[] announcedKey = exchange.random(32);
        StreamLock lock = publication.lock();
        MediaSealer sealer =
                new MediaSealer(lock == null ? announcedKey : lock.baseKey(announcedKey, publication.producerId()));
        List<LaneStart> starts = new ArrayList<>();
        for (int i = 0; i < nextFrames.length; i++) {
            int track = i == 0 ? 0 : publication.tracks().get(i - 1);
            int firstSequence = exchange.randomInt();
            starts.add(new LaneStart(track << 3, firstSequence, nextFrames[i]));
            Packetizer packetizer = new Packetizer(
                    track, publication.fragmentBytes(), firstSequence, nextFrames[i], sealer, exchange.allocator());
            lanes.add(new Lane(track, packetizer, firstSequence));
        }
        announce = new Announce(
                exchange.nextRequestId(),
                publication.producerId(),
                publication.owner(),
                announcedKey,
                publication.fragmentBytes(),
                lock == null ? publication.metadata() : publication.metadata().locked(lock.announced()),
                starts);
    }

    Announce announce() {
        return announce;
    }

    void onGranted(long alias, long nowNanos) {
        this.alias = alias;
        epochStartNanos = nowNanos;
    }

    long alias() {
        return alias;
    }

    /** Whether the next frame starts a new key epoch; then the catalog has to be sent again first. */
    boolean epochOver(long nowNanos) {
        return nowNanos - epochStartNanos >= epochNanos || epochPackets >= MOST_PACKETS_PER_EPOCH;
    }

    void nextEpoch(long nowNanos) {
        epoch++;
        epochStartNanos = nowNanos;
        epochPackets = 0;
    }

    /** Seals a frame when the wall clock reads {@code wallMicros}; the result is the caller's, until it gives it to {@link #onSent}. */
    PacketizedFrame seal(OutgoingFrame frame, long wallMicros) {
        if (frame.track() == timedTrack) {
            encodeTimes.add(Math.max(0, wallMicros - frame.captureMicros()));
        }
        PacketizedFrame sealed = lane(frame.track())
                .packetizer
                .packetize(alias, epoch, frame.key(), frame.discardable(), frame.captureMicros(), frame.payload());
        epochPackets += sealed.count();
        return sealed;
    }

    /** The first {@code count} fragments of {@code frame} have left. */
    void onLeft(int track, PacketizedFrame frame, int count) {
        lane(track).nextSequence = frame.firstSequence() + count;
    }

    /** All of {@code frame} has left; takes it over. */
    void onSent(int track, PacketizedFrame frame, long nowNanos) {
        lane(track).sent.add(frame, nowNanos);
    }

    /** Null if it is not kept (any more), or the lane is unknown. */
    @Nullable
    PacketizedFrame find(int laneId, int sequence) {
        Lane lane = find(laneId);
        return lane == null ? null : lane.sent.find(sequence);
    }

    /** Whether {@code sequence} has left, be it kept or not. */
    boolean wasSent(int laneId, int sequence) {
        Lane lane = find(laneId);
        return lane != null
                && Serial.compare(sequence, lane.nextSequence) < 0
                && Serial.compare(sequence, lane.firstSequence) >= 0;
    }

    void onContiguous(LanePosition position) {
        Lane lane = find(position.lane());
        if (lane != null
                && Serial.compare(position.nextSequence(), lane.contiguous) > 0
                && Serial.compare(position.nextSequence(), lane.nextSequence) <= 0) {
            lane.contiguous = position.nextSequence();
            lane.sent.onContiguous(lane.contiguous);
        }
    }

    /** Whether the broker has everything that was sent. */
    boolean complete() {
        return lanes.stream().allMatch(lane -> lane.contiguous == lane.nextSequence);
    }

    void report(List<LanePosition> positions, List<EncodeTime> encoded) {
        if (!encodeTimes.isEmpty()) {
            encoded.add(new EncodeTime(alias, (int) Math.min(Integer.MAX_VALUE, encodeTimes.medianMicros())));
            encodeTimes.clear();
        }
        for (Lane lane : lanes) {
            positions.add(new LanePosition(alias, lane.track << 3, lane.nextSequence));
        }
    }

    void close() {
        lanes.forEach(lane -> lane.sent.clear());
    }

    private Lane lane(int track) {
        Lane lane = find(track << 3);
        if (lane == null) {
            throw new IllegalStateException("the publisher checks the track of each frame, and " + track + " is none");
        }
        return lane;
    }

    private @Nullable Lane find(int laneId) {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).track << 3 == laneId) {
                return lanes.get(i);
            }
        }
        return null;
    }
}
