package io.framecast.broker.core;

import io.framecast.protocol.fec.LossEstimate;

/**
 * How many bytes a second one subscriber's path takes, from its reports: nothing is known, so nothing is limited, until the path is
 * congested.
 *
 * <p><b>Congested</b>: queue delay over 100 ms in two reports in a row, or more than a tenth lost on the first try, beyond what chance
 * explains ({@link LossEstimate}), more than 5 % lost for good, and less than 0.8 of the bytes sent received. Repairs raise what is sent
 * as long as anything is lost, so of a path whose limit is passed this share falls, and at least the excess is lost for good,
 * whatever repair does; a path that only loses, of any rate, is repaired. <b>Clear</b>: queue delay under 25 ms, and, where there was a
 * queue, under 2 % lost for good: repair that works counts as received, since a radio link that loses a few percent must not be kept
 * down for ever, and neither must one that loses more than its budget leaves time to repair.
 *
 * <p><b>Down</b>: to 0.85 of the rate received, which drains the queue; where there is loss without a queue, at least so far that
 * something is left out. Loss that does not fall although much less is sent is not made by us: the cap is taken back,
 * and that much loss is tolerated from then on. <b>Up</b>: after 10 s clear by half, kept if it stays clear for 2 s, then again; else back,
 * and the wait doubles up to 120 s. Beyond 1.5 times what the streams need there is no cap any more; one that becomes necessary again
 * within a minute is a failed attempt too.
 *
 * <p>This is the spirit of RFC 8083 §4.3 and §8: react to congestion, not to every loss; {@link CircuitBreaker} is the limit to it.
 * Owned by a session; all rates in bytes a second.
 */
final class RateControl {

    /**
     * One report.
     *
     * @param received rate of media received, smoothed over about a second
     * @param sent rate of media sent in that time
     * @param needed what all streams of the subscriber take in full
     * @param queueNanos how much longer than at best datagrams are under way; −1 where nothing can be said (it catches up)
     */
    record Sample(double received, double sent, double needed, long queueNanos, long settled, long missed, long lost) {}

    static final double NONE = Double.POSITIVE_INFINITY;
    /** Sound of the least quality fits. */
    static final double LEAST_CAP = 4_000;

    private static final long HIGH_QUEUE_NANOS = 100_000_000L;
    private static final long LOW_QUEUE_NANOS = 25_000_000L;
    private static final double HIGH_LOSS = 0.10;
    private static final double LOW_LOSS = 0.02;
    private static final double BROKEN = 0.05;
    private static final double ARRIVES = 0.8;
    private static final double MOST_TOLERATED = 0.3;
    private static final long LOSS_HALF_LIFE_NANOS = 2_000_000_000L;
    private static final double DOWN = 0.85;
    private static final double TEST = 0.7;
    /** One report may be of a moment in which little was sent. */
    private static final double LEAST_DOWN = 0.5;

    private static final double UP = 1.5;
    private static final double ENOUGH = 1.5;
    private static final long CUT_PAUSE_NANOS = 1_000_000_000L;
    private static final long JUDGE_NANOS = 2_500_000_000L;
    private static final double JUDGE_DATAGRAMS = 80;
    /** Below its limit a path loses nothing more: what is left of the loss after less was sent is its own. */
    private static final double STAYS = 0.4;

    private static final double LESS = 0.8;
    private static final long STEP_NANOS = 2_000_000_000L;
    /** What is lost before a session is known on both sides is not the path's doing. */
    private static final long SETTLING_NANOS = 5_000_000_000L;

    private static final long FIRST_WAIT_NANOS = 10_000_000_000L;
    private static final long LONGEST_WAIT_NANOS = 120_000_000_000L;
    private static final long PROVEN_NANOS = 60_000_000_000L;

    private final long startedAt;
    private final LossEstimate missed = new LossEstimate(LOSS_HALF_LIFE_NANOS);
    private final LossEstimate lost = new LossEstimate(LOSS_HALF_LIFE_NANOS);
    private double cap = NONE;
    private int highQueues;
    private long cutAt;
    private boolean cut;
    private boolean cutForLoss;

    private boolean clear;
    private long clearAt;
    private long waitNanos = FIRST_WAIT_NANOS;
    private boolean stepping;
    private long steppedAt;
    private double beforeStep;
    private boolean lifted;
    private long liftedAt;

    private double tolerated;
    private boolean suspected;
    private boolean settledSince;
    private double suspectedRatio;
    private double suspectedSent;

    RateControl(long nowNanos) {
        startedAt = nowNanos;
    }

