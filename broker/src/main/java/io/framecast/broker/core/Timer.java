package io.framecast.broker.core;

import io.framecast.time.Deadline;
import io.framecast.time.DeadlineQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that happens at a time, kept in one {@link DeadlineQueue}. A failure of it costs {@code owner} its session and nobody else. */
final class Timer extends Deadline {

    interface Expiry {
        void onTimeout(long nowNanos, Consumer<? super BrokerAction> out);
    }

    final @Nullable Session owner;
    final Expiry expiry;

    Timer(@Nullable Session owner, Expiry expiry) {
        this.owner = owner;
        this.expiry = expiry;
    }
}
