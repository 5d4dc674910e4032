package io.framecast.broker.core;

import io.framecast.broker.core.BrokerSnapshot.StreamSnapshot;
import io.framecast.protocol.repair.RingFrame;
import io.framecast.protocol.time.AgeHistogram;
import io.framecast.protocol.wire.ControlPacket.Announce;
import io.framecast.protocol.wire.ControlPacket.KeyRequest;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamInfo;
import io.framecast.protocol.wire.Limits;
import io.framecast.protocol.wire.MediaHeader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of what a producer id carries, from its ANNOUNCE until its tail is of no use any more. Owned by the broker's loop:
 * rings, lanes and tables are touched nowhere else.
 */
final class Stream {

    private static final long KEY_REQUEST_NANOS = 2_000_000_000L;
    /** A key frame older than this is worth a new one when somebody joins. */
    private static final long OLD_KEY_MICROS = 2_000_000L;

    private static final int REPAIR_AND_TRAILER_BYTES = 6 + MediaHeader.TRAILER_BYTES;

    final Session session;
    final String producerId;
    final long alias;
    final Announce announce;
    final long sinceNanos;
    final RateMeter rate;
    final TokenBucket allowance;
    final FrameAges ages;
    final ViewerAges viewerAges = new ViewerAges();
    /** From SUBSCRIBE until a subscriber was sent all that was cached. */
    private final AgeHistogram joins = new AgeHistogram();

    final LeftOutTally leftOut;

    private final Context context;
    private final Consumer<Lane> dirty;
    private final Map<Integer, Lane> lanes = new LinkedHashMap<>();
    private final Map<Session, Seat> seats = new LinkedHashMap<>();
    private final Set<Seat> apart = new LinkedHashSet<>();
    private final Map<Integer, Long> keyAskedAt = new HashMap<>();
    private final Set<Integer> keyless = new HashSet<>();
    private long ringBytes;
    private long datagrams;
    private long epoch;
    private int keyPhase;
    private boolean live = true;

    /** @param dirty told of each lane that has something to fan out */
    Stream(Context context, Session session, long alias, Announce announce, Consumer<Lane> dirty, long nowNanos) {
        this.context = context;
        this.session = session;
        this.alias = alias;
        this.announce = announce;
        this.dirty = dirty;
        producerId = announce.producerId();
        leftOut = new LeftOutTally(context, producerId);
        sinceNanos = nowNanos;
        rate = new RateMeter(nowNanos);
        allowance = new TokenBucket(bytesPerSecond(), burstBytes(), nowNanos);
        ages = new FrameAges(context, session, alias, LaneStart.timedTrack(announce.lanes()));
        for (LaneStart start : announce.lanes()) {
            lanes.put(start.lane(), new Lane(context, this, start, announce.fragmentBytes(), nowNanos));
        }
        context.rings.add(this);
    }

    /** How many may be subscribed to it at once. */
    int mostSubscribers() {
        return Math.min(
                context.limits.subscribersPerStream(), session.grant().quota().subscribers());
    }

    /** Its producer has another right than before. */
    void onQuota(long nowNanos) {
        allowance.rate(bytesPerSecond(), burstBytes(), nowNanos);
    }

    private double bytesPerSecond() {
        return Math.min(
                        context.limits.bitsPerSecondPerStream(),
                        session.grant().quota().bitsPerSecond())
                / 8.0;
    }

    /** A second's worth, but not less than one datagram of it. */
    private double burstBytes() {
        return Math.max(bytesPerSecond(), announce.fragmentBytes() + REPAIR_AND_TRAILER_BYTES);
    }

    boolean live() {
        return live;
    }

    /** No more media is taken; the rings stay for those who miss the tail. */
    void end(long nowNanos) {
        lanes.values().forEach(lane -> lane.flushAll(nowNanos));
        live = false;
    }

