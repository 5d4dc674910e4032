package io.framecast.broker.core;

import io.framecast.protocol.fec.LossEstimate;
import io.framecast.protocol.fec.RepairShare;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import org.jspecify.annotations.Nullable;

/**
 * How much REPAIR one subscriber gets of each frame, from what its reports say: none where its budget leaves time to ask twice for
 * what is lost, otherwise twice the loss and a margin. Owned by its {@link Seat}.
 */
final class Protection {

    private final LossEstimate loss = new LossEstimate(RepairShare.LOSS_HALF_LIFE_NANOS);
    private long budgetNanos;
    private double share;

    /** The subscriber's latency budget, from capture to display. */
    void budgetMillis(int millis) {
        budgetNanos = millis * 1_000_000L;
    }

    /**
     * What one lane says that it received since it began.
     *
     * @param before what it said the last time
     * @param jitterNanos of the lane that has most
     * @param roundTripNanos 0 while unknown
     */
    void onReport(
            @Nullable LaneReport before, LaneReport report, long jitterNanos, long roundTripNanos, long nowNanos) {
        if (before != null && Serial.compare(report.highestSequence(), before.highestSequence()) >= 0) {
            long lost = report.lost() - before.lost();
            long repaired = report.repaired() - before.repaired();
            loss.add(report.received() - before.received() + lost, lost + repaired, nowNanos);
        }
        // The budget counts from the capture: what the way here takes is not left for questions.
        long leftNanos = budgetNanos - roundTripNanos / 2;
        share = roundTripNanos == 0
                ? 0
                : RepairShare.of(loss.ratio(), RepairShare.rounds(leftNanos, jitterNanos, roundTripNanos));
    }

    /** Whether there is to be any. */
    boolean wanted() {
        return share > 0;
    }

    /** REPAIR datagrams for a frame of so many fragments. */
    int datagrams(int fragmentCount) {
        return RepairShare.datagrams(share, fragmentCount);
    }
}
