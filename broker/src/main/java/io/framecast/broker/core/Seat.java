package io.framecast.broker.core;

import io.framecast.protocol.repair.RingFrame;
import io.framecast.protocol.repair.Slot;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.Level;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place in one stream. Its lanes are rows of their tables, or, while it catches up with what is cached and as long as
 * its path takes less than everything, cursors of its own that send at a bounded pace. Owned by the stream.
 */
final class Seat {

    private static final int CHUNK = 8;
    private static final long FIRST_PADDING_NANOS = 20_000_000L;
    private static final long SECOND_PADDING_NANOS = 80_000_000L;

    final Stream stream;
    final Session session;
    final Downlink path;
    final Reception reception = new Reception();

    private final Context context;
    private final Cursors cursors;
    private final long startEpoch;
    private final CatchUp catchUp;
    private @Nullable RepairPacer repairs;
    private final Protection protection = new Protection();
    private final Timer timer;
    private Level level = Level.ALL;
    private boolean paused;
    private int paddings;
    private long sentBytes;

    private Seat(Context context, Stream stream, Session session, long startEpoch, long nowNanos) {
        this.context = context;
        this.stream = stream;
        this.session = session;
        path = session.openDownlink(nowNanos);
        this.startEpoch = startEpoch;
        catchUp = new CatchUp(nowNanos);
        timer = new Timer(session, this::onTimeout);
        cursors = new Cursors(stream.lanes(), session.address());
        stream.seats().put(session, this);
        session.seats.add(this);
    }

    /** In a stream that has just come up: there from its first datagram. */
    static Seat fromTheStart(Context context, Stream stream, Session session, boolean paused, long nowNanos) {
        Seat seat = new Seat(context, stream, session, 0, nowNanos);
        seat.paused = paused;
        if (!paused && seat.path.capped()) {
            seat.leaveTables(nowNanos);
        } else if (!paused) {
            seat.cursors.enterTables();
        }
        return seat;
    }

    /**
     * In a live stream: what is cached is sent first, beginning after the current event, so that it follows its answer. To ask is no proof
     * of receipt: whose lease is out gets nothing before it is renewed.
     */
    static Seat joining(
            Context context, Stream stream, Session session, long nowNanos, Consumer<? super BrokerAction> out) {
        Seat seat = new Seat(context, stream, session, stream.joinEpoch(), nowNanos);
        stream.onJoin(nowNanos, out);
        if (session.lease.stage() == Lease.Stage.HELD) {
            seat.join(nowNanos);
        } else {
            seat.paused = true;
        }
        return seat;
    }

    List<LaneStart> starts() {
        return cursors.starts();
    }

    long startEpoch() {
        return startEpoch;
    }

    boolean joining() {
        return catchUp.on();
    }

    boolean paused() {
        return paused;
    }

    Level level() {
        return level;
    }

    /** One that is capped does not catch up with the past: what it cannot take it leaves out. */
    private void join(long nowNanos) {
        if (path.capped()) {
            catchUp.stop();
        } else {
            catchUp.begin();
        }
        paddings = 0;
        leaveTables(nowNanos);
    }

    private void leaveTables(long nowNanos) {
        cursors.leaveTables();
        stream.apart().add(this);
        context.timers.set(timer, nowNanos);
    }

    /** A lane has come further. */
    void wake(long nowNanos) {
        context.timers.noLaterThan(timer, nowNanos);
    }

    private void onTimeout(long nowNanos, Consumer<? super BrokerAction> out) {
        if (paused) {
            return;
        }
        if (!stream.apart().contains(this)) {
            pad(nowNanos);
            return;
        }
        catchUp.liveRate(stream.rate.bytesPerSecond(nowNanos), nowNanos);
        while (path.affords(nowNanos) && catchUp.affords(nowNanos)) {
            Cursor cursor = nearest(nowNanos, out);
            Slot slot = cursor == null ? null : cursor.next(CHUNK, catchUp.on());
            if (cursor == null || slot == null) {
                onLevel(nowNanos);
                return;
            }
            if (path.tell(stream, cursor, slot.frame(), level, nowNanos, out)) {
                send(cursor, slot, nowNanos);
            } else {
                cursor.leaveOut(slot.frame(), DropReason.BACKLOG);
            }
        }
        context.timers.set(
                timer,
                Math.max(nowNanos + 1, Math.max(path.affordsAtNanos(nowNanos), catchUp.affordsAtNanos(nowNanos))));
    }

