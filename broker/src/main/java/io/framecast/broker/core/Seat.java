package io.framecast.broker.core;

import io.framecast.broker.core.SubscriberTable.Row;
import io.framecast.protocol.repair.RingFrame;
import io.framecast.protocol.repair.Slot;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place in one stream: a row per lane and, while it catches up with what is cached, a cursor per lane that sends at a
 * bounded pace and then goes over into the lane's table. Owned by the stream.
 */
final class Seat {

    private static final int CHUNK = 8;
    private static final double BURST_BYTES = 16 * 1200;
    /** Below this a key frame would take longer than anybody waits. */
    private static final double LEAST_BYTES_PER_SECOND = 1_000_000;

    private static final double SLOW_LOSS = 0.02;
    private static final double REPAIR_SHARE = 0.25;
    private static final double LEAST_REPAIR_BYTES_PER_SECOND = 64_000;
    private static final double LEAST_REPAIR_BURST = 256_000;
    private static final long FIRST_PADDING_NANOS = 20_000_000L;
    private static final long SECOND_PADDING_NANOS = 80_000_000L;

    private static final class Place {
        final Lane lane;
        final Row row;
        int cursor;

        @Nullable
        RepairLedger ledger;

        long reportedReceived;
        int reportedHighest;
        boolean reported;

        Place(Lane lane, InetSocketAddress address) {
            this.lane = lane;
            row = new Row(address);
        }
    }

    final Stream stream;
    final Session session;

    private final Context context;
    private final List<Place> places = new ArrayList<>();
    private final List<LaneStart> starts = new ArrayList<>();
    private final long startEpoch;
    private final TokenBucket pace;
    private final TokenBucket repairs;
    private final Protection protection = new Protection();
    private final Timer timer;
    private boolean joining;
    private boolean paused;
    private boolean slow;
    private int paddings;

    private Seat(Context context, Stream stream, Session session, long startEpoch, long nowNanos) {
        this.context = context;
        this.stream = stream;
        this.session = session;
        this.startEpoch = startEpoch;
        pace = new TokenBucket(LEAST_BYTES_PER_SECOND, BURST_BYTES, nowNanos);
        repairs = new TokenBucket(LEAST_REPAIR_BYTES_PER_SECOND, LEAST_REPAIR_BURST, nowNanos);
        timer = new Timer(session, this::onTimeout);
        for (Lane lane : stream.lanes()) {
            Place place = new Place(lane, session.address());
            LaneStart start = lane.start();
            starts.add(start);
            place.cursor = start.firstSequence();
            places.add(place);
        }
        stream.seats().put(session, this);
        session.seats.add(this);
    }

    /** In a stream that has just come up: there from its first datagram. */
    static Seat fromTheStart(Context context, Stream stream, Session session, boolean paused, long nowNanos) {
        Seat seat = new Seat(context, stream, session, 0, nowNanos);
        seat.paused = paused;
        if (!paused) {
            seat.places.forEach(place -> place.lane.table.add(place.row));
        }
        return seat;
    }

    /** In a live stream: what is cached is sent first, beginning after the current event, so that it follows its answer. */
    static Seat joining(
            Context context, Stream stream, Session session, long nowNanos, Consumer<? super BrokerAction> out) {
        stream.flush(nowNanos);
        Seat seat = new Seat(context, stream, session, stream.joinEpoch(), nowNanos);
        stream.onJoin(nowNanos, out);
        seat.join(nowNanos);
        return seat;
    }

    List<LaneStart> starts() {
        return starts;
    }

    long startEpoch() {
        return startEpoch;
    }

    boolean joining() {
        return joining;
    }

    private void join(long nowNanos) {
        joining = true;
        paddings = 0;
        context.timers.set(timer, nowNanos);
    }

    private void onTimeout(long nowNanos, Consumer<? super BrokerAction> out) {
        if (paused) {
            return;
        }
        if (!joining) {
            pad(nowNanos);
            return;
        }
        double live = stream.rate.bytesPerSecond(nowNanos);
        pace.rate(Math.max(LEAST_BYTES_PER_SECOND, (slow ? 2 : 3) * live), BURST_BYTES, nowNanos);
        while (pace.available(nowNanos) > 0) {
            Place place = nearest(nowNanos, out);
            if (place == null) {
                joining = false;
                context.timers.set(timer, nowNanos + FIRST_PADDING_NANOS);
                return;
            }
            Slot slot = place.lane.ring().run(place.cursor, CHUNK);
            if (slot == null || Serial.compare(slot.firstSequence(), place.lane.level()) >= 0) {
                place.cursor = place.lane.level();
            } else {
                place.cursor = slot.firstSequence() + slot.count();
                pace.spend(slot.length());
                place.lane.sendTo(session.address(), slot, BrokerCounter.JOIN_SENT);
            }
        }
        context.timers.set(timer, nowNanos + Math.max(1, pace.nanosUntil(1, nowNanos)));
    }

    /**
     * The lane to go on with: the catalog, then whichever has the least to catch up, since without it the most is of no use. Lanes that
     * are level go into their table on the way.
     */
    private @Nullable Place nearest(long nowNanos, Consumer<? super BrokerAction> out) {
        Place nearest = null;
        int least = Integer.MAX_VALUE;
        for (Place place : places) {
            if (place.row.present()) {
                continue;
            }
            if (place.lane.evicted(place.cursor)) {
                jump(place, nowNanos, out);
            }
            int behind = Serial.distance(place.cursor, place.lane.level());
            if (behind <= 0) {
                place.lane.table.add(place.row);
            } else if (nearest == null || (nearest.lane.track() != 0 && behind < least)) {
                nearest = place;
                least = behind;
            }
        }
        return nearest;
    }

