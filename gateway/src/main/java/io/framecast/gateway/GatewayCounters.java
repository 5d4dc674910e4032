package io.framecast.gateway;

/** Counted on the gateway's loop, and read there. */
public final class GatewayCounters {

    private final long[] values = new long[GatewayCounter.values().length];

    public void count(GatewayCounter counter) {
        values[counter.ordinal()]++;
    }

    public void add(GatewayCounter counter, long more) {
        values[counter.ordinal()] += more;
    }

    public long get(GatewayCounter counter) {
        return values[counter.ordinal()];
    }
}
