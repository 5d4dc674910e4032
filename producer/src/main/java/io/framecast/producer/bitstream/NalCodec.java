package io.framecast.producer.bitstream;

import java.util.List;

/** What H.264 and H.265 do not share about their NAL units. */
public enum NalCodec {
    H264 {
        @Override
        int type(byte[] unit) {
            return unit[0] & 0x1f;
        }

        @Override
        boolean parameterSet(byte[] unit) {
            return type(unit) == 7 || type(unit) == 8;
        }

        @Override
        boolean sequenceParameterSet(byte[] unit) {
            return type(unit) == 7;
        }

        @Override
        boolean delimiter(byte[] unit) {
            return type(unit) == 9;
        }

        // nal_ref_idc of every slice is 0 (H.264 7.4.1).
        @Override
        boolean discardable(List<byte[]> units, byte[] sps) {
            boolean slices = false;
            for (byte[] unit : units) {
                if (type(unit) >= 1 && type(unit) <= 5) {
                    slices = true;
                    if ((unit[0] >> 5 & 3) != 0) {
                        return false;
                    }
                }
            }
            return slices;
        }

        @Override
        Configuration configuration(byte[] record) {
            Configuration.Reader reader = new Configuration.Reader(record, 4);
            int lengthBytes = (reader.u8() & 3) + 1;
            reader.units(reader.u8() & 0x1f);
            reader.units(reader.u8());
            return new Configuration(lengthBytes, reader.units());
        }
    },
    H265 {
        @Override
        int type(byte[] unit) {
            return unit[0] >> 1 & 0x3f;
        }

        @Override
        boolean parameterSet(byte[] unit) {
            return type(unit) >= 32 && type(unit) <= 34;
        }

        @Override
        boolean sequenceParameterSet(byte[] unit) {
            return type(unit) == 33;
        }

        @Override
        boolean delimiter(byte[] unit) {
            return type(unit) == 35;
        }

        // Sub-layer non-reference pictures (H.265 table 7-1), where there is one sub-layer only: else a higher one may
        // refer to them.
        @Override
        boolean discardable(List<byte[]> units, byte[] sps) {
            if (sps.length < 3 || (sps[2] >> 1 & 7) != 0) {
                return false;
            }
            boolean slices = false;
            for (byte[] unit : units) {
                if (type(unit) < 32) {
                    slices = true;
                    if (type(unit) > 14 || (type(unit) & 1) != 0) {
                        return false;
                    }
                }
            }
            return slices;
        }

        @Override
        Configuration configuration(byte[] record) {
            Configuration.Reader reader = new Configuration.Reader(record, 21);
            int lengthBytes = (reader.u8() & 3) + 1;
            int arrays = reader.u8();
            for (int i = 0; i < arrays; i++) {
                reader.u8();
                reader.units(reader.u16());
            }
            return new Configuration(
                    lengthBytes,
                    reader.units().stream().filter(this::parameterSet).toList());
        }
    };

    abstract int type(byte[] unit);

    abstract boolean parameterSet(byte[] unit);

    abstract boolean sequenceParameterSet(byte[] unit);

    abstract boolean delimiter(byte[] unit);

    /** Whether no other frame refers to this one, as far as its NAL units say. */
    abstract boolean discardable(List<byte[]> units, byte[] sps);

    /** Reads an avcC or hvcC record (ISO/IEC 14496-15). */
    abstract Configuration configuration(byte[] record);
}
