package io.framecast.broker.core;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A session's way to another address (invariant 4): the newest packet of the session came from there, and now the address has to
 * echo a token. Until then it is sent nothing else, and never more bytes than came from it (RFC 9146 §6). Owned by the session.
 */
final class PathMove {

    private static final long FIRST_RETRY_NANOS = 200_000_000L;
    private static final int TRIES = 3;

    private @Nullable InetSocketAddress candidate;
    private long token;
    private long bytesIn;
    private long bytesOut;
    private int tries;
    private long dueNanos = Long.MAX_VALUE;

    /** An authentic packet came from {@code from}, which is not the session's address. */
    void onPacket(InetSocketAddress from, int bytes, boolean newest, long freshToken, long nowNanos) {
        if (from.equals(candidate)) {
            bytesIn += bytes;
        } else if (newest) {
            candidate = from;
            token = freshToken;
            bytesIn = bytes;
            bytesOut = 0;
            tries = 0;
            dueNanos = nowNanos;
        }
    }

    /** The address to challenge now, null if none is due. One that has left three challenges unanswered is given up. */
    @Nullable
    InetSocketAddress due(long nowNanos) {
        if (dueNanos == Long.MAX_VALUE || dueNanos - nowNanos > 0) {
            return null;
        }
        if (tries == TRIES) {
            cancel();
        }
        return candidate;
    }

    long token() {
        return token;
    }

    /** How many bytes may still go to the candidate. */
    int budgetBytes() {
        return (int) Math.min(Integer.MAX_VALUE, bytesIn - bytesOut);
    }

    /** A challenge of {@code bytes} was sent, or was due and could not be afforded (0). */
    void onTried(int bytes, long nowNanos) {
        bytesOut += bytes;
        dueNanos = nowNanos + (FIRST_RETRY_NANOS << tries);
        tries++;
    }

    /**
     * A PATH_RESPONSE came from {@code from}. From the session's own address it cancels the move: the owner of the old path is
     * still there, and somebody only relayed its packets (RFC 9000 §9.3.3).
     *
     * @return the address that the session moves to, or null
     */
    @Nullable
    InetSocketAddress onResponse(InetSocketAddress from, InetSocketAddress current, long echoed) {
        if (candidate == null || echoed != token) {
            return null;
        }
        if (from.equals(current)) {
            cancel();
            return null;
        }
        if (!from.equals(candidate)) {
            return null;
        }
        cancel();
        return from;
    }

    void cancel() {
        candidate = null;
        dueNanos = Long.MAX_VALUE;
    }

    long deadlineNanos() {
        return dueNanos;
    }
}
