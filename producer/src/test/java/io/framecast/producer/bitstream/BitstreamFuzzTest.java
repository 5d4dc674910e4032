package io.framecast.producer.bitstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** What files and cameras bring: decoder configurations of MP4 boxes, access units, headers of pictures and sound. */
class BitstreamFuzzTest {

    private static final byte[] KEY_FRAME = {0, 0, 0, 2, 0x65, 1};

    /** The first byte says what it is, the second one how much of it is the configuration; the rest is one access unit. */
    @FuzzTest
    void isReadAsFarAsItGoes(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int cut = Math.min(input.length, 2 + (input[1] & 0xff));
        byte[] configuration = Arrays.copyOfRange(input, 2, cut);
        byte[] unit = Arrays.copyOfRange(input, cut, input.length);
        switch (input[0] % 6) {
            case 0 -> track(NalCodec.H264, configuration, unit);
            case 1 -> track(NalCodec.H265, configuration, unit);
            case 2 -> av1(configuration, unit);
            case 3 -> image(unit);
            case 4 -> sound(unit);
            default -> {
                assertTrue(CodecStrings.vp9(unit, 640, 480, 30).startsWith("vp09."));
                assertTrue(CodecStrings.aac(unit).startsWith("mp4a.40."));
            }
        }
    }

    private static void track(NalCodec codec, byte[] configuration, byte[] unit) {
        AnnexBTrack track = new AnnexBTrack(codec, configuration);
        AnnexBTrack.Unit converted = track.convert(unit, true);
        assertTrue(
                converted.bytes().length <= 5L * (unit.length + configuration.length),
                converted.bytes().length + " bytes of " + unit.length);
        byte[] sps = track.sequenceParameterSet();
        assertTrue(sps.length == 0 || codec.sequenceParameterSet(sps));
        assertTrue((codec == NalCodec.H264 ? CodecStrings.avc(sps) : CodecStrings.hevc(sps)).length() < 60);
        track.configure(unit);
        track.convert(KEY_FRAME, true);
    }

    private static void av1(byte[] configuration, byte[] unit) {
        byte[] whole = Av1Units.withSequenceHeader(unit, configuration);
        assertTrue(whole.length <= unit.length + configuration.length);
        assertTrue(CodecStrings.av1(configuration, unit).startsWith("av01."));
        assertTrue(Av1Units.sequenceHeader(unit).length <= unit.length);
    }

    private static void image(byte[] head) {
        ImageSize size = ImageSize.of(head);
        assertTrue(size.width() >= 0 && size.height() >= 0, size.toString());
    }

    private static void sound(byte[] packet) {
        if (Adts.present(packet)) {
            assertTrue(Adts.stripped(packet).length < packet.length);
            assertEquals(2, Adts.audioSpecificConfig(packet).length);
        }
    }
}
