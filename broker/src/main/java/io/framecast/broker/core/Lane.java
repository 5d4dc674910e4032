package io.framecast.broker.core;

import io.framecast.protocol.repair.LossTracker;
import io.framecast.protocol.repair.RetransmitRing;
import io.framecast.protocol.repair.RingFrame;
import io.framecast.protocol.repair.RingRecovery;
import io.framecast.protocol.repair.Slot;
import io.framecast.protocol.time.ClockFilter;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.LaneStart;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import io.framecast.protocol.wire.MediaHeader;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One lane of a stream: what came in of it, what is missing, who gets it. Fan-out happens from the ring's memory, at the lane's own
 * pace, which is the same for all rows of its table; what comes late goes to the whole lane at once. Owned by the stream.
 */
final class Lane {

    /** Datagrams of one run; at 1200 bytes well below the 65507 that one send may carry. */
    private static final int RUN = 40;

    private static final int RUN_BYTES = 65_000;
    private static final long GIVE_UP_NANOS = 2_000_000_000L;

    final int id;
    final LaneOutput output;
    final LaneRate rate;
    final LaneMemory held;

    private final Context context;
    private final Stream stream;
    private final LaneStart announced;
    private final RetransmitRing ring;
    private final LossTracker tracker;
    private final LaneProtection protection;
    private final LanePacer pacer = new LanePacer();
    private final SendTimes sendTimes = new SendTimes();
    private final PaddingTimes padding = new PaddingTimes();
    private final FrameInterval interval = new FrameInterval();
    /** What the tracker asks for at a timeout; empty but then. */
    private final List<SequenceRange> missing = new ArrayList<>();

    private final Consumer<SequenceRange> onMissing = missing::add;
    private final Timer timer;
    private final int fragmentBytes;
    private final int run;
    /** The table was given everything before it that came in time: the one cursor over all its rows. */
    private int next;
    /** One past the newest that came in. */
    private int end;

    private boolean dirty;
    private long lastDataNanos;
    private boolean hasDiscardable;

    Lane(Context context, Stream stream, LaneStart announced, int fragmentBytes, long nowNanos) {
        this.context = context;
        this.stream = stream;
        this.announced = announced;
        id = announced.lane();
        rate = new LaneRate(nowNanos);
        next = announced.firstSequence();
        end = next;
        this.fragmentBytes = fragmentBytes;
        run = Math.max(1, Math.min(RUN, RUN_BYTES / fragmentBytes));
        held = new LaneMemory(context, stream, fragmentBytes);
        ring = held.ring;
        tracker = new LossTracker(next, GIVE_UP_NANOS);
        output = new LaneOutput(context, stream.alias, id);
        protection = new LaneProtection(context, this);
        timer = new Timer(stream.session, this::onTimeout);
    }

    int track() {
        return id >>> 3;
    }

    int temporalId() {
        return id & 7;
    }

    /** Whether frames came that nothing refers to. */
    boolean hasDiscardable() {
        return hasDiscardable;
    }

    RetransmitRing ring() {
        return ring;
    }

    LossTracker tracker() {
        return tracker;
    }

    LaneProtection protection() {
        return protection;
    }

    /** One past the newest that came in. */
    int end() {
        return end;
    }

    /** Everything before it has been given to the table: a cursor that stands here is level with the lane. */
    int level() {
        return next;
    }

    Session producer() {
        return stream.session;
    }

    long lastDataNanos() {
        return lastDataNanos;
    }

    boolean idle(long nowNanos) {
        return next == end && padding.idle(nowNanos);
    }

    /** A datagram whose trailer verified; {@code length} without it. */
    void onData(ByteBuf memory, int at, int length, long nowNanos) {
        RingRecovery of = held.recovery();
        if (take(memory, at, length, false, nowNanos) && of != null && !of.isEmpty()) {
            long refused = of.refused();
            of.onFragment(
                    MediaHeader.frame(memory, at),
                    MediaHeader.fragmentIndex(memory, at),
                    (recovered, bytes) -> take(recovered, 0, bytes, true, nowNanos));
            context.count(BrokerCounter.REPAIR_REFUSED, of.refused() - refused);
        }
    }

