package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.Notice;
import io.framecast.protocol.wire.ControlPacket.NoticeBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The notices of one session that no REPORT has acknowledged yet, in order of number. */
final class Outbox {

    /** 64 subscriptions that flap for a minute do not get here; a session that does is not listening. */
    static final int MOST = 1024;

    private static final long LONGEST_RETRY_NANOS = 4_000_000_000L;

    private static final class Unseen {
        private final Notice notice;
        private long retryNanos;
        private long dueNanos;

        private Unseen(Notice notice, long retryNanos, long nowNanos) {
            this.notice = notice;
            this.retryNanos = retryNanos;
            this.dueNanos = nowNanos + retryNanos;
        }
    }

    private final Deque<Unseen> unseen = new ArrayDeque<>();
    private long numbered;

    /** Numbers a notice and keeps it. */
    Notice add(NoticeBody body, long retryNanos, long nowNanos) {
        Notice notice = new Notice(++numbered, body);
        unseen.add(new Unseen(notice, retryNanos, nowNanos));
        return notice;
    }

    boolean overflowing() {
        return unseen.size() > MOST;
    }

    void onSeen(long number) {
        while (!unseen.isEmpty() && unseen.getFirst().notice.number() <= number) {
            unseen.removeFirst();
        }
    }

    /** Hands out what has waited too long. */
    void onTimeout(long nowNanos, Consumer<Notice> again) {
        for (Unseen entry : unseen) {
            if (entry.dueNanos - nowNanos <= 0) {
                entry.retryNanos = Math.min(2 * entry.retryNanos, LONGEST_RETRY_NANOS);
                entry.dueNanos = nowNanos + entry.retryNanos;
                again.accept(entry.notice);
            }
        }
    }

    long deadlineNanos() {
        long earliest = Long.MAX_VALUE;
        for (Unseen entry : unseen) {
            if (earliest == Long.MAX_VALUE || entry.dueNanos - earliest < 0) {
                earliest = entry.dueNanos;
            }
        }
        return earliest;
    }

    void clear() {
        unseen.clear();
    }
}
