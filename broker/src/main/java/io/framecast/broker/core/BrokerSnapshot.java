package io.framecast.broker.core;

import io.framecast.protocol.time.AgeHistogram.Counts;
import java.util.List;

/**
 * Where the broker stands now, for metrics and the operator. Values, safe to hand to another thread.
 *
 * @param waiting subscriptions to ids that nobody publishes now
 */
public record BrokerSnapshot(int sessions, int subscriptions, int waiting, List<StreamSnapshot> streams) {

    public BrokerSnapshot {
        streams = List.copyOf(streams);
    }

    /**
     * One live stream.
     *
     * @param subscribers catching up and paused ones included
     * @param joining subscribers that are catching up
     * @param bitsPerSecond of media received, smoothed over seconds
     * @param ringBytes memory held for joiners and repairs
     * @param lost datagrams given up as lost between producer and broker
     * @param sinceNanos when it was announced, on the broker's monotonic clock
     * @param ages how old its frames are on their way
     * @param joins how long subscribers took from their SUBSCRIBE until they had been sent all that was cached, since the announcement
     */
    public record StreamSnapshot(
            String producerId,
            long alias,
            int subscribers,
            int joining,
            long bitsPerSecond,
            long ringBytes,
            long datagrams,
            long lost,
            long repaired,
            long sinceNanos,
            StreamAges ages,
            Counts joins) {

        /** Of a stream in which nothing was timed. */
        public StreamSnapshot(
                String producerId,
                long alias,
                int subscribers,
                int joining,
                long bitsPerSecond,
                long ringBytes,
                long datagrams,
                long lost,
                long repaired,
                long sinceNanos) {
            this(
                    producerId,
                    alias,
                    subscribers,
                    joining,
                    bitsPerSecond,
                    ringBytes,
                    datagrams,
                    lost,
                    repaired,
                    sinceNanos,
                    StreamAges.NONE,
                    Counts.NONE);
        }
    }
}
