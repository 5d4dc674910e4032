package io.framecast.broker.net;

import io.framecast.client.Printable;
import io.framecast.protocol.wire.ControlPacket.ErrorCode;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Refusals, which peers can repeat at will, in sums: the first for a reason from a /24 (or /56) is said at once, what follows as one
 * line with a count every {@value #QUIET_SECONDS} s. Of more than {@value #MOST_SUMS} such sums at a time the rest is told in one.
 * Owned by the broker's loop.
 */
final class RefusalLog {
    static final long QUIET_SECONDS = 10;
    static final int MOST_SUMS = 64;

    private static final long QUIET_NANOS = QUIET_SECONDS * 1_000_000_000L;
    private static final int TEXT_CHARS = 200;

    private record Kind(ErrorCode code, String prefix) {}

    private static final class Sum {
        private long untilNanos;
        private long unsaid;
        private String detail = "";
    }

    private final Consumer<String> lines;
    /** In the order of their ends. */
    private final Map<Kind, Sum> sums = new LinkedHashMap<>();

    private final Sum others = new Sum();

    RefusalLog(Consumer<String> lines) {
        this.lines = lines;
    }

    void onRefused(InetSocketAddress peer, ErrorCode code, String detail, long nowNanos) {
        onTimeout(nowNanos);
        Kind kind = new Kind(code, prefix(peer.getAddress()));
        Sum sum = sums.get(kind);
        if (sum != null) {
            sum.unsaid++;
            sum.detail = detail;
        } else if (sums.size() < MOST_SUMS) {
            Sum fresh = new Sum();
            fresh.untilNanos = nowNanos + QUIET_NANOS;
            sums.put(kind, fresh);
            lines.accept("refused " + EventLog.address(peer) + ": " + code + said(detail));
        } else {
            if (others.unsaid == 0) {
                others.untilNanos = nowNanos + QUIET_NANOS;
            }
            others.unsaid++;
        }
    }

    void onTimeout(long nowNanos) {
        Map<Kind, Sum> again = new LinkedHashMap<>();
        Iterator<Map.Entry<Kind, Sum>> eldest = sums.entrySet().iterator();
        while (eldest.hasNext()) {
            Map.Entry<Kind, Sum> entry = eldest.next();
            Sum sum = entry.getValue();
            if (sum.untilNanos - nowNanos > 0) {
                break;
            }
            eldest.remove();
            if (sum.unsaid > 0) {
                lines.accept("refused " + sum.unsaid + " more of " + entry.getKey().prefix + ": " + entry.getKey().code
                        + said(sum.detail));
                sum.unsaid = 0;
                sum.untilNanos = nowNanos + QUIET_NANOS;
                again.put(entry.getKey(), sum);
            }
        }
        sums.putAll(again);
        if (others.unsaid > 0 && others.untilNanos - nowNanos <= 0) {
            lines.accept("refused " + others.unsaid + " of other networks");
            others.unsaid = 0;
        }
    }

    /** {@link Long#MAX_VALUE}: there is nothing to say. */
    long deadlineNanos() {
        long deadline = Long.MAX_VALUE;
        for (Sum sum : sums.values()) {
            deadline = sum.untilNanos;
            break;
        }
        boolean sooner = deadline == Long.MAX_VALUE || others.untilNanos - deadline < 0;
        return others.unsaid > 0 && sooner ? others.untilNanos : deadline;
    }

    private static String said(String detail) {
        return detail.isEmpty() ? "" : ", " + Printable.line(detail, TEXT_CHARS);
    }

    /** What one party usually holds. */
    static String prefix(InetAddress address) {
        byte[] bytes = address.getAddress();
        int kept = address instanceof Inet6Address ? 7 : 3;
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + 8 * kept;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }
}
