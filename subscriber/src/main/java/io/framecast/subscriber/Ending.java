package io.framecast.subscriber;

import io.framecast.client.RunException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Why a run of the subscriber ends; the first reason holds. Any thread. */
final class Ending {

    sealed interface Reason {
        record Quit() implements Reason {}

        record TimeOver() implements Reason {}

        /** Ctrl-C where the shell does not take it. */
        record Interrupted() implements Reason {}

        record Failed(RunException why) implements Reason {}
    }

    private final CompletableFuture<Reason> reason = new CompletableFuture<>();

    void quit() {
        reason.complete(new Reason.Quit());
    }

    void interrupt() {
        reason.complete(new Reason.Interrupted());
    }

    void fail(RunException why) {
        reason.complete(new Reason.Failed(why));
    }

    boolean decided() {
        return reason.isDone();
    }

    /** Blocks until there is a reason, but not beyond {@code deadlineNanos}; null: for as long as it takes. */
    Reason await(@Nullable Long deadlineNanos) throws InterruptedException {
        try {
            if (deadlineNanos == null) {
                return reason.get();
            }
            return reason.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            return new Reason.TimeOver();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("a reason is never exceptional", e);
        }
    }
}
