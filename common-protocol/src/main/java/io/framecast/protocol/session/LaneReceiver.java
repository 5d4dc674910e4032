package io.framecast.protocol.session;

import io.framecast.protocol.repair.LossTracker;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;

/** One lane of a received stream: what is missing of it, and how evenly it comes. Owned by its {@link LiveStream}. */
final class LaneReceiver {

    /** Fewer are chance. */
    private static final int LEAST_LOST = 4;

    private final int lane;
    private final TrackReceiver track;
    private long budgetNanos;
    private long roundTripNanos;
    private LossTracker tracker;
    private long earlierReceived;
    private long earlierLost;
    private long earlierRepaired;
    private long earlierRecovered;
    private long earlierDuplicates;
    private long leftOut;
    private final QueueDelay queue = new QueueDelay();
    private long reportedSettled;
    private long reportedMissed;
    private boolean timed;
    private long lastArrivalNanos;
    private long lastCaptureMicros;
    private double jitterMicros;

    LaneReceiver(int lane, int firstSequence, TrackReceiver track, long budgetNanos, long roundTripNanos) {
        this.lane = lane;
        this.track = track;
        this.budgetNanos = budgetNanos;
        this.roundTripNanos = roundTripNanos;
        tracker = newTracker(firstSequence);
    }

    private LossTracker newTracker(int firstSequence) {
        long repairNanos = track.repairNanos(budgetNanos, roundTripNanos);
        LossTracker fresh = new LossTracker(firstSequence, repairNanos, true);
        fresh.limits(repairNanos, track.mostReorderNanos(budgetNanos));
        return fresh;
    }

    /** The budget, the round trip or the track's key frames are others: what is missing is asked for as long as it is of use. */
    void refresh(long newBudgetNanos, long newRoundTripNanos) {
        budgetNanos = newBudgetNanos;
        roundTripNanos = newRoundTripNanos;
        tracker.limits(track.repairNanos(budgetNanos, roundTripNanos), track.mostReorderNanos(budgetNanos));
    }

    int lane() {
        return lane;
    }

    TrackReceiver track() {
        return track;
    }

    LossTracker tracker() {
        return tracker;
    }

    QueueDelay queue() {
        return queue;
    }

    /** The broker says that these will not come; what it left out on purpose was not lost. */
    void onGone(SequenceRange gone, boolean onPurpose) {
        long before = tracker.lost();
        tracker.onGone(gone.first(), gone.count());
        leftOut += onPurpose ? tracker.lost() - before : 0;
    }

    /** Whether more than a tenth was lost on the first try since the last report. */
    boolean losesMuch() {
        long missed = lost() + repaired() + recovered() - reportedMissed;
        long settled = received() + lost() - reportedSettled;
        return missed >= LEAST_LOST && missed * 10 > settled;
    }

    /** The lane goes on at {@code firstSequence}. Returns false where that is behind what is known already. */
    boolean restart(int firstSequence) {
        if (Serial.compare(firstSequence, tracker.highest() + 1) <= 0) {
            return false;
        }
        tracker.giveUpBefore(firstSequence);
        earlierReceived = received();
        earlierLost += tracker.lost();
        earlierRepaired = repaired();
        earlierRecovered = recovered();
        earlierDuplicates = duplicates();
        tracker = newTracker(firstSequence);
        return true;
    }

    /** Interarrival jitter, RFC 3550 §6.4.1, over frames whose capture time goes forward. */
    void onFrameStart(long captureMicros, int sequence, long nowNanos) {
        if (timed && captureMicros <= lastCaptureMicros) {
            return;
        }
        if (sequence == tracker.highest()) {
            queue.onFrame(captureMicros, nowNanos);
        }
        if (timed) {
            double apart = (nowNanos - lastArrivalNanos) / 1e3 - (captureMicros - lastCaptureMicros);
            jitterMicros += (Math.abs(apart) - jitterMicros) / 16;
        }
        timed = true;
        lastArrivalNanos = nowNanos;
        lastCaptureMicros = captureMicros;
    }

    int jitterMicros() {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(jitterMicros));
    }

    long received() {
        return earlierReceived + tracker.received();
    }

    long lost() {
        return Math.max(0, earlierLost + tracker.lost() - leftOut);
    }

    /** By retransmission. */
    long repaired() {
        return earlierRepaired + tracker.repaired();
    }

    /** Out of REPAIR. */
    long recovered() {
        return earlierRecovered + tracker.recovered();
    }

    long duplicates() {
        return earlierDuplicates + tracker.duplicates();
    }

    LaneReport report(long alias) {
        reportedSettled = received() + lost();
        reportedMissed = lost() + repaired() + recovered();
        return new LaneReport(
                alias, lane, tracker.highest(), received(), lost(), repaired() + recovered(), jitterMicros());
    }
}
