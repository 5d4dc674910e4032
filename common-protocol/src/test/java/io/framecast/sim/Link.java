package io.framecast.sim;

/**
 * One direction of a path.
 *
 * @param latencyNanos from the end of transmission to arrival
 * @param jitterNanos added uniformly from [0, jitter]; order is kept, as in a queue
 * @param lossRatio in [0, 1), what is lost over a long time
 * @param meanBurst packets lost in a row on average (Gilbert–Elliott, the bad state loses everything); 1 or less: independent
 * @param duplicateRatio packets that arrive twice, each copy with a jitter of its own
 * @param reorderRatio packets that are held back by {@code reorderNanos} and overtaken
 * @param corruptRatio packets in which one to three bytes are changed
 * @param bytesPerSecond 0: no limit; counts 28 bytes of IP and UDP header for each datagram
 * @param queueBytes what waits for the rate limit at the most; more is dropped at the tail
 */
public record Link(
        long latencyNanos,
        long jitterNanos,
        double lossRatio,
        double meanBurst,
        double duplicateRatio,
        double reorderRatio,
        long reorderNanos,
        double corruptRatio,
        long bytesPerSecond,
        long queueBytes) {

    private static final long MILLI = 1_000_000L;

    public Link {
        if (latencyNanos < 0 || jitterNanos < 0 || reorderNanos < 0 || bytesPerSecond < 0) {
            throw new IllegalArgumentException("times and rates are not negative");
        }
        if (!(lossRatio >= 0 && lossRatio < 1 && duplicateRatio <= 1 && reorderRatio <= 1 && corruptRatio <= 1)) {
            throw new IllegalArgumentException("ratios are in [0, 1], loss below 1 (blackhole is for that)");
        }
    }

    /** Nothing but distance. */
    public static Link ofMillis(double latencyMillis) {
        return new Link((long) (latencyMillis * MILLI), 0, 0, 1, 0, 0, 0, 0, 0, 0);
    }

    public Link withJitterMillis(double millis) {
        return new Link(
                latencyNanos,
                (long) (millis * MILLI),
                lossRatio,
                meanBurst,
                duplicateRatio,
                reorderRatio,
                reorderNanos,
                corruptRatio,
                bytesPerSecond,
                queueBytes);
    }

    public Link withLoss(double ratio, double burst) {
        return new Link(
                latencyNanos,
                jitterNanos,
                ratio,
                burst,
                duplicateRatio,
                reorderRatio,
                reorderNanos,
                corruptRatio,
                bytesPerSecond,
                queueBytes);
    }

    public Link withDuplicates(double ratio) {
        return new Link(
                latencyNanos,
                jitterNanos,
                lossRatio,
                meanBurst,
                ratio,
                reorderRatio,
                reorderNanos,
                corruptRatio,
                bytesPerSecond,
                queueBytes);
    }

    public Link withReorder(double ratio, double byMillis) {
        return new Link(
                latencyNanos,
                jitterNanos,
                lossRatio,
                meanBurst,
                duplicateRatio,
                ratio,
                (long) (byMillis * MILLI),
                corruptRatio,
                bytesPerSecond,
                queueBytes);
    }

    public Link withCorruption(double ratio) {
        return new Link(
                latencyNanos,
                jitterNanos,
                lossRatio,
                meanBurst,
                duplicateRatio,
                reorderRatio,
                reorderNanos,
                ratio,
                bytesPerSecond,
                queueBytes);
    }

    public Link withRate(long newBytesPerSecond, long newQueueBytes) {
        return new Link(
                latencyNanos,
                jitterNanos,
                lossRatio,
                meanBurst,
                duplicateRatio,
                reorderRatio,
                reorderNanos,
                corruptRatio,
                newBytesPerSecond,
                newQueueBytes);
    }
}