    /** A REPAIR whose trailer verified; {@code length} without it. It is not passed on: subscribers get what they need. */
    void onRepair(ByteBuf memory, int at, int length, long nowNanos) {
        RingRecovery of = held.openRecovery();
        long refused = of.refused();
        of.onRepair(memory, at, length, (recovered, bytes) -> take(recovered, 0, bytes, true, nowNanos));
        context.count(BrokerCounter.REPAIR_REFUSED, of.refused() - refused);
        held.makeRoom(0);
    }

    /** A datagram that came, or was recovered. Whether it is new. */
    private boolean take(ByteBuf memory, int at, int length, boolean recovered, long nowNanos) {
        int sequence = MediaHeader.sequence(memory, at);
        Slot slot = ring.put(memory, at, length);
        if (slot == null) {
            long claimed = (long) MediaHeader.fragmentCount(memory, at) * fragmentBytes;
            context.count(
                    claimed > context.limits.frameBytes() ? BrokerCounter.LIMIT_FRAME : BrokerCounter.MEDIA_DUPLICATE);
            held.onChanged();
            return false;
        }
        if (recovered) {
            context.count(BrokerCounter.RECOVERED_FROM_PRODUCER);
            tracker.onRecovered(sequence, nowNanos);
        } else {
            tracker.onSequence(sequence, nowNanos);
        }
        int left = MediaHeader.fragmentCount(memory, at) - 1 - MediaHeader.fragmentIndex(memory, at);
        tracker.onFrameEnd(sequence + left, nowNanos);
        stream.ages.onTaken(track(), slot.frame(), next, nowNanos);
        rate.onDatagram(length, slot.frame().key(), slot.frame().present() == 1, nowNanos);
        lastDataNanos = nowNanos;
        padding.onData();
        if (Serial.compare(sequence, next) < 0) {
            padding.onSent(nowNanos);
            onLate(slot);
        } else {
            if (Serial.compare(sequence, end) >= 0) {
                if (next == end) {
                    pacer.onFirstWaiting(nowNanos);
                }
                onNewest(slot.frame(), nowNanos);
                end = sequence + 1;
            }
            if (!dirty) {
                dirty = true;
                stream.onDirty(this);
            }
        }
        context.timers.noLaterThan(timer, deadlineNanos(nowNanos));
        held.trim(joinFrame());
        held.onChanged();
        return true;
    }

    private void onNewest(RingFrame frame, long nowNanos) {
        if (interval.onNewest(frame)) {
            hasDiscardable |= frame.discardable();
            pacer.onFrame(frame.count(), waiting(), interval.nanos(), nowNanos);
        }
    }

    private int waiting() {
        return Serial.distance(next, end);
    }

    /** A read batch is over: sends as much of what came in as may leave now. */
    void flush(long nowNanos) {
        dirty = false;
        pace(nowNanos);
        context.timers.noLaterThan(timer, deadlineNanos(nowNanos));
    }

    /** The first sequence that the table was sent after {@code sinceNanos}. */
    int firstSentAfter(long sinceNanos) {
        return sendTimes.firstAfter(sinceNanos, next);
    }

    /** Sends everything that came in: nothing more will. */
    void flushAll(long nowNanos) {
        dirty = false;
        release(waiting(), nowNanos);
    }

    private void pace(long nowNanos) {
        release(pacer.take(waiting(), nowNanos), nowNanos);
    }

    private void release(int datagrams, long nowNanos) {
        int left = datagrams;
        while (left > 0 && Serial.compare(next, end) < 0) {
            Slot slot = ring.run(next, Math.min(left, run));
            if (slot == null) {
                next = end;
                break;
            }
            output.fanOut(slot);
            sendTimes.add(slot.firstSequence(), nowNanos);
            next = slot.firstSequence() + slot.count();
            left -= slot.count();
            stream.ages.onSent(track(), slot.frame(), next, nowNanos);
            protect(slot.frame());
        }
        if (datagrams > 0) {
            padding.onSent(nowNanos);
            stream.wakeApart(nowNanos);
        }
    }

    private void onLate(Slot slot) {
        context.count(BrokerCounter.MEDIA_REPAIRED);
        output.fanOut(slot);
        stream.apart().forEach(seat -> seat.onLate(this, slot));
        protect(slot.frame());
    }

