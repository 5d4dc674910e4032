package io.framecast.broker.core;

import io.framecast.protocol.repair.RingFrame;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way down to one subscriber, over all its streams: what its path takes, the budget that media, repairs, protection and joins are
 * all spent from, and what it was told that it will not get. Owned by its session.
 */
final class Downlink {

    private static final double LEAST_BURST = 16 * 1200;
    private static final double BURST_SECONDS = 0.05;
    /** A longer run is told as a new start of its lane: the client need not go through it one by one. */
    private static final int LONGEST_DROP = 1024;

    private final Context context;
    private final Session session;
    private final RateControl control;
    private final DropOutbox drops = new DropOutbox();
    private final TokenBucket budget;
    private final Timer timer;

    Downlink(Context context, Session session, long nowNanos) {
        this.context = context;
        this.session = session;
        control = new RateControl(nowNanos);
        budget = new TokenBucket(LEAST_BURST, LEAST_BURST, nowNanos);
        timer = new Timer(session, this::onTimeout);
    }

    /** Whether the path takes less than everything: then no stream of it is in a table. */
    boolean capped() {
        return control.capped();
    }

    /** Whether anything may be sent to it now. */
    boolean affords(long nowNanos) {
        return !capped() || budget.available(nowNanos) > 0;
    }

    /** When it {@link #affords} something again. */
    long affordsAtNanos(long nowNanos) {
        return capped() ? nowNanos + budget.nanosUntil(1, nowNanos) : nowNanos;
    }

    void onSent(int bytes) {
        if (capped()) {
            budget.spend(bytes);
        }
    }

    /**
     * Says what was left out of a lane, before the next packet of it, and again until it is acknowledged.
     *
     * @param next the frame that is sent next
     * @return false: it has not acknowledged too much of this already, so it gets nothing more
     */
    boolean tell(
            Stream stream,
            Cursor cursor,
            @Nullable RingFrame next,
            Level level,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        if (!cursor.pending()) {
            return true;
        }
        int count = cursor.pendingCount();
        if (count > LONGEST_DROP && next != null && (next.key() || cursor.lane.rate.independent())) {
            LaneStart start = new LaneStart(cursor.lane.id, next.firstSequence(), next.number());
            session.notice(new NoticeBody.Switched(stream.alias, List.of(start), level), nowNanos, out);
        } else if (!drops.full()) {
            SequenceRange gone = new SequenceRange(cursor.pendingFrom(), Math.min(count, 0xFFFF));
            drop(stream.alias, cursor.lane.id, gone, cursor.reason(), nowNanos, out);
        } else {
            return false;
        }
        cursor.onTold();
        return true;
    }

    /** What a cursor would send next has left the ring: it starts again at a newer key frame, if there is one. */
    void restart(Stream stream, Cursor cursor, Level level, long nowNanos, Consumer<? super BrokerAction> out) {
        RingFrame frame = cursor.lane.joinFrame();
        if (frame == null || Serial.compare(frame.firstSequence(), cursor.position()) <= 0) {
            return;
        }
        LaneStart start = cursor.lane.start();
        cursor.startAt(start);
        context.count(BrokerCounter.JOIN_JUMPS);
        session.notice(new NoticeBody.Switched(stream.alias, List.of(start), level), nowNanos, out);
    }

    private void drop(
            long alias,
            int lane,
            SequenceRange gone,
            DropReason reason,
            long nowNanos,
            Consumer<? super BrokerAction> out) {
        context.count(BrokerCounter.DROPS_SENT);
        session.send(drops.add(alias, lane, gone, reason, session.clock.roundTripNanos(), nowNanos), out);
        context.timers.noLaterThan(timer, drops.deadlineNanos());
    }

    private void onTimeout(long nowNanos, Consumer<? super BrokerAction> out) {
        List<Drop> again = new ArrayList<>();
        drops.onTimeout(nowNanos, again::add);
        for (Drop drop : again) {
            context.count(BrokerCounter.DROPS_RESENT);
            session.send(drop, out);
        }
        context.timers.set(timer, drops.deadlineNanos());
    }

    /** @return seats whose part of their stream must end: the path takes next to nothing of it */
    List<Seat> onReport(Report report, Streams streams, long nowNanos, Consumer<? super BrokerAction> out) {
        drops.onSeen(report.dropsSeen());
        context.timers.set(timer, drops.deadlineNanos());
        List<Seat> hopeless = new ArrayList<>();
        for (StreamReport viewed : report.viewed()) {
            Stream stream = streams.find(viewed.alias());
            Seat seat = stream == null ? null : stream.seatOf(session);
            if (seat != null && !seat.paused()) {
                if (seat.onViewed(viewed, control.lossRatio(), report.sentNanos(), nowNanos)) {
                    hopeless.add(seat);
                }
            }
        }
        if (!report.viewed().isEmpty()) {
            control(nowNanos, out);
        }
        return hopeless;
    }

    private void control(long nowNanos, Consumer<? super BrokerAction> out) {
        double received = 0;
        double sent = 0;
        double needed = 0;
        long queueNanos = -1;
        long settled = 0;
        long missed = 0;
        long lost = 0;
        for (Seat seat : session.seats) {
            received += seat.reception.receivedPerSecond();
            sent += seat.reception.sentPerSecond();
            needed += seat.neededBytesPerSecond(nowNanos);
            queueNanos = Math.max(queueNanos, seat.reception.takeQueueNanos());
            Arrivals arrivals = seat.reception.arrivals;
            settled += arrivals.settled();
            missed += arrivals.missed();
            lost += arrivals.lost();
            arrivals.clear();
        }
        double before = control.cap();
        control.onReport(new RateControl.Sample(received, sent, needed, queueNanos, settled, missed, lost), nowNanos);
        double cap = control.cap();
        if (capped()) {
            budget.rate(cap, Math.max(LEAST_BURST, cap * BURST_SECONDS), nowNanos);
        }
        for (Seat seat : List.copyOf(session.seats)) {
            double share = needed > 0 ? cap * seat.neededBytesPerSecond(nowNanos) / needed : cap;
            seat.onCap(share, cap > before, nowNanos, out);
        }
    }

    /** The session is over. */
    void close() {
        context.timers.cancel(timer);
    }
}
