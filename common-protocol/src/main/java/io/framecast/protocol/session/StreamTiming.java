package io.framecast.protocol.session;

import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Transit;
import io.framecast.protocol.time.ClockFilter;
import io.framecast.protocol.wire.ControlPacket.ClockOffset;
import io.framecast.protocol.wire.ControlPacket.HopTimes;
import io.framecast.protocol.wire.ControlPacket.StreamReport;
import org.jspecify.annotations.Nullable;

/** What the broker says of a stream's clock and hops, and how old its frames are by it. Owned by its {@link LiveStream}. */
final class StreamTiming {

    private final int timedTrack;
    private final Transit transit;
    private final Exchange exchange;
    private final AgeMeter ages;
    private @Nullable ClockOffset clock;
    private long clockNanos;
    private BrokerHops hops = BrokerHops.UNKNOWN;

    /** {@code transit} is told how the clocks of producer, broker and receiver stand. */
    StreamTiming(int timedTrack, long budgetNanos, Transit transit, Exchange exchange) {
        this.timedTrack = timedTrack;
        this.transit = transit;
        this.exchange = exchange;
        ages = new AgeMeter(budgetNanos);
    }

    void onClock(ClockOffset clock, long nowNanos) {
        this.clock = clock;
        clockNanos = nowNanos;
        Link link = exchange.link();
        if (link == null || !link.clock().known()) {
            return;
        }
        ClockFilter broker = link.clock();
        if ((long) clock.uncertaintyMicros() + broker.uncertaintyMicros(nowNanos)
                <= StreamStats.ABSOLUTE_WITHIN_MICROS) {
            transit.onClock((clock.offsetMicros() - broker.offsetMicros(nowNanos)) * 1_000);
        } else {
            transit.onClockLost();
        }
    }

    StreamClock clock(long nowNanos) {
        return StreamClock.of(clock, clockNanos, exchange, nowNanos);
    }

    void onHops(HopTimes times, long nowNanos) {
        boolean absolute = clock != null && clock.uncertaintyMicros() <= StreamStats.ABSOLUTE_WITHIN_MICROS;
        hops = new BrokerHops(
                nowNanos, absolute, times.encodedMicros(), times.arrivedMicros(), times.forwardedMicros());
    }

    BrokerHops hops() {
        return hops;
    }

    /** A whole frame was delivered. */
    void onFrame(Frame frame) {
        if (frame.track() == timedTrack) {
            ages.onFrame(frame, clock(frame.completeNanos()));
        }
    }

    /** The ages are those since the last report. */
    StreamReport report(long alias, boolean catchingUp, long bytes, int queueMicros) {
        StreamReport report = new StreamReport(
                alias, catchingUp, ages.absolute(), bytes, queueMicros, ages.medianMicros(), ages.longestMicros());
        ages.onReported();
        return report;
    }
}
