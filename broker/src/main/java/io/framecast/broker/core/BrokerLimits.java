package io.framecast.broker.core;

/**
 * What one broker lets its peers take. Each limit either refuses a request ({@code LIMIT_…}) or drops and counts.
 *
 * @param sessions open at once, over all peers
 * @param streams live at once
 * @param subscriptionsPerSession live and waiting ones together
 * @param subscribersPerStream rows of one producer id, waiting ones included
 * @param streamsPerSession published by one session
 * @param lanesPerStream lane 0 (the catalog) included
 * @param bitsPerSecondPerStream what a producer may send, repairs included; more is dropped
 * @param ringBytesPerStream memory for late joiners and repairs, over all lanes of a stream
 * @param frameBytes the largest frame that is kept and forwarded
 * @param handshakesPerSecondPerPrefix public-key work per /24 or /56, with a burst of five times as many; loopback is exempt
 * @param repliesPerSecondPerPrefix answers to peers without a session per /24 or /56, with a burst of as many; loopback is exempt
 */
public record BrokerLimits(
        int sessions,
        int streams,
        int subscriptionsPerSession,
        int subscribersPerStream,
        int streamsPerSession,
        int lanesPerStream,
        long bitsPerSecondPerStream,
        long ringBytesPerStream,
        int frameBytes,
        int handshakesPerSecondPerPrefix,
        int repliesPerSecondPerPrefix) {

    public static final BrokerLimits DEFAULTS =
            new BrokerLimits(20_000, 1_000, 64, 10_000, 64, 16, 200_000_000L, 24L << 20, 16 << 20, 50, 400);

    public BrokerLimits {
        if (sessions < 1
                || streams < 1
                || subscriptionsPerSession < 1
                || subscribersPerStream < 1
                || streamsPerSession < 1
                || lanesPerStream < 1
                || lanesPerStream > 64
                || bitsPerSecondPerStream < 1
                || ringBytesPerStream < 1
                || frameBytes < 1
                || handshakesPerSecondPerPrefix < 1
                || repliesPerSecondPerPrefix < 1) {
            throw new IllegalArgumentException("every limit is at least 1, and there are at most 64 lanes: " + this);
        }
    }

    public BrokerLimits withSessions(int most) {
        return new BrokerLimits(
                most,
                streams,
                subscriptionsPerSession,
                subscribersPerStream,
                streamsPerSession,
                lanesPerStream,
                bitsPerSecondPerStream,
                ringBytesPerStream,
                frameBytes,
                handshakesPerSecondPerPrefix,
                repliesPerSecondPerPrefix);
    }

    public BrokerLimits withStreams(int most) {
        return new BrokerLimits(
                sessions,
                most,
                subscriptionsPerSession,
                subscribersPerStream,
                streamsPerSession,
                lanesPerStream,
                bitsPerSecondPerStream,
                ringBytesPerStream,
                frameBytes,
                handshakesPerSecondPerPrefix,
                repliesPerSecondPerPrefix);
    }

    public BrokerLimits withSubscriptions(int perSession, int perStream) {
        return new BrokerLimits(
                sessions,
                streams,
                perSession,
                perStream,
                streamsPerSession,
                lanesPerStream,
                bitsPerSecondPerStream,
                ringBytesPerStream,
                frameBytes,
                handshakesPerSecondPerPrefix,
                repliesPerSecondPerPrefix);
    }

    public BrokerLimits withBitsPerSecondPerStream(long most) {
        return new BrokerLimits(
                sessions,
                streams,
                subscriptionsPerSession,
                subscribersPerStream,
                streamsPerSession,
                lanesPerStream,
                most,
                ringBytesPerStream,
                frameBytes,
                handshakesPerSecondPerPrefix,
                repliesPerSecondPerPrefix);
    }
}
