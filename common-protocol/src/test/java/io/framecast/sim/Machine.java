package io.framecast.sim;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A protocol machine as the network sees it: a deadline, and what to call when it has passed. */
final class Machine {

    final LongSupplier deadlineNanos;
    final LongConsumer onTimeout;
    /** The deadline that an event is queued for. */
    long queuedNanos = Long.MAX_VALUE;

    boolean stopped;
    long calledAtNanos;
    int callsAtOnce;

    Machine(LongSupplier deadlineNanos, LongConsumer onTimeout) {
        this.deadlineNanos = deadlineNanos;
        this.onTimeout = onTimeout;
    }
}
