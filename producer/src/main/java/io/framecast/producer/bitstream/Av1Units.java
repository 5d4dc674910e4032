package io.framecast.producer.bitstream;

import java.util.Arrays;

/** Open bitstream units of AV1 (specification 5.3). */
public final class Av1Units {
    private static final int SEQUENCE_HEADER = 1;

    private Av1Units() {}

    /** The key frame's temporal unit with a sequence header in it: the one out of av1C where it has none of its own. */
    public static byte[] withSequenceHeader(byte[] unit, byte[] av1c) {
        if (!isRecord(av1c) || av1c.length == 4 || holdsSequenceHeader(unit)) {
            return unit;
        }
        byte[] whole = Arrays.copyOfRange(av1c, 4, av1c.length + unit.length);
        System.arraycopy(unit, 0, whole, av1c.length - 4, unit.length);
        return whole;
    }

    /** Marker and version of an av1C record; a configuration may also be bare units. */
    static boolean isRecord(byte[] configuration) {
        return configuration.length >= 4 && (configuration[0] & 0xff) == 0x81;
    }

    static boolean holdsSequenceHeader(byte[] unit) {
        return sequenceHeader(unit).length > 0;
    }

    /** The payload of the first sequence header, or empty. */
    static byte[] sequenceHeader(byte[] unit) {
        int at = 0;
        while (at < unit.length) {
            int header = unit[at++];
            at += (header & 4) != 0 ? 1 : 0;
            long size = (long) unit.length - at;
            if ((header & 2) != 0) {
                size = 0;
                for (int shift = 0; at < unit.length && shift < 56; shift += 7) {
                    int b = unit[at++];
                    size |= (long) (b & 0x7f) << shift;
                    if (b >= 0) {
                        break;
                    }
                }
            }
            if (size < 0 || size > unit.length - at) {
                return new byte[0];
            }
            if ((header >> 3 & 15) == SEQUENCE_HEADER) {
                return Arrays.copyOfRange(unit, at, at + (int) size);
            }
            at += (int) size;
        }
        return new byte[0];
    }
}
