package io.framecast.protocol.fec;

import io.framecast.protocol.wire.RepairHeader;

/** How much REPAIR a frame gets, on a path with this much loss and time. Pure functions. */
public final class RepairShare {

    /** Of the loss that it answers to: chance moves sums over so long by less than a row. */
    public static final long LOSS_HALF_LIFE_NANOS = 4_000_000_000L;

    /** A NACK and its answer take a round trip and this: waiting for what was overtaken, and batches on the way. */
    private static final long TURN_NANOS = 10_000_000L;

    private static final int ENOUGH_ROUNDS = 2;
    private static final double LEAST = 0.10;
    private static final double MOST = 0.50;
    private static final double MARGIN = 0.05;

    private RepairShare() {}

    /** How often a datagram can be asked for and come in time; a round trip of 0 is not known yet. */
    public static long rounds(long budgetNanos, long jitterNanos, long roundTripNanos) {
        return Math.floorDiv(budgetNanos - jitterNanos, roundTripNanos + TURN_NANOS);
    }

    /** REPAIR datagrams for each fragment; 0 where asking does. {@code lossRatio}, in [0, 1], is that before any repair. */
    public static double of(double lossRatio, long rounds) {
        return rounds >= ENOUGH_ROUNDS ? 0 : Math.clamp(2 * lossRatio + MARGIN, LEAST, MOST);
    }

    /** REPAIR datagrams for a frame: the share of its fragments, at least one for each block; 0 for a share of 0. */
    public static int datagrams(double share, int fragmentCount) {
        if (share <= 0 || fragmentCount > RepairHeader.MOST_FRAGMENTS) {
            return 0;
        }
        int blocks = RepairHeader.blocks(fragmentCount);
        return Math.max(blocks, (int) Math.ceil(share * fragmentCount - 1e-9));
    }
}
