package io.framecast.broker.core;

import io.framecast.protocol.repair.Slot;
import io.framecast.protocol.time.Serial;
import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.Nack;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers NACKs from the rings, within each subscriber's budget; says DROP for what will not come any more. */
final class Repairs {

    static final int MOST_PER_NACK = 1024;
    static final int DROPS_PER_NACK = 8;
    private static final long LEAST_AGAIN_NANOS = 10_000_000L;

    private final Context context;

    Repairs(Context context) {
        this.context = context;
    }

    void onNack(Session session, Stream stream, Nack nack, long nowNanos, Consumer<? super BrokerAction> out) {
        context.count(BrokerCounter.NACKS_RECEIVED);
        if (!session.mayNack(nowNanos)) {
            context.count(BrokerCounter.LIMIT_NACKS);
            return;
        }
        Seat seat = stream.seatOf(session);
        Lane lane = stream.lane(nack.lane());
        Cursor cursor = seat == null || lane == null || seat.paused() ? null : seat.cursor(lane.id);
        if (seat == null || lane == null || cursor == null) {
            return;
        }
        Work work = new Work(session, stream, seat, lane, cursor, nowNanos, out);
        for (SequenceRange range : nack.missing()) {
            for (int i = 0; i < range.count() && work.looked < MOST_PER_NACK; i++) {
                work.onMissing(range.first() + i);
            }
            work.finish();
        }
    }

    /** One NACK: neighbours that can be served are gathered into runs, neighbours that are gone into one DROP. */
    private final class Work {
        private final Session session;
        private final Stream stream;
        private final Seat seat;
        private final Lane lane;
        private final Cursor cursor;
        private final long againAfterNanos;
        private final int youngest;
        private final long nowNanos;
        private final Consumer<? super BrokerAction> out;
        private int looked;
        private int drops;
        private int first;
        private int count;
        /** Why they will not come; null: they will. */
        private @Nullable DropReason gone;

        Work(
                Session session,
                Stream stream,
                Seat seat,
                Lane lane,
                Cursor cursor,
                long nowNanos,
                Consumer<? super BrokerAction> out) {
            this.session = session;
            this.stream = stream;
            this.seat = seat;
            this.lane = lane;
            this.cursor = cursor;
            this.nowNanos = nowNanos;
            this.out = out;
            againAfterNanos = Math.max(LEAST_AGAIN_NANOS, session.clock.roundTripNanos() / 10 * 9);
            // A question that comes sooner than a round trip after what it asks for was sent cannot be about its loss.
            long earliest = nowNanos - session.clock.leastRoundTripNanos();
            youngest = cursor.inTable() ? lane.firstSentAfter(earliest) : cursor.position();
        }

        void onMissing(int sequence) {
            looked++;
            DropReason leftOut = cursor.reasonOf(sequence);
            Slot slot = leftOut == null ? lane.ring().find(sequence) : null;
            if (leftOut != null) {
                add(sequence, leftOut);
            } else if (slot == null) {
                if (lane.gone(sequence)) {
                    add(sequence, lane.evicted(sequence) ? DropReason.RING_MISS : DropReason.SOURCE_LOSS);
                }
                // Otherwise it is on its way from the producer, and goes to everybody when it comes.
            } else if (Serial.compare(sequence, youngest) >= 0) {
                return;
            } else if (!cursor.ledger().admits(sequence, againAfterNanos, nowNanos, leavesAtNanos())) {
                context.count(BrokerCounter.REPAIRS_REPEATED);
            } else if (!seat.repairs(nowNanos).affords(slot.length(), nowNanos)) {
                context.count(BrokerCounter.REPAIRS_LIMITED);
            } else {
                add(sequence, null);
            }
        }

        private void add(int sequence, @Nullable DropReason why) {
            if (count > 0 && (gone != why || sequence != first + count)) {
                finish();
            }
            if (count == 0) {
                first = sequence;
                gone = why;
            }
            count++;
        }

        void finish() {
            DropReason why = gone;
            if (count > 0 && why != null) {
                drop(why);
            } else {
                repair();
            }
            count = 0;
        }

        private void drop(DropReason reason) {
            if (++drops <= DROPS_PER_NACK) {
                context.count(BrokerCounter.DROPS_SENT);
                session.send(new Drop(stream.alias, lane.id, new SequenceRange(first, count), reason, 0), out);
            }
        }

        /** Behind what is gathered here and what waits already. */
        private long leavesAtNanos() {
            return seat.repairs(nowNanos).leavesAtNanos(gone == null ? count : 0, nowNanos);
        }

        private void repair() {
            if (count > 0) {
                seat.repairs(nowNanos).send(lane, first, count, nowNanos);
            }
        }
    }
}
