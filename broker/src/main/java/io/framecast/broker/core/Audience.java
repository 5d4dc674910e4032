package io.framecast.broker.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everybody who subscribes to one producer id, and the stream that carries it now. Exists while there is one or the other. */
final class Audience {

    final String producerId;
    final Map<Session, Subscription> subscriptions = new LinkedHashMap<>();

    @Nullable
    Stream live;

    Audience(String producerId) {
        this.producerId = producerId;
    }

    boolean abandoned() {
        return live == null && subscriptions.isEmpty();
    }
}
