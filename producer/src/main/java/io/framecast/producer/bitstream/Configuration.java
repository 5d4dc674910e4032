package io.framecast.producer.bitstream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an avcC or hvcC record says.
 *
 * @param lengthBytes how wide the length before each NAL unit is, 1..4
 */
record Configuration(int lengthBytes, List<byte[]> parameterSets) {

    /** Walks a record; what is missing at its end reads as zero. */
    static final class Reader {
        private final byte[] record;
        private final List<byte[]> units = new ArrayList<>();
        private int at;

        Reader(byte[] record, int at) {
            this.record = record;
            this.at = at;
        }

        int u8() {
            return at < record.length ? record[at++] & 0xff : 0;
        }

        int u16() {
            int high = u8();
            return high << 8 | u8();
        }

        void units(int count) {
            for (int i = 0; i < count; i++) {
                int length = u16();
                int end = Math.min(record.length, at + length);
                if (end > at) {
                    units.add(Arrays.copyOfRange(record, at, end));
                }
                at = end;
            }
        }

        List<byte[]> units() {
            return units;
        }
    }
}
