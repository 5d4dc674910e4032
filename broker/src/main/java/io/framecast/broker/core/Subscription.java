package io.framecast.broker.core;

import org.jspecify.annotations.Nullable;

/** A session's wish for a producer id, whether or not somebody publishes it now. */
final class Subscription {

    final Session session;
    final Audience audience;
    /** As the last SUBSCRIBE says, 0..600000. */
    int latencyMillis;

    /** Where it sits in the live stream; null while nobody publishes. */
    @Nullable
    Seat seat;

    Subscription(Session session, Audience audience) {
        this.session = session;
        this.audience = audience;
    }
}
