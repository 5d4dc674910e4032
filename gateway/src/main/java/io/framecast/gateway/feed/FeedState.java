package io.framecast.gateway.feed;

import java.util.Locale;

/** What a viewer is told about its stream. */
public enum FeedState {
    /** Nobody publishes the id, or nothing is known of it yet. */
    WAITING,
    LIVE,
    /** The broker or the producer is away; both are waited for. */
    RECONNECTING,
    /** The producer has ended it; it may come again. */
    ENDED,
    /** The broker does not let the gateway have it. */
    REFUSED;

    /** As viewers and programs read it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
