package io.framecast.producer.bitstream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes an access unit of H.264 or H.265 apart and puts it together again. */
final class NalUnits {
    private NalUnits() {}

    /** Whether the bytes begin with a start code (H.264 annex B), after any leading zeros. */
    static boolean startsAsAnnexB(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && bytes[i] == 0) {
            i++;
        }
        return i >= 2 && i < bytes.length && bytes[i] == 1;
    }

    /** The NAL units between start codes, without trailing zeros. */
    static List<byte[]> ofAnnexB(byte[] bytes) {
        List<byte[]> units = new ArrayList<>();
        int start = startCode(bytes, 0);
        while (start < bytes.length) {
            int from = start + 3;
            int next = startCode(bytes, from);
            int end = next;
            while (end > from && bytes[end - 1] == 0) {
                end--;
            }
            if (end > from) {
                units.add(Arrays.copyOfRange(bytes, from, end));
            }
            start = next;
        }
        return units;
    }

    /** The NAL units behind big-endian lengths; a length that reaches beyond the end is cut there. */
    static List<byte[]> ofLengthPrefixed(byte[] bytes, int lengthBytes) {
        List<byte[]> units = new ArrayList<>();
        int at = 0;
        while (at + lengthBytes < bytes.length) {
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | (bytes[at + i] & 0xff);
            }
            at += lengthBytes;
            int end = (int) Math.min(bytes.length, at + length);
            if (end > at) {
                units.add(Arrays.copyOfRange(bytes, at, end));
            }
            at = end;
        }
        return units;
    }

    /** Each unit behind a start code of four bytes. */
    static byte[] joined(List<byte[]> units) {
        int length = 0;
        for (byte[] unit : units) {
            length += 4 + unit.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] unit : units) {
            joined[at + 3] = 1;
            System.arraycopy(unit, 0, joined, at + 4, unit.length);
            at += 4 + unit.length;
        }
        return joined;
    }

    private static int startCode(byte[] bytes, int from) {
        for (int i = from; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                return i;
            }
        }
        return bytes.length;
    }
}
