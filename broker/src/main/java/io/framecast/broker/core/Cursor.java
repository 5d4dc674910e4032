package io.framecast.broker.core;

import io.framecast.broker.core.SubscriberTable.Row;
import io.framecast.protocol.media.Packetizer;
import io.framecast.protocol.repair.RingFrame;
import io.framecast.protocol.repair.Slot;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.LaneReport;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where one subscriber stands in one lane: as a row of the lane's table, or at a place of its own, from which it is sent at its own
 * pace and leaves out what it cannot take.
 *
 * <p>What is left out are whole frames, in the order of their dependency: those that nothing refers to, then the rest of the group of
 * pictures, going on with the newest key frame. A frame that was begun is finished, unless a newer key frame makes its rest useless; a
 * key frame that was begun always is, or a path that takes longer for one than they are apart would never see any. Nothing is sent
 * that needs what was left out. Owned by its {@link Seat}.
 */
final class Cursor {

    /** Beyond it frames that nothing refers to are left out. */
    static final long BACKLOG_MICROS = 200_000L;
    /** Beyond it so is the rest of the group of pictures. */
    static final long LONG_BACKLOG_MICROS = 2 * BACKLOG_MICROS;

    final Lane lane;
    final Row row;
    private @Nullable LeftOut told;
    private int position;
    /** What is left out and not told yet begins here and ends at {@link #position}. */
    private int pendingFrom;

    private boolean pending;
    private DropReason reason = DropReason.BACKLOG;
    private boolean active = true;
    private boolean keysOnly;
    /** A frame that others need was left out; the last one of them is {@link #brokenAt}. */
    private boolean broken;

    private int brokenAt;
    private long framesLeftOut;
    private long tableBytes;
    private long tableBytesAtEntry;

    @Nullable
    private RepairLedger ledger;

    private @Nullable LaneReport reported;

    private long sourceLost;
    private long sourceRepaired;

    Cursor(Lane lane, InetSocketAddress address, int position) {
        this.lane = lane;
        this.position = position;
        row = new Row(address);
    }

    /** The next sequence to send, where it is not in the table. */
    int position() {
        return row.present() ? lane.level() : position;
    }

    /** How many sequences it is behind what the table was given; negative where it starts only later. */
    int behind() {
        return Serial.distance(position, lane.level());
    }

    /** The lower, the sooner it is served: the catalog, sound, then what has the least to catch up. */
    int rank() {
        return lane.track() == 0 ? -2 : lane.rate.sound() ? -1 : behind();
    }

    boolean inTable() {
        return row.present();
    }

    void enterTable() {
        lane.output.table.add(row);
        tableBytesAtEntry = lane.output.sentBytes();
    }

    void leaveTable() {
        if (row.present()) {
            tableBytes = tableBytes();
            lane.output.table.remove(row);
            position = lane.level();
        }
    }

    /** What the table was sent while it was in it. */
    long tableBytes() {
        return tableBytes + (row.present() ? lane.output.sentBytes() - tableBytesAtEntry : 0);
    }

    /** Goes on at another start, of which the subscriber is told. */
    void startAt(LaneStart start) {
        position = start.firstSequence();
        pending = false;
        broken = false;
    }

    /** Whether nothing stands between it and the table. */
    boolean ready() {
        return active && !keysOnly && !broken && !pending && behind() == 0;
    }

    boolean active() {
        return active;
    }

    /**
     * @param isActive whether the lane is sent at all
     * @param onlyKeys whether only key frames are
     */
    void level(boolean isActive, boolean onlyKeys) {
        if (isActive && !active && behind() > 0) {
            leaveOutUpTo(lane.level(), DropReason.RATE);
        }
        active = isActive;
        keysOnly = onlyKeys;
    }

    /** How far, in capture time, what it would send next is behind the newest that came. */
    long lagMicros() {
        RingFrame newest = lane.ring().newest();
        Slot slot =
                !active || row.present() || behind() <= 0 ? null : lane.ring().run(position, 1);
        return slot == null || newest == null
                ? 0
                : Math.max(0, newest.captureMicros() - slot.frame().captureMicros());
    }

    /**
     * What to send next, at most {@code most} datagrams of one frame; null: nothing now. Leaves out on the way.
     *
     * @param catchingUp backlog does not count: it is sent what is cached
     */
    @Nullable
    Slot next(int most, boolean catchingUp) {
        if (!active) {
            return null;
        }
        while (true) {
            Slot slot = lane.ring().run(position, most);
            if (slot == null || Serial.compare(slot.firstSequence(), lane.level()) >= 0) {
                if (behind() > 0 && !pending) {
                    position = lane.level();
                }
                return null;
            }
            if (lacks(slot)) {
                leaveOutEvicted(slot.frame());
            }
            DropReason why = lane.track() == 0 ? null : refusal(slot.frame(), catchingUp);
            if (why == null) {
                int left = Serial.distance(slot.firstSequence(), lane.level());
                return slot.count() <= left ? slot : lane.ring().run(position, left);
            }
            leaveOut(slot.frame(), why);
        }
    }

    void onSent(Slot slot) {
        position = slot.firstSequence() + slot.count();
        broken = false;
    }

    /** Whether what came before the slot was here once, and is not any more. */
    private boolean lacks(Slot slot) {
        return lane.track() != 0
                && Serial.compare(position, slot.frame().firstSequence()) < 0
                && lane.ring().evicted(position);
    }

    /** The group of pictures is larger than the ring: what follows the hole needs what was in it. */
    private void leaveOutEvicted(RingFrame next) {
        if (!lane.rate.independent()) {
            broken = true;
            brokenAt = next.number() - 1;
        }
        Slot before = lane.ring().find(position - 1);
        framesLeftOut +=
                before == null ? 1 : Math.max(1, next.number() - before.frame().number() - 1L);
        leaveOutTo(next.firstSequence(), DropReason.BACKLOG);
    }