    private void send(Cursor cursor, Slot slot, long nowNanos) {
        RingFrame frame = slot.frame();
        RingFrame newest = cursor.lane.ring().newest();
        if (newest != null && cursor.lane.track() != 0) {
            reception.onLag(newest.captureMicros() - frame.captureMicros());
        }
        cursor.onSent(slot);
        onSent(slot.length());
        boolean joining = catchUp.on();
        cursor.lane.output.sendTo(
                session.address(), slot, joining ? BrokerCounter.JOIN_SENT : BrokerCounter.MEDIA_APART_SENT);
        if (!joining && frame.isComplete() && cursor.given(frame)) {
            cursor.lane.protection().sendTo(this, frame, nowNanos);
        }
    }

    /** So many bytes of any kind of media: where there is a cap, what comes next waits for them. */
    void onSent(int bytes) {
        sentBytes += bytes;
        path.onSent(bytes);
        catchUp.onSent(bytes);
    }

    /**
     * The lane to go on with: the catalog, then sound, then whichever has the least to catch up, since without it the most is of no use.
     * Lanes that are level go into their table on the way.
     */
    private @Nullable Cursor nearest(long nowNanos, Consumer<? super BrokerAction> out) {
        Cursor nearest = null;
        int least = Integer.MAX_VALUE;
        boolean uncapped = !path.capped() && level == Level.ALL;
        for (Cursor cursor : cursors.all()) {
            if (cursor.row.present() || !cursor.active()) {
                continue;
            }
            if (cursor.lane.evicted(cursor.position())) {
                path.restart(stream, cursor, level, nowNanos, out);
            }
            Slot slot = cursor.next(CHUNK, catchUp.on());
            long leftOut = cursor.takeFramesLeftOut();
            if (leftOut > 0) {
                stream.leftOut.add(session, leftOut, cursor.reason(), nowNanos);
            }
            if (slot == null) {
                if (uncapped && cursor.owesWord()) {
                    path.tell(stream, cursor, null, level, nowNanos, out);
                }
                if (uncapped && cursor.ready()) {
                    cursor.enterTable();
                }
                continue;
            }
            int rank = cursor.rank();
            if (rank < least) {
                nearest = cursor;
                least = rank;
            }
        }
        return nearest;
    }

    /** Nothing is left to send: it waits for more, or is done with its own cursors. */
    private void onLevel(long nowNanos) {
        if (!cursors.inTables()) {
            return;
        }
        stream.apart().remove(this);
        if (catchUp.on()) {
            stream.onLive(catchUp.onLevel(nowNanos));
            context.timers.set(timer, nowNanos + FIRST_PADDING_NANOS);
        }
    }

    /** Its tail may have been lost, and an idle lane says nothing more by itself: this subscriber is told where the lanes stand. */
    private void pad(long nowNanos) {
        for (Cursor cursor : cursors.all()) {
            if (cursor.lane.idle(nowNanos)) {
                cursor.lane.padTo(session.address());
            }
        }
        if (++paddings < 2) {
            context.timers.set(timer, nowNanos + SECOND_PADDING_NANOS);
        }
    }

    /** An idle lane tells its table where it stands; a cursor of its own that has come so far is told too. */
    void onPadding(Lane lane) {
        Cursor cursor = cursor(lane.id);
        if (cursor != null && !cursor.row.present() && !paused && !cursor.pending() && cursor.behind() == 0) {
            lane.padTo(session.address());
        }
    }

    /** A datagram came in behind the lane's level; the table has it already. */
    void onLate(Lane lane, Slot slot) {
        Cursor cursor = cursor(lane.id);
        if (cursor != null && !paused && cursor.passed(slot.firstSequence())) {
            onSent(slot.length());
            lane.output.sendTo(session.address(), slot, BrokerCounter.JOIN_SENT);
        }
    }

    /** Media stops: nobody has proved for too long that it arrives. */
    void pause() {
        if (paused) {
            return;
        }
        stop();
    }

    private void stop() {
        paused = true;
        catchUp.stop();
        if (repairs != null) {
            repairs.clear();
        }
        context.timers.cancel(timer);
        cursors.leaveTables();
        stream.apart().remove(this);
    }

