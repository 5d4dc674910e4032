package io.framecast.sim;

import java.net.InetSocketAddress;
import java.util.Random;

/** One direction between two addresses: its fate comes from a random source of its own, so that no path disturbs another. */
final class Path {

    /** Fate of a datagram that does not arrive. */
    static final long LOST = Long.MIN_VALUE;

    private static final int HEADER_BYTES = 28;

    final Traffic traffic = new Traffic();
    final Random random;
    private Link link;
    private boolean bad;
    private boolean busy;
    private long freeAtNanos;
    private boolean used;
    private long lastArrivalNanos;

    Path(long seed, InetSocketAddress from, InetSocketAddress to, Link link) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + from.hashCode() * 0x1_0000_01B3L + to.hashCode());
        this.link = link;
    }

    void link(Link newLink) {
        link = newLink;
    }

    Link link() {
        return link;
    }

    /** When a datagram sent now arrives, or {@link #LOST}. */
    long arrival(long nowNanos, int bytes) {
        long leaves = nowNanos;
        if (link.bytesPerSecond() > 0) {
            long starts = busy && freeAtNanos - nowNanos > 0 ? freeAtNanos : nowNanos;
            long queued = (long) ((starts - nowNanos) / 1e9 * link.bytesPerSecond());
            if (queued + bytes + HEADER_BYTES > Math.max(link.queueBytes(), bytes + HEADER_BYTES)) {
                return LOST;
            }
            leaves = starts + (long) ((bytes + HEADER_BYTES) * 1e9 / link.bytesPerSecond());
            freeAtNanos = leaves;
            busy = true;
        }
        if (isLost()) {
            return LOST;
        }
        long arrives = leaves + link.latencyNanos() + jitter();
        if (link.reorderRatio() > 0 && random.nextDouble() < link.reorderRatio()) {
            return arrives + link.reorderNanos();
        }
        if (used && lastArrivalNanos - arrives > 0) {
            arrives = lastArrivalNanos;
        }
        used = true;
        lastArrivalNanos = arrives;
        return arrives;
    }

    /** When a second copy of a datagram that arrives at {@code arrivalNanos} does, or {@link #LOST}: there is none. */
    long copyArrival(long arrivalNanos) {
        return link.duplicateRatio() > 0 && random.nextDouble() < link.duplicateRatio()
                ? arrivalNanos + jitter()
                : LOST;
    }

    boolean corrupts() {
        return link.corruptRatio() > 0 && random.nextDouble() < link.corruptRatio();
    }

    /** Changes one to three bytes in place. */
    void corrupt(byte[] datagram) {
        for (int i = random.nextInt(3); i >= 0 && datagram.length > 0; i--) {
            datagram[random.nextInt(datagram.length)] ^= (byte) (1 + random.nextInt(255));
        }
    }

    private long jitter() {
        return link.jitterNanos() == 0 ? 0 : random.nextLong(link.jitterNanos() + 1);
    }

    private boolean isLost() {
        double ratio = link.lossRatio();
        if (ratio == 0) {
            bad = false;
            return false;
        }
        if (link.meanBurst() <= 1) {
            return random.nextDouble() < ratio;
        }
        double change = bad ? 1 / link.meanBurst() : ratio / (link.meanBurst() * (1 - ratio));
        if (random.nextDouble() < change) {
            bad = !bad;
        }
        return bad;
    }
}