    /** A part of the frame was fanned out: where it was the last one that was missing, what protects it follows. */
    private void protect(RingFrame frame) {
        if (!protection.isEmpty() && frame.isComplete() && Serial.compare(frame.endSequence(), next) <= 0) {
            protection.onSent(frame, lastDataNanos);
        }
    }

    /** The producer says how far it has sent: a tail that was lost is noticed. */
    void onPublished(int nextSequence, long nowNanos) {
        tracker.onPadding(nextSequence - 1, nowNanos);
        context.timers.noLaterThan(timer, deadlineNanos(nowNanos));
    }

    /** The producer says that these will not come. */
    void onGone(SequenceRange gone) {
        tracker.onGone(gone.first(), gone.count());
    }

    /** Whether a sequence that is not in the ring will not get there any more. */
    boolean gone(int sequence) {
        return Serial.compare(sequence, tracker.nextContiguous()) < 0;
    }

    /** Whether a sequence that is not in the ring was there once, or is older than all that ever was. */
    boolean evicted(int sequence) {
        RingFrame oldest = ring.oldest();
        return oldest != null && (Serial.compare(sequence, oldest.firstSequence()) < 0 || ring.evicted(sequence));
    }

    /** The frame that a joiner starts with; null: nothing that can be decoded is here. */
    @Nullable
    RingFrame joinFrame() {
        return track() == 0 ? ring.newest() : ring.newestKeyFrame();
    }

    /** Where a joiner starts: at the newest key frame, the newest catalog, or with what comes next. */
    LaneStart start() {
        RingFrame frame = joinFrame();
        if (frame != null) {
            return new LaneStart(id, frame.firstSequence(), frame.number());
        }
        RingFrame newest = ring.newest();
        return newest == null
                ? new LaneStart(id, end, announced.firstFrame())
                : new LaneStart(id, end, newest.number() + 1);
    }

    /** The key phase of what a joiner gets first; 0 where nothing is here. */
    int startKeyPhase() {
        RingFrame frame = joinFrame();
        Slot slot = frame == null ? null : ring.run(frame.firstSequence(), 1);
        return slot == null ? 0 : MediaHeader.keyPhase(slot.memory(), slot.offset());
    }

    private void onTimeout(long nowNanos, Consumer<? super BrokerAction> out) {
        if (!stream.live()) {
            return;
        }
        pace(nowNanos);
        ClockFilter clock = stream.session.clock;
        tracker.leastRoundTrip(clock.leastRoundTripNanos());
        tracker.onTimeout(nowNanos, clock.roundTripNanos(), clock.variationNanos(), onMissing);
        if (!missing.isEmpty()) {
            stream.nack(this, List.copyOf(missing), out);
            missing.clear();
        }
        if (paddingOwed() && padding.dueNanos() - nowNanos <= 0) {
            padding.onSaid();
            stream.apart().forEach(seat -> seat.onPadding(this));
            output.pad(end - 1, newestFrame());
        }
        context.timers.set(timer, deadlineNanos(nowNanos));
    }

    /** Tells one subscriber where the lane stands. */
    void padTo(InetSocketAddress to) {
        if (!ring.isEmpty()) {
            output.padTo(to, end - 1, newestFrame());
        }
    }

    private int newestFrame() {
        RingFrame newest = ring.newest();
        return newest == null ? announced.firstFrame() : newest.number();
    }

    /** Whether the rows are still to be told where the lane stands; never while datagrams wait. */
    private boolean paddingOwed() {
        return padding.owed() && next == end;
    }

    private long deadlineNanos(long nowNanos) {
        long deadline = tracker.deadlineNanos();
        if (paddingOwed() && (deadline == Long.MAX_VALUE || padding.dueNanos() - deadline < 0)) {
            deadline = padding.dueNanos();
        }
        if (!dirty && next != end) {
            long paced = pacer.deadlineNanos(waiting(), nowNanos);
            return deadline == Long.MAX_VALUE || paced - deadline < 0 ? paced : deadline;
        }
        return deadline;
    }

    void release() {
        context.timers.cancel(timer);
        output.table.clear();
        ring.clear();
    }
}
