package io.framecast.broker.core;

import io.framecast.broker.core.StreamAges.Point;
import io.framecast.protocol.repair.RingFrame;
import io.framecast.protocol.time.AgeClock;
import io.framecast.protocol.time.AgeHistogram;
import io.framecast.protocol.time.RecentMedian;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How old a stream's frames are since their capture when they leave the producer's encoder, when the broker has the whole of them, and
 * when it has sent the whole of them on. Owned by the stream; nothing is allocated per frame.
 */
final class FrameAges {

    /** From here on an age computed from two clocks says too little. */
    private static final int ABSOLUTE_WITHIN_MICROS = 20_000;

    private static final long CLOCK_NANOS = 200_000_000L;

    /** What was counted at one point. */
    private static final class Ages {
        final AgeHistogram absolute = new AgeHistogram();
        final AgeHistogram relative = new AgeHistogram();
        final RecentMedian recent = new RecentMedian();
    }

    private final Context context;
    private final Session producer;
    private final long alias;
    private final int timedTrack;
    private final AgeClock clock = new AgeClock();
    private final Map<Point, Ages> points = new EnumMap<>(Point.class);
    private boolean clockRead;
    private long clockNanos;

    FrameAges(Context context, Session producer, long alias, int timedTrack) {
        this.context = context;
        this.producer = producer;
        this.alias = alias;
        this.timedTrack = timedTrack;
        for (Point point : Point.values()) {
            points.put(point, new Ages());
        }
    }

    /** The producer's own word: a median over the frames since its last report. */
    void onEncoded(int micros, long nowNanos) {
        count(Point.ENCODED, micros, true, nowNanos);
    }

    /** A datagram of {@code frame} was taken; the table was given everything before {@code level}. */
    void onTaken(int track, RingFrame frame, int level, long nowNanos) {
        if (track != timedTrack || !frame.isComplete()) {
            return;
        }
        readClock(nowNanos);
        clock.onArrival(frame.captureMicros(), nowNanos);
        count(Point.ARRIVED, clock.ageMicros(frame.captureMicros(), nowNanos), clock.isAbsolute(), nowNanos);
        if (Serial.compare(frame.firstSequence() + frame.count(), level) <= 0) {
            onForwarded(frame, nowNanos);
        }
    }

    /** The table was given the datagrams of {@code frame} before {@code level}, and none of them before. */
    void onSent(int track, RingFrame frame, int level, long nowNanos) {
        if (track == timedTrack && frame.isComplete() && level == frame.firstSequence() + frame.count()) {
            onForwarded(frame, nowNanos);
        }
    }

    private void onForwarded(RingFrame frame, long nowNanos) {
        count(Point.FORWARDED, clock.ageMicros(frame.captureMicros(), nowNanos), clock.isAbsolute(), nowNanos);
    }

    /** Medians over about the last second; 0 where there is nothing of late. */
    HopTimes hops(long nowNanos) {
        return new HopTimes(
                alias,
                median(Point.ENCODED, nowNanos),
                median(Point.ARRIVED, nowNanos),
                median(Point.FORWARDED, nowNanos));
    }

    List<StreamAges.AtPoint> snapshot() {
        List<StreamAges.AtPoint> all = new ArrayList<>();
        points.forEach((point, ages) -> {
            add(all, point, true, ages.absolute);
            add(all, point, false, ages.relative);
        });
        return all;
    }

    private static void add(List<StreamAges.AtPoint> all, Point point, boolean absolute, AgeHistogram histogram) {
        AgeHistogram.Counts counts = histogram.counts();
        if (counts.total() > 0) {
            all.add(new StreamAges.AtPoint(point, absolute, counts));
        }
    }

    private Ages at(Point point) {
        return Objects.requireNonNull(points.get(point), "every point has its ages");
    }

    private void count(Point point, long micros, boolean isAbsolute, long nowNanos) {
        Ages ages = at(point);
        (isAbsolute ? ages.absolute : ages.relative).add(micros);
        ages.recent.add(micros, nowNanos);
    }

    private int median(Point point, long nowNanos) {
        long micros = at(point).recent.micros(nowNanos);
        // 0 says that it is not known; an age of less than a microsecond is none.
        return micros == RecentMedian.UNKNOWN ? 0 : Math.clamp(micros, 1, Integer.MAX_VALUE);
    }

    private void readClock(long nowNanos) {
        if (clockRead && nowNanos - clockNanos < CLOCK_NANOS) {
            return;
        }
        clockRead = true;
        clockNanos = nowNanos;
        ClockOffset offset = producer.producerClock(alias, nowNanos);
        if (offset != null && offset.uncertaintyMicros() <= ABSOLUTE_WITHIN_MICROS) {
            clock.setAbsolute(offset.offsetMicros() - context.config.wallOffsetMicros());
        } else {
            clock.setRelative(producer.clock.leastRoundTripNanos());
        }
    }
}
