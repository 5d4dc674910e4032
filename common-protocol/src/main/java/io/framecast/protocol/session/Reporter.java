package io.framecast.protocol.session;

import io.framecast.protocol.wire.ControlPacket.EncodeTime;
import io.framecast.protocol.wire.ControlPacket.LanePosition;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.Report;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * When a session reports, and what fits into one packet. Once a second (RFC 8083 §4.1), give or take a tenth; every 200 ms for the
 * first 30 s in which a live stream is silent or the broker does not answer; every 250 ms while a stream is joining or its path is
 * congested.
 */
final class Reporter {

    private static final long USUAL_NANOS = 1_000_000_000L;
    private static final long HURRIED_NANOS = 250_000_000L;
    private static final long FAST_NANOS = 200_000_000L;
    private static final long FAST_FOR_NANOS = 30_000_000_000L;
    private static final int UNANSWERED = 2;

    /** What the lists of one report may take; encoded sizes are estimated from above. */
    private static final int LIST_BYTES = 900;

    private static final int LANE_REPORT_BYTES = 44;
    private static final int STREAM_REPORT_BYTES = 40;
    private static final int ENCODE_TIME_BYTES = 12;
    private static final int LANE_POSITION_BYTES = 16;
    private static final int ID_OVERHEAD_BYTES = 4;

    private final Exchange exchange;
    private long sentNanos;
    private long usualNanos;
    private int unanswered;
    private long unansweredNanos;

    Reporter(Exchange exchange, long nowNanos) {
        this.exchange = exchange;
        sentNanos = nowNanos - FAST_NANOS;
        usualNanos = nowNanos;
    }

    /** Reports all of it, in as many packets as it takes. */
    void report(
            List<LaneReport> received,
            List<StreamReport> viewed,
            List<LanePosition> published,
            List<EncodeTime> encoded,
            List<String> subscribed,
            long nowNanos,
            Consumer<? super ClientAction> out) {
        Link link = exchange.link();
        if (link == null) {
            return;
        }
        Iterator<LaneReport> lanes = received.iterator();
        Iterator<StreamReport> streams = viewed.iterator();
        Iterator<LanePosition> positions = published.iterator();
        Iterator<EncodeTime> times = encoded.iterator();
        Iterator<String> ids = subscribed.iterator();
        do {
            int room = LIST_BYTES;
            List<LaneReport> someLanes = new ArrayList<>();
            for (; room >= LANE_REPORT_BYTES && lanes.hasNext(); room -= LANE_REPORT_BYTES) {
                someLanes.add(lanes.next());
            }
            List<StreamReport> someStreams = new ArrayList<>();
            for (; room >= STREAM_REPORT_BYTES && streams.hasNext(); room -= STREAM_REPORT_BYTES) {
                someStreams.add(streams.next());
            }
            List<LanePosition> somePositions = new ArrayList<>();
            for (; room >= LANE_POSITION_BYTES && positions.hasNext(); room -= LANE_POSITION_BYTES) {
                somePositions.add(positions.next());
            }
            List<EncodeTime> someTimes = new ArrayList<>();
            for (; room >= ENCODE_TIME_BYTES && times.hasNext(); room -= ENCODE_TIME_BYTES) {
                someTimes.add(times.next());
            }
            List<String> someIds = new ArrayList<>();
            while (room >= ID_OVERHEAD_BYTES + 64 && ids.hasNext()) {
                String id = ids.next();
                someIds.add(id);
                room -= ID_OVERHEAD_BYTES + id.length();
            }
            long sent = exchange.wallMicros(nowNanos) * 1_000;
            link.send(
                    new Report(
                            sent,
                            link.leaseNonce(),
                            link.notices().seen(),
                            link.drops().seen(),
                            someLanes,
                            someStreams,
                            somePositions,
                            someTimes,
                            someIds),
                    out);
        } while (lanes.hasNext() || streams.hasNext() || positions.hasNext() || times.hasNext() || ids.hasNext());
        sentNanos = nowNanos;
        usualNanos = nowNanos + exchange.jittered(USUAL_NANOS);
        if (++unanswered == UNANSWERED) {
            unansweredNanos = nowNanos;
        }
    }

    void onAnswered() {
        unanswered = 0;
    }

    /**
     * @param silentNanos since when a live stream has been silent for too long, or will have been
     * @param hurried whether a stream is joining or its path congested
     */
    long deadlineNanos(long silentNanos, boolean hurried) {
        long usual = hurried ? Deadline.earlier(usualNanos, sentNanos + HURRIED_NANOS) : usualNanos;
        long trouble = unanswered >= UNANSWERED ? Deadline.earlier(unansweredNanos, silentNanos) : silentNanos;
        if (trouble == Deadline.NONE) {
            return usual;
        }
        long fast = sentNanos + FAST_NANOS;
        if (trouble - fast > 0) {
            fast = trouble;
        }
        return fast - trouble < FAST_FOR_NANOS ? Deadline.earlier(usual, fast) : usual;
    }
}
