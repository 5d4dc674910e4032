package io.framecast.broker.core;

import java.util.function.Consumer;

/**
 * What one broker lets its peers take. Each limit either refuses a request ({@code LIMIT_…}) or drops and counts; docs/LIMITS.md has
 * all of them.
 *
 * @param sessions open at once, over all peers
 * @param streams live at once; as many again may have ended within the last 3 s
 * @param subscriptions over all sessions, live and waiting ones
 * @param subscriptionsPerSession live and waiting ones together
 * @param subscribersPerStream rows of one producer id, waiting ones included
 * @param streamsPerSession published by one session
 * @param lanesPerStream lane 0 (the catalog) included
 * @param bitsPerSecondPerStream what a producer may send, repairs included; more is dropped
 * @param ringBytes memory for late joiners and repairs, over all streams; at least that of one
 * @param ringBytesPerStream the same over all lanes of a stream
 * @param frameBytes the largest frame that is kept and forwarded
 * @param handshakesPerSecondPerPrefix public-key work per /24 or /56, with a burst of five times as many; loopback is exempt
 * @param repliesPerSecondPerPrefix answers to peers without a session per /24 or /56, with a burst of as many; loopback is exempt
 */
public record BrokerLimits(
        int sessions,
        int streams,
        int subscriptions,
        int subscriptionsPerSession,
        int subscribersPerStream,
        int streamsPerSession,
        int lanesPerStream,
        long bitsPerSecondPerStream,
        long ringBytes,
        long ringBytesPerStream,
        int frameBytes,
        int handshakesPerSecondPerPrefix,
        int repliesPerSecondPerPrefix) {

    public static final BrokerLimits DEFAULTS = new BrokerLimits(
            20_000, 1_000, 100_000, 64, 10_000, 64, 16, 200_000_000L, 1L << 30, 24L << 20, 16 << 20, 50, 400);

    public BrokerLimits {
        if (sessions < 1
                || streams < 1
                || subscriptions < 1
                || subscriptionsPerSession < 1
                || subscribersPerStream < 1
                || streamsPerSession < 1
                || lanesPerStream < 1
                || lanesPerStream > 64
                || bitsPerSecondPerStream < 1
                || ringBytesPerStream < 1
                || ringBytes < ringBytesPerStream
                || frameBytes < 1
                || handshakesPerSecondPerPrefix < 1
                || repliesPerSecondPerPrefix < 1) {
            throw new IllegalArgumentException(
                    "every limit is at least 1, there are at most 64 lanes, and all rings have room for one: " + this);
        }
    }

    public BrokerLimits withSessions(int most) {
        return with(draft -> draft.sessions = most);
    }

    public BrokerLimits withStreams(int most) {
        return with(draft -> draft.streams = most);
    }

    public BrokerLimits withSubscriptions(int most) {
        return with(draft -> draft.subscriptions = most);
    }

    public BrokerLimits withSubscriptions(int perSession, int perStream) {
        return with(draft -> {
            draft.subscriptionsPerSession = perSession;
            draft.subscribersPerStream = perStream;
        });
    }

    public BrokerLimits withBitsPerSecondPerStream(long most) {
        return with(draft -> draft.bitsPerSecondPerStream = most);
    }

    public BrokerLimits withRingBytes(long inAll, long perStream) {
        return with(draft -> {
            draft.ringBytes = inAll;
            draft.ringBytesPerStream = perStream;
        });
    }

    private BrokerLimits with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.sessions = sessions;
        draft.streams = streams;
        draft.subscriptions = subscriptions;
        draft.subscriptionsPerSession = subscriptionsPerSession;
        draft.subscribersPerStream = subscribersPerStream;
        draft.bitsPerSecondPerStream = bitsPerSecondPerStream;
        draft.ringBytes = ringBytes;
        draft.ringBytesPerStream = ringBytesPerStream;
        change.accept(draft);
        return new BrokerLimits(
                draft.sessions,
                draft.streams,
                draft.subscriptions,
                draft.subscriptionsPerSession,
                draft.subscribersPerStream,
                streamsPerSession,
                lanesPerStream,
                draft.bitsPerSecondPerStream,
                draft.ringBytes,
                draft.ringBytesPerStream,
                frameBytes,
                handshakesPerSecondPerPrefix,
                repliesPerSecondPerPrefix);
    }

    /** Those that can be set, while they are. */
    private static final class Draft {
        private int sessions;
        private int streams;
        private int subscriptions;
        private int subscriptionsPerSession;
        private int subscribersPerStream;
        private long bitsPerSecondPerStream;
        private long ringBytes;
        private long ringBytesPerStream;
    }
}
