package io.framecast.broker.core;

import io.framecast.protocol.wire.ControlPacket.Level;
import java.util.Collection;

/** How much of a stream fits into a rate: what its lanes were measured to take decides. Pure functions. */
final class Levels {

    /** A level is left where less than this share of what it takes is there; down to it, frames of the backlog make up for it. */
    private static final double HOLDS = 0.8;
    /** A better one is entered with this much room. */
    private static final double FITS = 1.1;

    private static final int HIGHEST_LAYER = 7;

    private Levels() {}

    /** @param rising whether a better level than {@code now} may be the answer */
    static Level of(double bytesPerSecond, Collection<Lane> lanes, Level now, boolean rising, long nowNanos) {
        for (Level level : Level.values()) {
            boolean better = level.compareTo(now) < 0;
            if (level != Level.PAUSED
                    && (!better || rising)
                    && differs(level, lanes, nowNanos)
                    && bytesPerSecond >= (better ? FITS : HOLDS) * needed(level, lanes, nowNanos)) {
                return level;
            }
        }
        return Level.PAUSED;
    }

    /** Whether it takes less than the level above it, and anything at all. */
    private static boolean differs(Level level, Collection<Lane> lanes, long nowNanos) {
        return switch (level) {
            case ALL -> true;
            case KEY_FRAMES -> needed(level, lanes, nowNanos) < needed(Level.ALL, lanes, nowNanos);
            case SOUND -> lanes.stream().anyMatch(lane -> isSound(lane) && lane.rate.bytesPerSecond(nowNanos) > 0);
            case PAUSED -> false;
        };
    }

    /** In bytes a second, with the lowest temporal layer alone. */
    static double needed(Level level, Collection<Lane> lanes, long nowNanos) {
        return needed(level, lanes, 0, nowNanos);
    }

    private static double needed(Level level, Collection<Lane> lanes, int topLayer, long nowNanos) {
        double sum = 0;
        for (Lane lane : lanes) {
            if (includes(level, lane, topLayer)) {
                sum += keysOnly(level, lane)
                        ? lane.rate.keyBytesPerSecond(nowNanos)
                        : lane.rate.bytesPerSecond(nowNanos);
            }
        }
        return sum;
    }

    /** Whether anything of the lane is sent; the catalog always is. */
    static boolean includes(Level level, Lane lane, int topLayer) {
        return lane.track() == 0
                || switch (level) {
                    case ALL -> lane.temporalId() <= topLayer;
                    case KEY_FRAMES -> lane.temporalId() == 0;
                    case SOUND -> lane.rate.sound();
                    case PAUSED -> false;
                };
    }

    /** Whether only key frames of the lane are. */
    static boolean keysOnly(Level level, Lane lane) {
        return level == Level.KEY_FRAMES && isPicture(lane);
    }

    /** The highest temporal layer of which all lanes up to it fit, 0..7: higher ones are left out first. */
    static int topLayer(double bytesPerSecond, Collection<Lane> lanes, long nowNanos) {
        for (int layer = HIGHEST_LAYER; layer > 0; layer--) {
            if (bytesPerSecond >= HOLDS * needed(Level.ALL, lanes, layer, nowNanos)) {
                return layer;
            }
        }
        return 0;
    }

    private static boolean isSound(Lane lane) {
        return lane.track() != 0 && lane.rate.sound();
    }

    private static boolean isPicture(Lane lane) {
        return lane.track() != 0 && !lane.rate.sound();
    }
}
