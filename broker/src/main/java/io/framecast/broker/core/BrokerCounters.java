package io.framecast.broker.core;

import java.util.concurrent.atomic.AtomicLongArray;

/** A long per {@link BrokerCounter}. One writer each: the broker's event loop, or the admin port's thread; any thread may read. */
public final class BrokerCounters {

    private final AtomicLongArray values = new AtomicLongArray(BrokerCounter.values().length);

    public long get(BrokerCounter counter) {
        return values.get(index(counter));
    }

    /** Only on the counter's own thread. */
    public void add(BrokerCounter counter, long amount) {
        int i = index(counter);
        values.lazySet(i, values.getPlain(i) + amount);
    }

    void increment(BrokerCounter counter) {
        add(counter, 1);
    }

    /** Once or more per datagram: an array instead of a map, and the index is never stored. */
    @SuppressWarnings("EnumOrdinal")
    private static int index(BrokerCounter counter) {
        return counter.ordinal();
    }
}
