package io.framecast.gateway.web;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many there are of something, in all and from each address. Owned by the gateway's loop. */
final class AddressCounts {

    private final Map<InetAddress, Integer> counts = new HashMap<>();
    private int all;

    int all() {
        return all;
    }

    int of(InetAddress address) {
        return counts.getOrDefault(address, 0);
    }

    void enter(InetAddress address) {
        all++;
        counts.merge(address, 1, Integer::sum);
    }

    void leave(InetAddress address) {
        all--;
        counts.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }
}
