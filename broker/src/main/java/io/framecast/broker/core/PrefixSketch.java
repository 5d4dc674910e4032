package io.framecast.broker.core;

/**
 * Rate limits per address prefix in fixed memory, however many prefixes send: two rows of cells, each cell a virtual scheduler
 * (GCRA, ITU-T I.371) that says when it would next conform. A prefix is admitted while one of its two cells conforms, so a flood from one
 * prefix costs a bystander its share only where it shares both cells.
 */
final class PrefixSketch {

    private static final int CELLS = 1 << 12;

    private final long[][] conformsAt = new long[2][CELLS];
    private final long[] keys;
    private final long intervalNanos;
    private final long burstNanos;
    private final long originNanos;

    /**
     * @param keys two random numbers, so that nobody can choose prefixes that collide
     * @param nowNanos where this clock stands
     */
    PrefixSketch(int perSecond, int burst, long[] keys, long nowNanos) {
        this.keys = keys.clone();
        intervalNanos = 1_000_000_000L / perSecond;
        burstNanos = burst * intervalNanos;
        originNanos = nowNanos;
    }

    boolean admits(long prefix, long nowNanos) {
        long now = nowNanos - originNanos;
        int first = cell(prefix, 0);
        int second = cell(prefix, 1);
        long earliest = Math.min(conformsAt[0][first], conformsAt[1][second]);
        if (Math.max(earliest, now) - now > burstNanos - intervalNanos) {
            return false;
        }
        conformsAt[0][first] = Math.max(conformsAt[0][first], now) + intervalNanos;
        conformsAt[1][second] = Math.max(conformsAt[1][second], now) + intervalNanos;
        return true;
    }

    private int cell(long prefix, int row) {
        long h = (prefix ^ keys[row]) * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        return (int) ((h ^ h >>> 29) & CELLS - 1);
    }
}
