package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The numbered DROPs of one session that no REPORT has acknowledged yet. Who has too many of them open is told nothing new. */
final class DropOutbox {

    static final int MOST = 64;
    private static final long LEAST_RETRY_NANOS = 100_000_000L;
    private static final long LONGEST_RETRY_NANOS = 4_000_000_000L;

    private static final class Unseen {
        private final Drop drop;
        private long retryNanos;
        private long dueNanos;

        private Unseen(Drop drop, long retryNanos, long nowNanos) {
            this.drop = drop;
            this.retryNanos = retryNanos;
            this.dueNanos = nowNanos + retryNanos;
        }
    }

    private final Deque<Unseen> unseen = new ArrayDeque<>();
    private long numbered;

    boolean full() {
        return unseen.size() >= MOST;
    }

    /** Numbers a DROP and keeps it. {@code roundTripNanos}: 0 while unknown. */
    Drop add(long alias, int lane, SequenceRange gone, DropReason reason, long roundTripNanos, long nowNanos) {
        Drop drop = new Drop(alias, lane, gone, reason, ++numbered);
        unseen.add(new Unseen(drop, Math.max(LEAST_RETRY_NANOS, roundTripNanos + roundTripNanos / 2), nowNanos));
        return drop;
    }

    void onSeen(long number) {
        while (!unseen.isEmpty() && unseen.getFirst().drop.number() <= number) {
            unseen.removeFirst();
        }
    }

    /** Hands out what has waited too long. */
    void onTimeout(long nowNanos, Consumer<? super Drop> again) {
        for (Unseen entry : unseen) {
            if (entry.dueNanos - nowNanos <= 0) {
                entry.retryNanos = Math.min(2 * entry.retryNanos, LONGEST_RETRY_NANOS);
                entry.dueNanos = nowNanos + entry.retryNanos;
                again.accept(entry.drop);
            }
        }
    }

    long deadlineNanos() {
        long earliest = Long.MAX_VALUE;
        for (Unseen entry : unseen) {
            if (earliest == Long.MAX_VALUE || entry.dueNanos - earliest < 0) {
                earliest = entry.dueNanos;
            }
        }
        return earliest;
    }
}
