package io.framecast.broker.core;

import io.framecast.protocol.crypto.ControlChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an {@link Audit} knows of one session: from what went in and out, not from the broker. */
final class Book {

    /** What one path had of a session before it was the session's. */
    static final class Path {
        long bytesIn;
        long bytesOut;
        boolean broughtTheNewest;
        final SequencedSet<Long> tokens = new LinkedHashSet<>();
    }

    /** One stream's media to this session. */
    static final class Flow {
        /** What a join begins with, a frame or two beside it, and late datagrams that were on their way to all just then. A group is 200. */
        static final double JOIN_BURST = 16 * 1200 + 40 * TestPeer.FRAGMENT_BYTES;

        static final double REPAIR_BURST = 256_000;

        final Allowance first;
        final Allowance again;
        final Set<Long> sent = new HashSet<>();
        long since;

        Flow(long nowNanos) {
            since = nowNanos;
            first = new Allowance(JOIN_BURST, nowNanos);
            again = new Allowance(REPAIR_BURST, nowNanos);
        }

        /** It begins anew at a key frame. */
        void restart(long nowNanos) {
            since = nowNanos;
            sent.clear();
            first.refill();
        }
    }

    final long id;
    final Map<ByteBuffer, Long> nonces = new HashMap<>();
    final Map<InetSocketAddress, Path> paths = new HashMap<>();
    final Set<Long> cancelled = new HashSet<>();
    final Map<Long, Flow> flows = new HashMap<>();
    final Map<Long, Allowance> keyRequests = new HashMap<>();
    final Allowance lists;

    @Nullable
    ControlChannel reader;

    InetSocketAddress address;
    long newest = -1;
    long provedAt;

    Book(long id, InetSocketAddress address, long nowNanos) {
        this.id = id;
        this.address = address;
        provedAt = nowNanos;
        lists = new Allowance(20, nowNanos);
    }

    Path path(InetSocketAddress there) {
        return paths.computeIfAbsent(there, any -> new Path());
    }

    Flow flow(long alias, long nowNanos) {
        return flows.computeIfAbsent(alias, any -> new Flow(nowNanos));
    }
}
