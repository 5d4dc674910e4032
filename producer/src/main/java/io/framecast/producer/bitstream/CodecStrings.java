package io.framecast.producer.bitstream;

import java.util.Locale;

/** The names of the WebCodecs registry, made out of what the bitstream says. */
public final class CodecStrings {
    /** Level (x 10), luma samples a second, luma samples a picture: VP9 bitstream specification, annex A. */
    private static final long[][] VP9_LEVELS = {
        {10, 829_440, 36_864},
        {11, 2_764_800, 73_728},
        {20, 4_608_000, 122_880},
        {21, 9_216_000, 245_760},
        {30, 20_736_000, 552_960},
        {31, 36_864_000, 983_040},
        {40, 83_558_400, 2_228_224},
        {41, 160_432_128, 2_228_224},
        {50, 311_951_360, 8_912_896},
        {51, 588_251_136, 8_912_896},
        {52, 1_176_502_272, 8_912_896},
        {60, 1_176_502_272, 35_651_584},
        {61, 2_353_004_544L, 35_651_584},
    };

    private CodecStrings() {}

    /** {@code avc1.PPCCLL} out of a sequence parameter set with its NAL header (RFC 6381 3.3). */
    public static String avc(byte[] sps) {
        if (sps.length < 4) {
            return "avc1";
        }
        return String.format(Locale.ROOT, "avc1.%02x%02x%02x", sps[1] & 0xff, sps[2] & 0xff, sps[3] & 0xff);
    }

    /** {@code hvc1.1.6.L93.b0} out of a sequence parameter set with its NAL header (ISO/IEC 14496-15 annex E). */
    public static String hevc(byte[] sps) {
        if (sps.length < 15) {
            return "hvc1";
        }
        BitReader bits = BitReader.ofNal(sps, 3);
        String space = new String[] {"", "A", "B", "C"}[(int) bits.bits(2)];
        String tier = bits.bits(1) == 1 ? "H" : "L";
        long profile = bits.bits(5);
        long compatibility = Integer.toUnsignedLong(Integer.reverse((int) bits.bits(32)));
        int[] constraints = new int[6];
        int used = 0;
        for (int i = 0; i < 6; i++) {
            constraints[i] = (int) bits.bits(8);
            used = constraints[i] == 0 ? used : i + 1;
        }
        StringBuilder name = new StringBuilder("hvc1.")
                .append(space)
                .append(profile)
                .append('.')
                .append(Long.toHexString(compatibility))
                .append('.')
                .append(tier)
                .append(bits.bits(8));
        for (int i = 0; i < used; i++) {
            name.append('.').append(Integer.toHexString(constraints[i]));
        }
        return name.toString();
    }

    /** {@code vp09.PP.LL.DD} out of a key frame's header; the level is the lowest that the size and the rate fit into. */
    public static String vp9(byte[] keyFrame, int width, int height, double framesPerSecond) {
        BitReader bits = new BitReader(keyFrame);
        bits.bits(2);
        long low = bits.bits(1);
        long profile = low | bits.bits(1) << 1;
        int depth = 8;
        if (profile >= 2) {
            bits.bits(profile == 3 ? 5 : 4);
            bits.bits(24);
            depth = bits.bits(1) == 1 ? 12 : 10;
        }
        long samples = (long) width * height;
        long level = 62;
        for (long[] row : VP9_LEVELS) {
            if (samples <= row[2] && samples * framesPerSecond <= row[1]) {
                level = row[0];
                break;
            }
        }
        return String.format(Locale.ROOT, "vp09.%02d.%02d.%02d", profile, level, depth);
    }

    /** {@code av01.P.LLT.DD} out of an av1C record (AV1 codec ISO media file format binding, 2.3), or else out of a key frame. */
    public static String av1(byte[] av1c, byte[] keyFrame) {
        if (!Av1Units.isRecord(av1c)) {
            return av1OfUnit(keyFrame);
        }
        int profile = av1c[1] >> 5 & 7;
        int level = av1c[1] & 0x1f;
        boolean high = (av1c[2] & 0x80) != 0;
        int depth = (av1c[2] & 0x40) == 0 ? 8 : profile == 2 && (av1c[2] & 0x20) != 0 ? 12 : 10;
        return av1(profile, level, high, depth);
    }

    /** The same out of the sequence header in a key frame, for streams of 8 bits. */
    public static String av1OfUnit(byte[] unit) {
        BitReader bits = new BitReader(Av1Units.sequenceHeader(unit));
        int profile = (int) bits.bits(3);
        bits.bits(1);
        if (bits.bits(1) == 1) {
            return av1(profile, (int) bits.bits(5), false, 8);
        }
        if (bits.bits(1) == 1) {
            // Timing information is rare; its lengths are not worth following for a level.
            return av1(profile, 8, false, 8);
        }
        bits.bits(1 + 5 + 12);
        int level = (int) bits.bits(5);
        return av1(profile, level, level > 7 && bits.bits(1) == 1, 8);
    }

    private static String av1(int profile, int level, boolean highTier, int bitDepth) {
        return String.format(Locale.ROOT, "av01.%d.%02d%s.%02d", profile, level, highTier ? "H" : "M", bitDepth);
    }

    /** {@code mp4a.40.N}, N the object type of an AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1). */
    public static String aac(byte[] audioSpecificConfig) {
        BitReader bits = new BitReader(audioSpecificConfig);
        long type = bits.bits(5);
        return "mp4a.40." + (type == 31 ? 32 + bits.bits(6) : type == 0 ? 2 : type);
    }
}
