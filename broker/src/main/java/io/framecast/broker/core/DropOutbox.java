package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.Drop;
import io.framecast.protocol.wire.ControlPacket.DropReason;
import io.framecast.protocol.wire.ControlPacket.SequenceRange;
import java.util.function.Consumer;

/** The numbered DROPs of one session that no REPORT has acknowledged yet. Who has too many of them open is told nothing new. */
final class DropOutbox {

    static final int MOST = 64;
    private static final long LEAST_RETRY_NANOS = 100_000_000L;

    private final Outbox<Drop> drops = new Outbox<>();

    boolean full() {
        return drops.size() >= MOST;
    }

    /** Numbers a DROP and keeps it. {@code roundTripNanos}: 0 while unknown. */
    Drop add(long alias, int lane, SequenceRange gone, DropReason reason, long roundTripNanos, long nowNanos) {
        long retryNanos = Math.max(LEAST_RETRY_NANOS, roundTripNanos + roundTripNanos / 2);
        return drops.add(number -> new Drop(alias, lane, gone, reason, number), retryNanos, nowNanos);
    }

    void onSeen(long number) {
        drops.onSeen(number);
    }

    /** Hands out what has waited too long. */
    void onTimeout(long nowNanos, Consumer<? super Drop> again) {
        drops.onTimeout(nowNanos, again);
    }

    long deadlineNanos() {
        return drops.deadlineNanos();
    }
}