    private @Nullable DropReason refusal(RingFrame frame, boolean catchingUp) {
        RingFrame key = lane.ring().newestKeyFrame();
        RingFrame newest = lane.ring().newest();
        long lag = newest == null || catchingUp ? 0 : newest.captureMicros() - frame.captureMicros();
        boolean newerKey = key != null && Serial.compare(key.firstSequence(), frame.firstSequence()) > 0;
        boolean begun = !pending && Serial.compare(position, frame.firstSequence()) > 0;
        if (begun) {
            return !frame.key() && newerKey && lag > BACKLOG_MICROS ? DropReason.BACKLOG : null;
        }
        if (lane.rate.independent()) {
            return lag > BACKLOG_MICROS ? DropReason.BACKLOG : null;
        }
        if (keysOnly && !frame.key()) {
            return DropReason.RATE;
        }
        if (needsLeftOut(frame)) {
            return reason;
        }
        if (lag <= BACKLOG_MICROS || (frame.key() && !newerKey)) {
            return null;
        }
        boolean rest = newerKey || lag > LONG_BACKLOG_MICROS || !lane.hasDiscardable();
        return rest || frame.discardable() ? DropReason.BACKLOG : null;
    }

    private boolean needsLeftOut(RingFrame frame) {
        return broken
                && !frame.key()
                && (frame.gopDistance() == Packetizer.FAR_FROM_KEY
                        || Serial.compare(frame.number() - frame.gopDistance(), brokenAt) <= 0);
    }

    /** The frame that would come next, or its rest. */
    void leaveOut(RingFrame frame, DropReason why) {
        if (!frame.discardable() && !lane.rate.independent()) {
            broken = true;
            brokenAt = frame.number();
        }
        framesLeftOut++;
        leaveOutTo(frame.firstSequence() + frame.count(), why);
    }

    /** All that is there before {@code sequence}; those frames are not looked at one by one. */
    void leaveOutUpTo(int sequence, DropReason why) {
        RingFrame newest = lane.ring().newest();
        Slot next = lane.ring().run(position, 1);
        if (newest != null && !lane.rate.independent()) {
            broken = true;
            brokenAt = newest.number();
        }
        framesLeftOut += newest == null || next == null
                ? 0
                : Math.max(0, newest.number() - next.frame().number() + 1L);
        int end = sequence;
        Slot cut = lane.ring().run(sequence, 1);
        if (cut != null && Serial.compare(cut.frame().firstSequence(), sequence) < 0) {
            end = cut.frame().firstSequence() + cut.frame().count();
        }
        leaveOutTo(end, why);
    }

    private void leaveOutTo(int sequence, DropReason why) {
        if (!pending) {
            pending = true;
            pendingFrom = position;
        }
        reason = why;
        position = sequence;
    }

    /** Whether something was left out that the subscriber has to be told of before it is sent more. */
    boolean pending() {
        return pending;
    }

    /** Whether it is level but for the word on what was left out, and nothing more is to be. */
    boolean owesWord() {
        return pending && !broken && behind() == 0;
    }

    int pendingFrom() {
        return pendingFrom;
    }

    int pendingCount() {
        return Serial.distance(pendingFrom, position);
    }

    DropReason reason() {
        return reason;
    }

    /** The subscriber is being told. */
    void onTold() {
        if (told == null) {
            told = new LeftOut();
        }
        told.add(pendingFrom, pendingCount(), reason);
        pending = false;
    }

    /** Why a sequence was left out; null where it was not, as far as is known. */
    @Nullable
    DropReason reasonOf(int sequence) {
        if (pending && Serial.compare(sequence, pendingFrom) >= 0 && Serial.compare(sequence, position) < 0) {
            return reason;
        }
        return told == null ? null : told.reasonOf(sequence);
    }

    /** Whether it is past a sequence that was not there, and was not left out either. */
    boolean passed(int sequence) {
        return active && !row.present() && Serial.compare(sequence, position) < 0 && reasonOf(sequence) == null;
    }

    /** Whether all of a frame was sent, as far as it is here. */
    boolean given(RingFrame frame) {
        return row.present()
                || (Serial.compare(frame.endSequence(), position) <= 0 && reasonOf(frame.firstSequence()) == null);
    }

    /** Frames left out since the last time that this was asked. */
    long takeFramesLeftOut() {
        long frames = framesLeftOut;
        framesLeftOut = 0;
        return frames;
    }

    RepairLedger ledger() {
        if (ledger == null) {
            ledger = new RepairLedger();
        }
        return ledger;
    }

    private long sourceRepairs() {
        return lane.tracker().repaired() + lane.tracker().recovered();
    }

    /** As last reported; 0: nothing was yet. */
    long jitterNanos() {
        return reported == null ? 0 : reported.jitterMicros() * 1000L;
    }

    /**
     * What the subscriber says of the lane; what it says for the first time is only remembered. What was lost on the way to us, or came
     * late, is not its path's doing.
     *
     * @return what it said the last time
     */
    @Nullable
    LaneReport onReport(LaneReport report, Arrivals arrivals) {
        LaneReport before = reported;
        if (before != null) {
            arrivals.add(
                    Serial.distance(before.highestSequence(), report.highestSequence()),
                    report.received() - before.received(),
                    report.lost() - before.lost() - (lane.tracker().lost() - sourceLost),
                    report.repaired() - before.repaired() - (sourceRepairs() - sourceRepaired));
        }
        sourceLost = lane.tracker().lost();
        sourceRepaired = sourceRepairs();
        reported = report;
        return before;
    }
}
