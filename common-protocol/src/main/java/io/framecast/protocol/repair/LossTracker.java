package io.framecast.protocol.repair;

import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import java.util.function.Consumer;

/**
 * What one lane's receiver misses, and when to ask for it. Owned by the session that receives the lane; the same machine serves a
 * subscriber and the broker as receiver of its producer.
 *
 * <p>A hole is asked for once the first later packet is {@link #waitNanos} old, again every max(20 ms, round trip + four variations,
 * and these at least 10 ms and at most a quarter of the round trip), and given up {@code giveUpNanos} after it was noticed. Where the
 * sender passes over a question that it has just answered, each one may be repeated 5 ms later while its answer is on its way:
 * what one burst takes of the questions is then not a whole round. The wait starts at 5 ms and learns from reordering: an original
 * that comes after it was asked for ({@link LateOriginals}) raises it to 1.25 times its lateness (bounded, so that there is time for
 * repair: a quarter of {@code giveUpNanos}, or what {@link #limits} says), and it falls by a tenth every 10 s.
 *
 * <p>Steady state costs a few instructions a packet and no allocation. What is kept is bounded: {@value #WINDOW} sequences back from
 * the highest; a gap wider than that is a jump, all of it lost. Always: {@code received + lost + missing} is the number of
 * sequences from the first to the highest.
 */
public final class LossTracker {

    /** How far back from the highest sequence a packet still counts. */
    public static final int WINDOW = 4096;

    /** How far beyond the newest packet PADDING, which nobody authenticated, may move the lane. */
    public static final int PADDING_REACH = 256;

    private static final long REMEMBER_NANOS = 500_000_000L;

    private long giveUpNanos;
    private final SeenSequences seen = new SeenSequences();
    private final QuestionRounds rounds;
    private final LateOriginals originals;
    private final FrameTail tail;
    private final MissingSequences missing = new MissingSequences();
    private final RangeBuilder ranges = new RangeBuilder();

    private int start;
    private int highest;
    private int highestOpened;
    private long deadline = Long.MAX_VALUE;
    private long received;
    private long lost;
    private long repaired;
    private long recovered;
    private long duplicates;

    /** Nothing before {@code firstSequence} is missed; {@code giveUpNanos} is the time that a repair is of use. Asks once a round. */
    public LossTracker(int firstSequence, long giveUpNanos) {
        this(firstSequence, giveUpNanos, false);
    }

    /** {@code repeats}: whether each question is asked twice. */
    public LossTracker(int firstSequence, long giveUpNanos, boolean repeats) {
        this.giveUpNanos = giveUpNanos;
        rounds = new QuestionRounds(repeats);
        originals = new LateOriginals(missing, new ReorderWait(giveUpNanos / 4), rounds.asksOfOne());
        start = firstSequence;
        highest = firstSequence - 1;
        highestOpened = highest;
        tail = new FrameTail(highest);
    }

    /** The time that a repair is of use from now on, and how long a hole is left alone at the most; for what is missing already too. */
    public void limits(long newGiveUpNanos, long newMostWaitNanos) {
        if (newGiveUpNanos < giveUpNanos && missing.awaited() > 0) {
            deadline = missing.noticedAt(0);
        }
        giveUpNanos = newGiveUpNanos;
        originals.wait.most(newMostWaitNanos);
    }

    /**
     * A DATA packet that authenticated.
     *
     * @return false for a duplicate, or one before the start or older than the window
     */
    public boolean onSequence(int sequence, long nowNanos) {
        tail.onShown(sequence);
        int ahead = Serial.distance(highest, sequence);
        if (ahead > 0) {
            confirm(sequence, nowNanos);
            advance(sequence, ahead, nowNanos);
            seen.add(sequence);
            received++;
            return true;
        }
        if (-ahead >= WINDOW || Serial.compare(sequence, start) < 0) {
            return false;
        }
        if (seen.contains(sequence)) {
            duplicates++;
            originals.onCopy(sequence, nowNanos);
            return false;
        }
        seen.add(sequence);
        received++;
        confirm(sequence, nowNanos);
        int position = missing.find(sequence);
        if (position >= 0 && missing.isAwaited(position)) {
            onFound(position, nowNanos);
        } else {
            // It had been given up; unless it was never asked for, this is the answer, too late.
            lost--;
            repaired += position < 0 || missing.asks(position) > 0 ? 1 : 0;
        }
        return true;
    }

