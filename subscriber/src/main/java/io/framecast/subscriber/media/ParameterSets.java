package io.framecast.subscriber.media;

import java.io.ByteArrayOutputStream;

/** Finds in a key frame what a container wants in its header: SPS and PPS (and VPS), or AV1's sequence header. */
public final class ParameterSets {

    private ParameterSets() {}

    /** Those of a key frame, as libav takes them for its extradata; empty if there are none. */
    public static byte[] of(Codec codec, byte[] keyFrame) {
        return switch (codec) {
            case H264 -> annexB(keyFrame, false);
            case H265 -> annexB(keyFrame, true);
            case AV1 -> sequenceHeader(keyFrame);
            case VP8, VP9, MJPEG, PNG, AAC, OPUS, MP3, PCM -> new byte[0];
        };
    }

    /** ITU-T H.264 table 7-1: 7 SPS, 8 PPS, 13 SPS extension; H.265 table 7-1: 32 VPS, 33 SPS, 34 PPS. */
    private static byte[] annexB(byte[] unit, boolean h265) {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        int start = nextStartCode(unit, 0);
        while (start < unit.length) {
            int nal = start + 3;
            int next = nextStartCode(unit, nal);
            if (nal < unit.length) {
                int type = h265 ? (unit[nal] >> 1) & 0x3f : unit[nal] & 0x1f;
                boolean wanted = h265 ? type >= 32 && type <= 34 : type == 7 || type == 8 || type == 13;
                if (wanted) {
                    int end = next;
                    while (end > nal && unit[end - 1] == 0) {
                        end--; // the zero byte of a four-byte start code, or trailing zeros
                    }
                    found.write(0);
                    found.write(unit, start, end - start);
                }
            }
            start = next;
        }
        return found.toByteArray();
    }

    /** Where the next 00 00 01 begins at or after {@code from}; the length if there is none. */
    private static int nextStartCode(byte[] unit, int from) {
        for (int i = from; i + 2 < unit.length; i++) {
            if (unit[i] == 0 && unit[i + 1] == 0 && unit[i + 2] == 1) {
                return i;
            }
        }
        return unit.length;
    }

    /** AV1 5.3.2: an OBU of type 1, with its header, as the temporal unit has it. */
    private static byte[] sequenceHeader(byte[] unit) {
        int at = 0;
        while (at < unit.length) {
            int header = unit[at] & 0xff;
            int size = (header & 4) != 0 ? 2 : 1;
            long length = (long) unit.length - at - size;
            if ((header & 2) != 0) {
                length = 0;
                for (int shift = 0; shift < 56 && at + size < unit.length; shift += 7) {
                    int b = unit[at + size++] & 0xff;
                    length |= (long) (b & 0x7f) << shift;
                    if ((b & 0x80) == 0) {
                        break;
                    }
                }
            }
            if (length < 0 || at + size + length > unit.length) {
                return new byte[0];
            }
            int total = size + (int) length;
            if ((header >> 3 & 15) == 1) {
                byte[] found = new byte[total];
                System.arraycopy(unit, at, found, 0, total);
                return found;
            }
            at += total;
        }
        return new byte[0];
    }
}
