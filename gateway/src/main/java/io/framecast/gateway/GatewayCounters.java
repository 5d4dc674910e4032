package io.framecast.gateway;

import java.util.EnumMap;
import java.util.Map;

/** Counted on the gateway's loop, and read there. */
public final class GatewayCounters {

    private final Map<GatewayCounter, Long> values = new EnumMap<>(GatewayCounter.class);

    public void count(GatewayCounter counter) {
        add(counter, 1);
    }

    public void add(GatewayCounter counter, long more) {
        values.merge(counter, more, Long::sum);
    }

    public long get(GatewayCounter counter) {
        return values.getOrDefault(counter, 0L);
    }
}
