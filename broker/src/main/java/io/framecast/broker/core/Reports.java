package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.End;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.ReportAck;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
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
    /** Of a stream's clock and its frames' ages. */
    private static final int TIMES_BYTES = 28 + 22;

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
        if (sessions.proves(session, report.leaseNonce(), nowNanos)) {
            sessions.onLeaseRenewed(session, nowNanos, out);
        } else {
            context.count(BrokerCounter.NONCES_REFUSED);
        }
        for (LaneReport lane : report.received()) {
            Stream stream = streams.find(lane.alias());
            Seat seat = stream == null ? null : stream.seatOf(session);
            if (seat != null) {
                seat.onReport(lane, nowNanos);
            }
        }
        onTimes(session, report, nowNanos);
        Downlink downlink = session.downlink();
        List<Seat> hopeless = downlink == null ? List.of() : downlink.onReport(report, streams, nowNanos, out);
        for (Seat seat : hopeless) {
            streams.cutOff(seat, nowNanos, out);
        }
        onPublished(session, report.published(), nowNanos, out);
        List<String> unknown = unknown(session, report.subscribed());
        List<LanePosition> contiguous = contiguous(session, report.published());
        List<ClockOffset> clocks = new ArrayList<>();
        List<HopTimes> hops = new ArrayList<>();
        int room = LIST_BYTES - unknown.size() * ID_BYTES - contiguous.size() * POSITION_BYTES;
        times(session, Math.max(0, room / TIMES_BYTES), nowNanos, clocks, hops);
        session.send(
                new ReportAck(
                        report.sentNanos(),
                        0,
                        context.wallMicros(nowNanos),
                        sessions.leaseNonce(session, nowNanos),
                        unknown,
                        contiguous,
                        clocks,
                        hops),
                out);
        if (session.liveness.measurementDue(nowNanos)) {
            sessions.ping(session, nowNanos, out);
        }
        for (Stream stream : session.streams.values()) {
            stream.repeatKeyRequests(nowNanos, out);
        }
    }

    /** How old frames were when they left their producers, and when they were whole at their viewers. */
    private void onTimes(Session session, Report report, long nowNanos) {
        for (EncodeTime encoded : report.encoded()) {
            Stream stream = session.streams.get(encoded.alias());
            if (stream != null) {
                stream.ages.onEncoded(encoded.micros(), nowNanos);
            }
        }
        for (StreamReport viewed : report.viewed()) {
            Stream stream = streams.find(viewed.alias());
            if (stream != null && stream.seatOf(session) != null) {
                stream.viewerAges.onReport(viewed);
            }
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
    private static void times(Session session, int most, long nowNanos, List<ClockOffset> clocks, List<HopTimes> hops) {
        int told = 0;
        for (Seat seat : List.copyOf(session.seats)) {
            if (told == most) {
                return;
            }
            if (seat.stream.live()) {
                told++;
                ClockOffset clock = seat.stream.session.producerClock(seat.stream.alias, nowNanos);
                if (clock != null) {
                    clocks.add(clock);
                }
                hops.add(seat.stream.ages.hops(nowNanos));
                session.seats.remove(seat);
                session.seats.add(seat);
            }
        }
    }
}
