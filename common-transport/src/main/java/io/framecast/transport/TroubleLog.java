package io.framecast.transport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Says repeating trouble at most once a second, with how often it was left unsaid. Owned by one thread. */
public final class TroubleLog {
    private static final long QUIET_NANOS = 1_000_000_000;

    private final Logger log;
    private boolean said;
    private long saidNanos;
    private long unsaid;

    public TroubleLog(Logger log) {
        this.log = log;
    }

    /** Warns with {@code text}, or counts it if a warning went out less than a second before {@code nowNanos}. */
    public void say(long nowNanos, String text, @Nullable Throwable cause) {
        if (said && nowNanos - saidNanos < QUIET_NANOS) {
            unsaid++;
            return;
        }
        log.warn("{}{}", text, unsaid == 0 ? "" : " (and " + unsaid + " times more)", cause);
        said = true;
        saidNanos = nowNanos;
        unsaid = 0;
    }
}
