package io.framecast.broker.core;

import io.framecast.protocol.crypto.ControlScratch;
import io.framecast.time.DeadlineQueue;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/** What all machines of one broker share: configuration, memory, counters, deadlines, randomness. Owned by the broker's loop. */
final class Context {

    final BrokerConfig config;
    final BrokerLimits limits;
    final Authorizer authorizer;
    final ByteBufAllocator allocator;
    final MediaOut media;
    final BrokerCounters counters;
    /** For the packets of all sessions. */
    final ControlScratch scratch = new ControlScratch();

    final DeadlineQueue<Timer> timers = new DeadlineQueue<>();
    final RingMemory rings;

    Context(
            BrokerConfig config,
            Authorizer authorizer,
            ByteBufAllocator allocator,
            MediaOut media,
            BrokerCounters counters) {
        this.config = config;
        this.limits = config.limits();
        this.authorizer = authorizer;
        this.allocator = allocator;
        this.media = media;
        this.counters = counters;
        rings = new RingMemory(limits.ringBytes(), counters);
    }

    long wallMicros(long nowNanos) {
        return nowNanos / 1000 + config.wallOffsetMicros();
    }

    byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        config.random().accept(bytes);
        return bytes;
    }

    long randomLong() {
        return ByteBuffer.wrap(randomBytes(Long.BYTES)).getLong();
    }

    void count(BrokerCounter counter) {
        counters.increment(counter);
    }

    void count(BrokerCounter counter, long amount) {
        counters.add(counter, amount);
    }
}