    /** What it would send next has left the ring: it starts again at a newer key frame. */
    private void jump(Place place, long nowNanos, Consumer<? super BrokerAction> out) {
        RingFrame frame = place.lane.joinFrame();
        if (frame == null || Serial.compare(frame.firstSequence(), place.cursor) <= 0) {
            return;
        }
        LaneStart start = place.lane.start();
        place.cursor = start.firstSequence();
        context.count(BrokerCounter.JOIN_JUMPS);
        session.notice(new NoticeBody.Switched(stream.alias, List.of(start), Level.ALL), nowNanos, out);
    }

    /** Its tail may have been lost, and an idle lane says nothing more by itself: this subscriber is told where the lanes stand. */
    private void pad(long nowNanos) {
        for (Place place : places) {
            if (place.lane.idle(nowNanos)) {
                place.lane.padTo(session.address());
            }
        }
        if (++paddings < 2) {
            context.timers.set(timer, nowNanos + SECOND_PADDING_NANOS);
        }
    }

    /** A datagram came in behind the lane's level; the table has it already. */
    void onLate(Lane lane, Slot slot) {
        for (Place place : places) {
            if (place.lane == lane
                    && !place.row.present()
                    && !paused
                    && Serial.compare(slot.firstSequence(), place.cursor) < 0) {
                lane.sendTo(session.address(), slot, BrokerCounter.JOIN_SENT);
            }
        }
    }

    /** Media stops: nobody has proved for too long that it arrives. */
    void pause() {
        if (paused) {
            return;
        }
        paused = true;
        joining = false;
        context.timers.cancel(timer);
        for (Place place : places) {
            if (place.row.present()) {
                place.lane.table.remove(place.row);
                place.cursor = place.lane.level();
            }
        }
    }

    /** The subscriber is there again. Where a key frame has come since, it goes on with that one, else where it stopped. */
    void resume(long nowNanos, Consumer<? super BrokerAction> out) {
        if (!paused) {
            return;
        }
        paused = false;
        stream.flush(nowNanos);
        List<LaneStart> switched = new ArrayList<>();
        for (Place place : places) {
            LaneStart start = place.lane.start();
            if (Serial.compare(start.firstSequence(), place.cursor) > 0) {
                place.cursor = start.firstSequence();
                switched.add(start);
            }
        }
        if (!switched.isEmpty()) {
            session.notice(new NoticeBody.Switched(stream.alias, switched, Level.ALL), nowNanos, out);
        }
        join(nowNanos);
    }

    void moveTo(InetSocketAddress address) {
        places.forEach(place -> place.lane.table.move(place.row, address));
    }

    /** What the subscriber says that it has: one that loses while it catches up is sent less at a time. */
    void onReport(LaneReport report) {
        Place place = place(report.lane());
        if (place == null) {
            return;
        }
        if (place.reported && joining) {
            int sent = Serial.distance(place.reportedHighest, report.highestSequence());
            long got = report.received() - place.reportedReceived;
            slow |= sent > CHUNK && got < sent * (1 - SLOW_LOSS);
        }
        place.reported = true;
        place.reportedHighest = report.highestSequence();
        place.reportedReceived = report.received();
    }

    /** The subscriber's latency budget. */
    void budgetMillis(int millis) {
        protection.budgetMillis(millis);
    }

    /** The lanes are told whether what the subscriber loses is to be protected. */
    void protect(LaneReport report, long nowNanos) {
        protection.onReport(report, session.clock.roundTripNanos(), nowNanos);
        places.forEach(place -> place.lane.protection().seat(this, protection.wanted()));
    }

    /** How many REPAIR datagrams of the frame it gets: none where it was not given the frame. */
    int repairsFor(Lane lane, RingFrame frame) {
        Place place = place(lane.id);
        boolean given = place != null
                && !paused
                && (place.row.present() || Serial.compare(frame.endSequence(), place.cursor) <= 0);
        return given ? protection.datagrams(frame.count()) : 0;
    }

    /** Whether so many bytes of REPAIR may be sent now; they count as sent. No subscriber has a limit of its own yet. */
    boolean affordsProtection(int bytes, long nowNanos) {
        return true;
    }

    /** Whether {@code bytes} may be sent again now; they count as sent. */
    boolean affordsRepair(int bytes, long nowNanos) {
        double rate = Math.max(LEAST_REPAIR_BYTES_PER_SECOND, REPAIR_SHARE * stream.rate.bytesPerSecond(nowNanos));
        repairs.rate(rate, Math.max(LEAST_REPAIR_BURST, rate), nowNanos);
        return repairs.take(bytes, nowNanos);
    }

    @Nullable
    RepairLedger ledger(Lane lane) {
        Place place = place(lane.id);
        if (place != null && place.ledger == null) {
            place.ledger = new RepairLedger();
        }
        return place == null ? null : place.ledger;
    }

    private @Nullable Place place(int laneId) {
        for (Place place : places) {
            if (place.lane.id == laneId) {
                return place;
            }
        }
        return null;
    }

    /** Whether the sequence's turn has come; what is still to be sent is not repaired. */
    boolean reached(Lane lane, int sequence) {
        Place place = place(lane.id);
        int next = place == null || place.row.present() ? lane.level() : place.cursor;
        return Serial.compare(sequence, next) < 0;
    }

    boolean paused() {
        return paused;
    }

    /** From here on not a single datagram of the stream goes to the subscriber. */
    void close() {
        paused = true;
        joining = false;
        context.timers.cancel(timer);
        for (Place place : places) {
            place.lane.table.remove(place.row);
            place.lane.protection().seat(this, false);
        }
        stream.seats().remove(session);
        session.seats.remove(this);
    }
}
