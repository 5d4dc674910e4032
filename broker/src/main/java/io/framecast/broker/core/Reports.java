package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reports: proof that media arrives, what arrived, what was published; and their acknowledgement, which carries the next proof. */
final class Reports {

    /** What the lists of an acknowledgement may take, so that it fits into a datagram; their entries are estimated from above. */
    private static final int LIST_BYTES = 1000;

    private static final int ID_BYTES = 66;
    private static final int POSITION_BYTES = 16;
    private static final int CLOCK_BYTES = 28;

    private final Context context;
    private final Sessions sessions;
    private final Streams streams;

    Reports(Context context, Sessions sessions, Streams streams) {
        this.context = context;
        this.sessions = sessions;
        this.streams = streams;
    }

    void onReport(Session session, Report report, long nowNanos, Consumer<? super BrokerAction> out) {
        session.notices.onSeen(report.noticesSeen());
        session.onClientWall(report.sentNanos() / 1000, context.wallMicros(nowNanos), nowNanos);
        if (sessions.proves(session, report.leaseNonce(), nowNanos)) {
            sessions.onLeaseRenewed(session, nowNanos, out);
        } else {
            context.count(BrokerCounter.NONCES_REFUSED);
        }
        for (LaneReport lane : report.received()) {
            Stream stream = streams.find(lane.alias());
            Seat seat = stream == null ? null : stream.seatOf(session);
            if (seat != null) {
                seat.onReport(lane);
                seat.protect(lane, nowNanos);
            }
        }
        onPublished(session, report.published(), nowNanos, out);
        List<String> unknown = unknown(session, report.subscribed());
        List<LanePosition> contiguous = contiguous(session, report.published());
        int room = LIST_BYTES - unknown.size() * ID_BYTES - contiguous.size() * POSITION_BYTES;
        session.send(
                new ReportAck(
                        report.sentNanos(),
                        0,
                        context.wallMicros(nowNanos),
                        sessions.leaseNonce(session, nowNanos),
                        unknown,
                        contiguous,
                        clocks(session, Math.max(0, room / CLOCK_BYTES)),
                        List.of()),
                out);
        if (session.liveness.measurementDue(nowNanos)) {
            sessions.ping(session, nowNanos, out);
        }
        for (Stream stream : session.streams.values()) {
            stream.repeatKeyRequests(nowNanos, out);
        }
    }

    private void onPublished(
            Session session, List<LanePosition> published, long nowNanos, Consumer<? super BrokerAction> out) {
        Set<Long> dead = new HashSet<>();
        for (LanePosition position : published) {
            Stream stream = session.streams.get(position.alias());
            Lane lane = stream == null ? null : stream.lane(position.lane());
            if (lane != null) {
                lane.onPublished(position.nextSequence(), nowNanos);
            } else if (stream == null && dead.add(position.alias())) {
                session.send(new End(0, position.alias(), session.endOf(position.alias())), out);
            }
        }
    }

    private static List<String> unknown(Session session, List<String> subscribed) {
        List<String> unknown = new ArrayList<>();
        for (String id : subscribed) {
            if (!session.subscriptions.containsKey(id) && unknown.size() < LIST_BYTES / 3 / ID_BYTES) {
                unknown.add(id);
            }
        }
        return unknown;
    }

    private static List<LanePosition> contiguous(Session session, List<LanePosition> published) {
        List<LanePosition> positions = new ArrayList<>();
        for (LanePosition position : published) {
            Stream stream = session.streams.get(position.alias());
            Lane lane = stream == null ? null : stream.lane(position.lane());
            if (lane != null && positions.size() < LIST_BYTES / 2 / POSITION_BYTES) {
                positions.add(new LanePosition(
                        position.alias(), position.lane(), lane.tracker().nextContiguous()));
            }
        }
        return positions;
    }

    /** In turn where they do not all fit: the one that was told first comes last the next time. */
    private static List<ClockOffset> clocks(Session session, int most) {
        List<ClockOffset> clocks = new ArrayList<>();
        for (Seat seat : List.copyOf(session.seats)) {
            ClockOffset offset = seat.stream.live() ? seat.stream.session.producerClock(seat.stream.alias) : null;
            if (offset != null && clocks.size() < most) {
                clocks.add(offset);
                session.seats.remove(seat);
                session.seats.add(seat);
            }
        }
        return clocks;
    }
}
