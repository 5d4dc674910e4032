package io.framecast.broker.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** What one session was told, numbered from 1, and no REPORT has acknowledged yet; in order of number. Owned by the session. */
final class Outbox<T> {

    private static final long LONGEST_RETRY_NANOS = 4_000_000_000L;

    private static final class Unseen<T> {
        private final long number;
        private final T told;
        private long retryNanos;
        private long dueNanos;

        private Unseen(long number, T told, long retryNanos, long nowNanos) {
            this.number = number;
            this.told = told;
            this.retryNanos = retryNanos;
            this.dueNanos = nowNanos + retryNanos;
        }
    }

    private final Deque<Unseen<T>> unseen = new ArrayDeque<>(1);
    private long numbered;

    /** Numbers it and keeps it; {@code retryNanos} until it is said again, which doubles. */
    T add(LongFunction<? extends T> ofNumber, long retryNanos, long nowNanos) {
        T told = ofNumber.apply(++numbered);
        unseen.add(new Unseen<>(numbered, told, retryNanos, nowNanos));
        return told;
    }

    int size() {
        return unseen.size();
    }

    void onSeen(long number) {
        while (!unseen.isEmpty() && unseen.getFirst().number <= number) {
            unseen.removeFirst();
        }
    }

    /** Hands out what has waited too long. */
    void onTimeout(long nowNanos, Consumer<? super T> again) {
        for (Unseen<T> entry : unseen) {
            if (entry.dueNanos - nowNanos <= 0) {
                entry.retryNanos = Math.min(2 * entry.retryNanos, LONGEST_RETRY_NANOS);
                entry.dueNanos = nowNanos + entry.retryNanos;
                again.accept(entry.told);
            }
        }
    }

    long deadlineNanos() {
        long earliest = Long.MAX_VALUE;
        for (Unseen<T> entry : unseen) {
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