    /**
     * A DATA packet that did not come but was made out of REPAIR, and authenticated. It counts as received; how long it took says
     * nothing of the path.
     */
    public void onRecovered(int sequence, long nowNanos) {
        int position = missing.find(sequence);
        if (position >= 0 && missing.isAwaited(position)) {
            seen.add(sequence);
            received++;
            tail.onShown(sequence);
            confirm(sequence, nowNanos);
            missing.close(position);
            trim(nowNanos);
        } else if (!onSequence(sequence, nowNanos)) {
            return;
        }
        recovered++;
    }

    /**
     * The DATA packet that has just authenticated belongs to a frame that goes on to {@code last}. When no more of it comes for a while
     * (15 ms, and longer where packets are known to be late), its tail is missed as if a later packet had shown it. It is not asked for
     * again until something shows that it was sent: its sender may be waiting for it, too.
     */
    public void onFrameEnd(int last, long nowNanos) {
        tail.onFrameEnd(last, Serial.distance(highest, last), originals.wait.nanos(), nowNanos);
    }

    /**
     * PADDING says that {@code newest} was sent. It is not authenticated, so it reaches {@value #PADDING_REACH} sequences at most, and
     * what does not come although it was asked for is forgotten, not lost: it may never have been sent.
     */
    public void onPadding(int newest, long nowNanos) {
        int reach = highestOpened + PADDING_REACH;
        int to = Serial.compare(newest, reach) > 0 ? reach : newest;
        tail.onShown(to);
        int ahead = Serial.distance(highest, to);
        if (ahead > 0) {
            advance(to, ahead, nowNanos);
            seen.remove(to);
            missing.add(to, nowNanos, due(nowNanos));
        }
    }

    /**
     * The sender says that these will not come: they are lost now, asked for no more. A range that starts beyond the next sequence is
     * not remembered: the sender repeats it.
     */
    public void onGone(int from, int count) {
        if (Serial.compare(from, highest + 1) <= 0) {
            while (Serial.compare(highest + 1, from + count) < 0) {
                slide(highest + 1);
                lost++;
                highestOpened = highest;
            }
        }
        for (int i = 0; i < missing.size(); i++) {
            int into = Serial.distance(from, missing.sequence(i));
            if (into >= 0 && into < count && missing.isAwaited(i)) {
                missing.close(i);
                lost++;
            }
        }
        int last = from + count - 1;
        if (Serial.compare(last, highestOpened) > 0 && Serial.compare(last, highest) <= 0) {
            // The sender tells of it, so it is more than PADDING's word.
            highestOpened = last;
        }
    }

    /** What comes before {@code sequence} is of no use any more (a newer key frame is there): as {@link #onGone}, for all of it. */
    public void giveUpBefore(int sequence) {
        for (int i = 0; i < missing.size() && Serial.compare(missing.sequence(i), sequence) < 0; i++) {
            if (missing.isAwaited(i)) {
                missing.close(i);
                lost++;
            }
        }
    }

    /**
     * Hands out what to ask for now, in order and coalesced; gives up what is too old.
     *
     * @param roundTripNanos smoothed; 0 while unknown
     * @param variationNanos of the round trip
     */
    public void onTimeout(
            long nowNanos, long roundTripNanos, long variationNanos, Consumer<? super SequenceRange> out) {
        originals.roundTrip(roundTripNanos);
        if (tail.due(nowNanos)) {
            missTail(nowNanos);
        }
        if (deadline == Long.MAX_VALUE || deadline - nowNanos > 0) {
            return;
        }
        rounds.roundTrip(roundTripNanos, variationNanos);
        deadline = Long.MAX_VALUE;
        for (int i = 0; i < missing.size(); i++) {
            if (!missing.isAwaited(i)) {
                continue;
            }
            long end = missing.noticedAt(i) + giveUpNanos;
            if (end - nowNanos <= 0 && Serial.compare(missing.sequence(i), highestOpened) > 0) {
                retreat(i);
                break;
            }
            if (end - nowNanos <= 0) {
                missing.close(i);
                lost++;
                continue;
            }
            if (missing.dueAt(i) - nowNanos <= 0 && isEarlyTail(i)) {
                missing.postpone(i, nowNanos + QuestionRounds.LEAST_NANOS);
            } else if (missing.dueAt(i) - nowNanos <= 0) {
                missing.ask(i, nowNanos, nowNanos + rounds.untilNextNanos(missing.asks(i)));
                ranges.add(missing.sequence(i), out);
            }
            wakeAt(missing.dueAt(i) - end < 0 ? missing.dueAt(i) : end);
        }
        ranges.finish(out);
        trim(nowNanos);
    }

    /** The shortest round trip of late, 0 while unknown: the smoothed one of a busy machine is longer than many answers take. */
    public void leastRoundTrip(long nanos) {
        originals.leastRoundTrip(nanos);
    }