    /** {@link #NONE}: nothing is limited. */
    double cap() {
        return cap;
    }

    boolean capped() {
        return cap != NONE;
    }

    /** Share of datagrams lost on the first try, over the last few seconds. */
    double lossRatio() {
        return missed.ratio();
    }

    void onReport(Sample sample, long nowNanos) {
        missed.add(sample.settled(), sample.missed(), nowNanos);
        lost.add(sample.settled(), sample.lost(), nowNanos);
        highQueues = sample.queueNanos() > HIGH_QUEUE_NANOS ? highQueues + 1 : 0;
        judge(sample, nowNanos);
        if (missed.datagrams() > JUDGE_DATAGRAMS && missed.ratio() < tolerated / 2) {
            tolerated = 0;
        }
        boolean queued = highQueues >= 2;
        boolean lossy = nowNanos - startedAt >= SETTLING_NANOS
                && sample.received() < ARRIVES * sample.sent()
                && lost.ratio() > BROKEN
                && missed.exceeds(Math.max(HIGH_LOSS, tolerated));
        boolean low = sample.queueNanos() < LOW_QUEUE_NANOS && (cutForLoss || !lost.exceeds(LOW_LOSS));
        if (queued || lossy || (stepping && highQueues > 0)) {
            onCongested(sample, queued, nowNanos);
        } else if (capped() && !lossy && low) {
            onClear(sample, nowNanos);
        } else {
            clear = false;
            if (stepping && nowNanos - steppedAt >= STEP_NANOS) {
                stepBack();
            }
        }
        if (lifted && nowNanos - liftedAt >= PROVEN_NANOS) {
            lifted = false;
            waitNanos = FIRST_WAIT_NANOS;
        }
    }

    private void onCongested(Sample sample, boolean queued, long nowNanos) {
        clear = false;
        if (stepping) {
            stepBack();
            cutAt = nowNanos;
            cut = true;
            highQueues = 0;
            return;
        }
        if ((cut && nowNanos - cutAt < CUT_PAUSE_NANOS) || (suspected && !queued)) {
            return;
        }
        if (lifted) {
            lifted = false;
            waitNanos = Math.min(2 * waitNanos, LONGEST_WAIT_NANOS);
        }
        double ratio = missed.ratio();
        double before = Math.min(cap, sample.sent());
        double target = DOWN * sample.received();
        double least = capped() ? Math.max(LEAST_CAP, LEAST_DOWN * cap) : LEAST_CAP;
        if (!queued) {
            suspected = true;
            settledSince = false;
            suspectedRatio = ratio;
            suspectedSent = sample.sent();
            // Less than everything, or the test would show nothing.
            target = sample.needed() > 0 ? Math.min(target, TEST * Math.min(before, sample.needed())) : target;
        }
        cap = Math.min(cap, Math.max(target, least));
        cut = true;
        cutForLoss = !queued;
        cutAt = nowNanos;
        highQueues = 0;
    }

    /** After a cut for loss alone: did the loss fall with the rate? What was sent before the cut is not asked. */
    private void judge(Sample sample, long nowNanos) {
        if (!suspected) {
            return;
        }
        if (!settledSince && nowNanos - cutAt >= CUT_PAUSE_NANOS) {
            settledSince = true;
            missed.clear();
            lost.clear();
        }
        if (nowNanos - cutAt < JUDGE_NANOS || missed.datagrams() < JUDGE_DATAGRAMS) {
            return;
        }
        suspected = false;
        if (highQueues == 0 && sample.sent() < LESS * suspectedSent && missed.ratio() > STAYS * suspectedRatio) {
            tolerated = Math.min(MOST_TOLERATED, 1.25 * missed.ratio());
            cap = NONE;
            stepping = false;
        }
    }

    private void onClear(Sample sample, long nowNanos) {
        if (!clear) {
            clear = true;
            clearAt = nowNanos;
        }
        if (stepping ? nowNanos - steppedAt >= STEP_NANOS : nowNanos - clearAt >= waitNanos) {
            stepping = true;
            steppedAt = nowNanos;
            beforeStep = cap;
            cap *= UP;
            if (cap > ENOUGH * sample.needed()) {
                cap = NONE;
                stepping = false;
                clear = false;
                lifted = true;
                liftedAt = nowNanos;
            }
        }
    }

    private void stepBack() {
        cap = beforeStep;
        stepping = false;
        waitNanos = Math.min(2 * waitNanos, LONGEST_WAIT_NANOS);
    }
}
