package io.framecast.gateway;

/**
 * What a gateway takes at most; each refusal is counted.
 *
 * @param connections at once, in all
 * @param connectionsPerAddress trusted proxies are exempt: behind them are many
 * @param webSocketsPerAddress viewers, counted by the address that a trusted proxy tells
 * @param eventStreams followers of the list of streams, in all
 * @param eventStreamsPerAddress counted as viewers are
 */
public record GatewayLimits(
        int connections,
        int connectionsPerAddress,
        int webSocketsPerAddress,
        int eventStreams,
        int eventStreamsPerAddress) {

    public static final GatewayLimits DEFAULTS = new GatewayLimits(4096, 512, 256, 512, 128);

    /** Operators' connections at once; each is for one request. */
    public static final int ADMIN_CONNECTIONS = 64;

    /** Of the request line, of one header and of all headers together. */
    public static final int LINE_BYTES = 4096;

    public static final int HEADER_BYTES = 8192;

    /** Of a request: a token or ticket is the longest that anybody has to send. */
    public static final int BODY_BYTES = 2048;

    /** Requests that may wait in one connection until those before them are answered. */
    public static final int PIPELINED_REQUESTS = 8;

    /** From the first byte of a request to its last. */
    public static final long REQUEST_NANOS = 10_000_000_000L;

    /** Until the first byte of the next request, and for a peer to take an answer. */
    public static final long IDLE_NANOS = 60_000_000_000L;

    public static final long ANSWER_NANOS = 30_000_000_000L;

    /** Of a message that a viewer sends, and how many in a second. */
    public static final int MESSAGE_BYTES = 1024;

    public static final int MESSAGES_PER_SECOND = 20;

    /** A viewer that has not said anything, not even that it is there when asked, is gone. */
    public static final long SILENT_NANOS = 75_000_000_000L;

    public GatewayLimits {
        if (connections < 1
                || connectionsPerAddress < 1
                || webSocketsPerAddress < 1
                || eventStreams < 1
                || eventStreamsPerAddress < 1) {
            throw new IllegalArgumentException("a limit is 1 or more");
        }
    }
}