    @Nullable
    Lane lane(int id) {
        return lanes.get(id);
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    @Nullable
    Seat seatOf(Session subscriber) {
        return seats.get(subscriber);
    }

    Map<Session, Seat> seats() {
        return seats;
    }

    void onDatagram() {
        datagrams++;
    }

    void onDirty(Lane lane) {
        dirty.accept(lane);
    }

    /** Seats of which a lane at least is not in its table. */
    Set<Seat> apart() {
        return apart;
    }

    /** At every step of a pacer, so without an iterator where nobody is apart, which is the rule. */
    void wakeApart(long nowNanos) {
        if (!apart.isEmpty()) {
            for (Seat seat : apart) {
                seat.wake(nowNanos);
            }
        }
    }

    /** Follows the producer's key epochs by their phase (epoch mod 3, plus 1); one step behind is a late packet. */
    void onKeyPhase(int phase) {
        if (keyPhase == 0) {
            epoch = Math.floorMod(phase - 1, 3);
            keyPhase = phase;
        } else if (Math.floorMod(phase - keyPhase, 3) == 1) {
            epoch++;
            keyPhase = phase;
        }
    }

    /** The oldest key epoch that somebody who joins now gets datagrams of. */
    long joinEpoch() {
        long oldest = epoch;
        for (Lane lane : lanes.values()) {
            int phase = lane.startKeyPhase();
            if (phase != 0) {
                oldest = Math.min(oldest, epoch - Math.floorMod(keyPhase - phase, 3));
            }
        }
        return Math.max(0, oldest);
    }

    /** A lane takes more, or less; beyond the stream's bound the largest lanes let go of their oldest frames. */
    void onRingGrown(long bytes) {
        ringBytes += bytes;
        context.rings.onGrown(bytes);
        while (ringBytes > context.limits.ringBytesPerStream() && evictOldest(1)) {
            // One frame at a time.
        }
    }

    /** Whether a lane may reserve so much more, now that the stream's lanes, and other streams, have let go of what they must. */
    boolean makeRoom(long cost) {
        while (ringBytes + cost > context.limits.ringBytesPerStream()) {
            if (!evictOldest()) {
                return false;
            }
        }
        return context.rings.makeRoom(cost);
    }

    /** The lane that takes most lets go of its oldest frame; false: nothing is left. */
    boolean evictOldest() {
        return evictOldest(0);
    }

    private boolean evictOldest(int butFrames) {
        Lane largest = null;
        for (Lane lane : lanes.values()) {
            if (lane.held.bytes() > 0
                    && (butFrames == 0 || lane.ring().frames() > butFrames)
                    && (largest == null || lane.held.bytes() > largest.held.bytes())) {
                largest = lane;
            }
        }
        if (largest == null) {
            return false;
        }
        long freed = largest.held.evictOldest();
        ringBytes -= freed;
        context.rings.onGrown(-freed);
        return true;
    }

    long ringBytes() {
        return ringBytes;
    }

    void nack(Lane lane, List<SequenceRange> missing, Consumer<? super BrokerAction> out) {
        for (int i = 0; i < missing.size(); i += Limits.NACK_RANGES / 2) {
            List<SequenceRange> part = missing.subList(i, Math.min(missing.size(), i + Limits.NACK_RANGES / 2));
            context.count(BrokerCounter.NACKS_SENT);
            session.send(new Nack(alias, lane.id, List.copyOf(part)), out);
        }
    }

    /** A subscriber has caught up, for the first time after so long; −1: it had before. */
    void onLive(long joinedNanos) {
        if (joinedNanos >= 0) {
            joins.add(joinedNanos / 1000);
        }
    }

    /** Somebody joins: a key frame is wanted where none is cached, or where the cached one is old. */
    void onJoin(long nowNanos, Consumer<? super BrokerAction> out) {
        for (Lane lane : lanes.values()) {
            RingFrame key = lane.ring().newestKeyFrame();
            RingFrame newest = lane.ring().newest();
            if (lane.track() != 0
                    && newest != null
                    && (key == null || newest.captureMicros() - key.captureMicros() > OLD_KEY_MICROS)) {
                requestKey(lane.track(), nowNanos, out);
            }
        }
    }

    /** Asks the producer for a key frame unless that was done less than 2 s ago. */
    void requestKey(int track, long nowNanos, Consumer<? super BrokerAction> out) {
        Long asked = keyAskedAt.get(track);
        if (!live || (asked != null && nowNanos - asked < KEY_REQUEST_NANOS)) {
            return;
        }
        keyAskedAt.put(track, nowNanos);
        if (!hasKey(track)) {
            keyless.add(track);
        }
        context.count(BrokerCounter.KEY_REQUESTS_SENT);
        session.send(new KeyRequest(alias, track), out);
    }

    /** A KEY_REQUEST may have been lost: where there has been no key frame at all since, it is sent again. */
    void repeatKeyRequests(long nowNanos, Consumer<? super BrokerAction> out) {
        for (int track : List.copyOf(keyless)) {
            if (hasKey(track)) {
                keyless.remove(track);
            } else {
                requestKey(track, nowNanos, out);
            }
        }
    }

    private boolean hasKey(int track) {
        for (Lane lane : lanes.values()) {
            if (lane.track() == track && lane.ring().newestKeyFrame() != null) {
                return true;
            }
        }
        return false;
    }

    StreamInfo info(List<LaneStart> starts, long fromEpoch) {
        return new StreamInfo(
                alias, announce.baseKey(), fromEpoch, announce.fragmentBytes(), announce.metadata(), starts);
    }

    List<LanePosition> positions() {
        List<LanePosition> positions = new ArrayList<>(lanes.size());
        for (Lane lane : lanes.values()) {
            positions.add(new LanePosition(alias, lane.id, lane.end()));
        }
        return positions;
    }

    StreamSnapshot snapshot(long nowNanos) {
        int joining = 0;
        for (Seat seat : seats.values()) {
            joining += seat.joining() ? 1 : 0;
        }
        long lost = 0;
        long repaired = 0;
        for (Lane lane : lanes.values()) {
            lost += lane.tracker().lost();
            repaired += lane.tracker().repaired() + lane.tracker().recovered();
        }
        return new StreamSnapshot(
                producerId,
                alias,
                seats.size(),
                joining,
                (long) (8 * rate.bytesPerSecond(nowNanos)),
                ringBytes,
                datagrams,
                lost,
                repaired,
                sinceNanos,
                viewerAges.snapshot(ages),
                joins.counts());
    }

    /** The end of the end: memory, rows and cursors go. */
    void release() {
        live = false;
        List.copyOf(seats.values()).forEach(Seat::close);
        lanes.values().forEach(Lane::release);
        leftOut.close();
        context.rings.remove(this);
        ringBytes = 0;
    }
}
