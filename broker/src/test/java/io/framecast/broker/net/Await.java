package io.framecast.broker.net;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, for a bounded time. */
public final class Await {
    private Await() {}

    /** Looks every millisecond; fails with {@code what} when the time is over. Returns how long it took. */
    public static Duration until(String what, Duration within, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > within.toNanos()) {
                throw new AssertionError("not within " + within + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public static Duration until(String what, BooleanSupplier condition) {
        return until(what, Duration.ofSeconds(10), condition);
    }
}
