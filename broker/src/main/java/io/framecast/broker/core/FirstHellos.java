package io.framecast.broker.core;

import java.net.InetSocketAddress;

/**
 * Which HELLOs without a good cookie are answered: each of them, up to {@value #PER_SECOND} a second in all; beyond that those of
 * addresses that have asked before and were not overwritten since (of 100 000 a second half are after 0.5 s). In a flood from random
 * addresses nobody asks twice but clients, whose second try goes out after a quarter of a second and twice; and three quarters of what a
 * HELLO costs is its answer (docs/decisions/017). Fixed memory; a flood cannot keep a client out, only make it ask twice.
 */
final class FirstHellos {

    static final int PER_SECOND = 10_000;
    static final int BURST = 1_000;
    private static final int REMEMBERED = 1 << 16;

    private final int[] asked = new int[REMEMBERED];
    private final TokenBucket share;
    private final long key;

    /** {@code key}: a random number, so that nobody can choose addresses that are taken for others. */
    FirstHellos(long key, long nowNanos) {
        this.key = key;
        share = new TokenBucket(PER_SECOND, BURST, nowNanos);
    }

    boolean answers(InetSocketAddress from, long nowNanos) {
        if (share.take(1, nowNanos)) {
            return true;
        }
        long mixed = ((long) from.getAddress().hashCode() << 16 ^ from.getPort() ^ key) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        int cell = (int) (mixed >>> 48);
        int tag = (int) (mixed >>> 16) | 1;
        boolean again = asked[cell] == tag;
        asked[cell] = tag;
        return again;
    }
}
