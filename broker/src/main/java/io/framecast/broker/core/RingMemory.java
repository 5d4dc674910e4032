package io.framecast.broker.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rings of all streams hold together. Beyond the bound the stream that holds most lets go of its oldest frame, so that many
 * streams, or few large ones, cost those that take little nothing. Owned by the broker's loop.
 */
final class RingMemory {

    private final long mostBytes;
    private final BrokerCounters counters;
    private final List<Stream> streams = new ArrayList<>();
    private long bytes;

    RingMemory(long mostBytes, BrokerCounters counters) {
        this.mostBytes = mostBytes;
        this.counters = counters;
    }

    void add(Stream stream) {
        streams.add(stream);
    }

    /** What it held is free. */
    void remove(Stream stream) {
        if (streams.remove(stream)) {
            bytes -= stream.ringBytes();
        }
    }

    void onGrown(long more) {
        bytes += more;
    }

    long bytes() {
        return bytes;
    }

    /** Whether there is room for so much more, now that others let go of what they must. */
    boolean makeRoom(long cost) {
        while (bytes + cost > mostBytes) {
            Stream largest = largest();
            if (largest == null || !largest.evictOldest()) {
                return false;
            }
            counters.increment(BrokerCounter.LIMIT_RING_MEMORY);
        }
        return true;
    }

    private @Nullable Stream largest() {
        Stream largest = null;
        for (Stream stream : streams) {
            if (stream.ringBytes() > 0 && (largest == null || stream.ringBytes() > largest.ringBytes())) {
                largest = stream;
            }
        }
        return largest;
    }
}
