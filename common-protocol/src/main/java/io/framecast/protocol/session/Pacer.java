package io.framecast.protocol.session;

/**
 * When the datagrams of one frame after the other may leave. The first {@value #BURST} go at once, the rest in chunks of
 * {@value #CHUNK} spread over at most 0.7 of the frame interval and 25 ms: a default Linux receive buffer holds 92 datagrams of
 * 1200 bytes, and a key frame overflows it. A credit of {@value #CREDIT} datagrams, filled at eight a millisecond, keeps many small
 * frames at once (a backlog) from doing what one large frame may not.
 */
final class Pacer {

    static final int BURST = 16;
    static final int CHUNK = 8;
    private static final int CREDIT = 32;
    private static final long CREDIT_NANOS = 125_000L;
    private static final long LONGEST_SPREAD_NANOS = 25_000_000L;
    private static final long LONGEST_GAP_NANOS = 2_000_000L;
    /** How much of the schedule a late call may make up for at once. */
    private static final long LATE_NANOS = 2_000_000L;

    private long creditNanos = CREDIT * CREDIT_NANOS;
    private long creditAt;
    private boolean creditKnown;
    private int count;
    private int sent;
    private long gapNanos;
    private long nextNanos = Deadline.NONE;

    /** The next frame has {@code count} datagrams; frames are {@code intervalNanos} apart. The one before has left. */
    void start(int count, long intervalNanos, long nowNanos) {
        this.count = count;
        sent = 0;
        int chunks = Math.max(1, (count - BURST + CHUNK - 1) / CHUNK);
        long spread = Math.min(intervalNanos / 10 * 7, LONGEST_SPREAD_NANOS);
        gapNanos = Math.min(spread / chunks, LONGEST_GAP_NANOS);
        nextNanos = nowNanos;
    }

    /** How many datagrams of the frame may leave now; they count as sent. */
    int take(long nowNanos) {
        if (sent == count || nextNanos - nowNanos > 0) {
            return 0;
        }
        refill(nowNanos);
        return sent == 0 ? first(nowNanos) : next(nowNanos);
    }

    private int first(long nowNanos) {
        int enough = Math.min(count, CHUNK);
        if (creditNanos < enough * CREDIT_NANOS) {
            nextNanos = nowNanos + enough * CREDIT_NANOS - creditNanos;
            return 0;
        }
        int most = (int) (creditNanos / CREDIT_NANOS);
        return spend(Math.min(Math.min(count, BURST), most), nowNanos + gapNanos);
    }

    private int next(long nowNanos) {
        int chunks = 0;
        long latest = nowNanos - LATE_NANOS;
        if (nextNanos - latest < 0) {
            nextNanos = latest;
        }
        do {
            chunks++;
            nextNanos += gapNanos;
        } while (nextNanos - nowNanos <= 0 && sent + chunks * CHUNK < count);
        return spend(Math.min(chunks * CHUNK, count - sent), nextNanos);
    }

    private int spend(int datagrams, long nextNanos) {
        creditNanos = Math.max(0, creditNanos - datagrams * CREDIT_NANOS);
        sent += datagrams;
        this.nextNanos = nextNanos;
        return datagrams;
    }

    private void refill(long nowNanos) {
        if (creditKnown) {
            creditNanos = Math.min(CREDIT * CREDIT_NANOS, creditNanos + nowNanos - creditAt);
        }
        creditKnown = true;
        creditAt = nowNanos;
    }

    /** Whether all of the frame was taken. */
    boolean done() {
        return sent == count;
    }

    long deadlineNanos() {
        return done() ? Deadline.NONE : nextNanos;
    }
}