    /** When {@link #onTimeout} has something to do; {@link Long#MAX_VALUE}: nothing is missing. */
    public long deadlineNanos() {
        return tail.orEarlier(missing.awaited() == 0 ? Long.MAX_VALUE : deadline);
    }

    /** The highest sequence known to have been sent; one before the first while there is none. */
    public int highest() {
        return highest;
    }

    /** The oldest sequence still awaited, or one past the highest. */
    public int nextContiguous() {
        if (missing.awaited() > 0) {
            for (int i = 0; i < missing.size(); i++) {
                if (missing.isAwaited(i)) {
                    return missing.sequence(i);
                }
            }
        }
        return highest + 1;
    }

    /** How many are neither here nor given up. */
    public int missing() {
        return missing.awaited();
    }

    public long received() {
        return received;
    }

    /** Given up, and not here since. */
    public long lost() {
        return lost;
    }

    /** Arrived because they were asked for. */
    public long repaired() {
        return repaired;
    }

    /** Did not arrive, but were recovered. */
    public long recovered() {
        return recovered;
    }

    public long duplicates() {
        return duplicates;
    }

    /** Asked for although the original was on its way. */
    public long needless() {
        return originals.needless();
    }

    /** How long a hole is left alone for its packet to come by itself. */
    public long waitNanos() {
        return originals.wait.nanos();
    }

    private void advance(int sequence, int ahead, long nowNanos) {
        if (ahead > WINDOW) {
            lost += missing.awaited() + (ahead - 1L);
            missing.clear();
            seen.clear();
            start = sequence;
            highest = sequence;
            return;
        }
        while (highest + 1 != sequence) {
            slide(highest + 1);
            missing.add(highest, nowNanos, due(nowNanos));
        }
        slide(sequence);
    }

    private void missTail(long nowNanos) {
        int promised = tail.miss();
        while (Serial.compare(highest, promised) < 0) {
            slide(highest + 1);
            missing.add(highest, tail.sinceNanos(), nowNanos);
            wakeAt(nowNanos);
        }
        highestOpened = Serial.compare(promised, highestOpened) > 0 ? promised : highestOpened;
    }

    /** Makes {@code sequence} the highest, not seen; what leaves the window is lost. */
    private void slide(int sequence) {
        highest = sequence;
        seen.remove(sequence);
        while (missing.size() > 0 && Serial.distance(missing.sequence(0), sequence) >= WINDOW) {
            if (missing.isAwaited(0)) {
                lost++;
            }
            missing.removeOldest();
        }
        if (Serial.distance(start, sequence) >= WINDOW) {
            start = sequence - WINDOW + 1;
        }
    }

    /** {@code sequence} authenticated: what only PADDING had told of before it was sent, and is missed from now on. */
    private void confirm(int sequence, long nowNanos) {
        if (Serial.compare(sequence, highestOpened) <= 0) {
            return;
        }
        for (int i = missing.size() - 1; i >= 0 && Serial.compare(missing.sequence(i), highestOpened) > 0; i--) {
            if (Serial.compare(missing.sequence(i), sequence) < 0) {
                missing.noticeAgain(i, nowNanos);
            }
        }
        highestOpened = sequence;
    }

    /** Whether nothing but its frame's header says that it was sent, and it was asked for already. */
    private boolean isEarlyTail(int position) {
        int sequence = missing.sequence(position);
        return missing.asks(position) >= rounds.asksOfOne() && !tail.isShown(sequence);
    }

    /** Nothing from this position on was ever opened. */
    private void retreat(int position) {
        highest = missing.sequence(position) - 1;
        while (missing.size() > position) {
            missing.removeNewest();
        }
    }

    private long due(long nowNanos) {
        originals.wait.decay(nowNanos);
        long due = nowNanos + originals.wait.nanos();
        wakeAt(due);
        return due;
    }

    private void wakeAt(long nanos) {
        if (deadline == Long.MAX_VALUE || nanos - deadline < 0) {
            deadline = nanos;
        }
    }

    private void onFound(int position, long nowNanos) {
        if (missing.state(position) == MissingSequences.OPEN) {
            missing.close(position);
        } else if (!originals.take(position, nowNanos)) {
            repaired++;
            missing.answered(position, nowNanos);
        }
        trim(nowNanos);
    }

    /** Forgets the oldest that are settled; a second copy of what was answered long ago teaches nothing. */
    private void trim(long nowNanos) {
        while (missing.size() > 0 && !missing.isAwaited(0)) {
            if (missing.state(0) == MissingSequences.ANSWERED && nowNanos - missing.dueAt(0) < REMEMBER_NANOS) {
                return;
            }
            missing.removeOldest();
        }
    }
}
