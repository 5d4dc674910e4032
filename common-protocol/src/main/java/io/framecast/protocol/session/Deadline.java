package io.framecast.protocol.session;

/** Deadlines on a clock that may start anywhere, with {@link Long#MAX_VALUE} for none. */
final class Deadline {

    static final long NONE = Long.MAX_VALUE;

    private Deadline() {}

    static long earlier(long a, long b) {
        if (a == NONE) {
            return b;
        }
        return b == NONE || a - b <= 0 ? a : b;
    }

    static boolean due(long deadlineNanos, long nowNanos) {
        return deadlineNanos != NONE && deadlineNanos - nowNanos <= 0;
    }
}