    /** The subscriber is there again. Where a key frame has come since, it goes on with that one, else where it stopped. */
    void resume(long nowNanos, Consumer<? super BrokerAction> out) {
        if (!paused) {
            return;
        }
        paused = false;
        List<LaneStart> switched = cursors.skipToKeys();
        if (!switched.isEmpty()) {
            session.notice(new NoticeBody.Switched(stream.alias, switched, level), nowNanos, out);
        }
        join(nowNanos);
    }

    void moveTo(InetSocketAddress address) {
        cursors.moveTo(address);
    }

    /**
     * What the subscriber says that it has: one that loses while it catches up is sent less at a time, and the lanes are told whether
     * what it loses is to be protected.
     */
    void onReport(LaneReport report, long nowNanos) {
        Cursor cursor = cursor(report.lane());
        if (cursor == null) {
            return;
        }
        Arrivals arrivals = reception.arrivals;
        long sentBefore = arrivals.sent();
        long receivedBefore = arrivals.received();
        LaneReport before = cursor.onReport(report, arrivals);
        catchUp.onReport(arrivals.sent() - sentBefore, arrivals.received() - receivedBefore);
        long roundTripNanos = session.clock.typicalRoundTripNanos();
        protection.onReport(before, report, cursors.jitterNanos(), roundTripNanos, nowNanos);
        cursors.all().forEach(each -> each.lane.protection().seat(this, protection.wanted()));
    }

    /** How the stream fares. Returns whether the circuit breaker opens. */
    boolean onViewed(StreamReport report, double lossRatio, long reportNanos, long nowNanos) {
        boolean reduced = path.capped() && level != Level.ALL;
        long roundTripNanos = session.clock.roundTripNanos();
        return reception.onReport(
                report, sentBytes(), reportNanos, catchUp.on(), reduced, lossRatio, roundTripNanos, nowNanos);
    }

    private long sentBytes() {
        return sentBytes + cursors.tableBytes();
    }

    /** Of all that the stream has, whether or not it is sent. */
    double neededBytesPerSecond(long nowNanos) {
        return paused ? 0 : stream.rate.bytesPerSecond(nowNanos);
    }

    /**
     * What there is for this stream has changed.
     *
     * @param share bytes a second
     * @param rising whether more may be sent than before
     */
    void onCap(double share, boolean rising, long nowNanos, Consumer<? super BrokerAction> out) {
        boolean capped = path.capped();
        if (paused || (!capped && level == Level.ALL)) {
            return;
        }
        catchUp.stop();
        leaveTables(nowNanos);
        int layer = Levels.topLayer(share, stream.lanes(), nowNanos);
        Level fits = Levels.of(share, stream.lanes(), level, rising, nowNanos);
        for (Cursor cursor : cursors.all()) {
            cursor.level(Levels.includes(fits, cursor.lane, layer), Levels.keysOnly(fits, cursor.lane));
        }
        if (fits != level) {
            level = fits;
            context.count(BrokerCounter.LEVELS_CHANGED);
            session.notice(new NoticeBody.Switched(stream.alias, List.of(), fits), nowNanos, out);
        }
    }

    /** The subscriber's latency budget. */
    void budgetMillis(int millis) {
        protection.budgetMillis(millis);
    }

    /** How many REPAIR datagrams of the frame it gets: none where it was not given the frame. */
    int repairsFor(Lane lane, RingFrame frame) {
        Cursor cursor = cursor(lane.id);
        return cursor != null && !paused && cursor.given(frame) ? protection.datagrams(frame.count()) : 0;
    }

    /** What it is sent again, one after the other. */
    RepairPacer repairs(long nowNanos) {
        if (repairs == null) {
            repairs = new RepairPacer(context, this, nowNanos);
        }
        return repairs;
    }

    /** Where it stands in a lane of its stream. */
    @Nullable
    Cursor cursor(int laneId) {
        return cursors.find(laneId);
    }

    /** From here on not a single datagram of the stream goes to the subscriber. */
    void close() {
        stop();
        cursors.all().forEach(cursor -> cursor.lane.protection().seat(this, false));
        stream.seats().remove(session);
        session.seats.remove(this);
    }
}
