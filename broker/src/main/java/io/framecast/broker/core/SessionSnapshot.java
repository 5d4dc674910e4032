package io.framecast.broker.core;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One session, for the operator. A value, safe to hand to another thread.
 *
 * @param published producer ids that it publishes now
 * @param subscribed producer ids that it is subscribed to, live or not
 */
public record SessionSnapshot(long id, InetSocketAddress peer, List<String> published, List<String> subscribed) {

    public SessionSnapshot {
        published = List.copyOf(published);
        subscribed = List.copyOf(subscribed);
    }
}
