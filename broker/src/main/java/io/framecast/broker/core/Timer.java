package io.framecast.broker.core;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that happens at a time, kept in one {@link Timers}. A failure of it costs {@code owner} its session and nobody else. */
final class Timer {

    interface Expiry {
        void onTimeout(long nowNanos, Consumer<? super BrokerAction> out);
    }

    final @Nullable Session owner;
    final Expiry expiry;
    long deadlineNanos = Long.MAX_VALUE;
    int index = -1;

    Timer(@Nullable Session owner, Expiry expiry) {
        this.owner = owner;
        this.expiry = expiry;
    }

    boolean armed() {
        return index >= 0;
    }
}
