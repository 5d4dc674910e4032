package io.framecast.producer.bitstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnnexBTrackTest {
    private static final String SPS = "6742c01e01";
    private static final String PPS = "68ce02";

    /** Version 1, baseline, level 3, lengths of four bytes, one set of each kind (ISO/IEC 14496-15 5.3.3.1). */
    private static final byte[] AVCC = hex("0142c01e" + "ff" + "e1" + "0005" + SPS + "01" + "0003" + PPS);

    @Test
    void putsParameterSetsBeforeAKeyFrameAndLeavesTheRestAsItIs() {
        AnnexBTrack track = new AnnexBTrack(NalCodec.H264, AVCC);
        assertHex("00000001" + SPS + "00000001" + PPS + "00000001" + "6588", track.convert(hex("000000026588"), true));
        assertHex("00000001" + "419a00", track.convert(hex("00000003419a00"), false));
        assertHex(
                "00000001" + "09f0" + "00000001" + SPS + "00000001" + PPS + "00000001" + "6588",
                track.convert(hex("0000000209f0" + "000000026588"), true));
    }

    @Test
    void keepsAKeyFrameThatCarriesItsOwnSetsAndRemembersThem() {
        AnnexBTrack track = new AnnexBTrack(NalCodec.H264, new byte[0]);
        byte[] whole = hex("00000001" + SPS + "000001" + PPS + "000001" + "6588");
        assertSame(whole, track.convert(whole, true).bytes());
        assertHex("00000001" + SPS + "00000001" + PPS + "00000001" + "6589", track.convert(hex("0000016589"), true));
        assertEquals("avc1.42c01e", CodecStrings.avc(track.sequenceParameterSet()));
    }

    @Test
    void knowsWhatNothingRefersTo() {
        AnnexBTrack track = new AnnexBTrack(NalCodec.H264, AVCC);
        assertTrue(track.convert(hex("00000002019a"), false).discardable());
        assertFalse(track.convert(hex("00000002419a"), false).discardable());
        assertFalse(track.convert(hex("00000002019a00000002419a"), false).discardable());
        // Supplementary information alone says nothing.
        assertFalse(track.convert(hex("000000020605"), false).discardable());
    }

    @Test
    void takesANewConfigurationInMidStream() {
        AnnexBTrack track = new AnnexBTrack(NalCodec.H264, AVCC);
        track.configure(hex("014d401e" + "ff" + "e1" + "0004" + "674d401e" + "01" + "0002" + "68cf"));
        assertHex("00000001674d401e" + "0000000168cf" + "000000016588", track.convert(hex("000000026588"), true));
    }

    @Test
    void cutsWhatReachesBeyondTheEnd() {
        AnnexBTrack track = new AnnexBTrack(NalCodec.H264, AVCC);
        assertHex("00000001419a", track.convert(hex("ffffffff419a"), false));
        assertEquals(0, track.convert(hex("0000"), false).bytes().length);
        assertEquals(0, track.convert(new byte[0], true).bytes().length - hexLength(SPS) - hexLength(PPS) - 8);
    }

    @Test
    void survivesAnyBytes() {
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            byte[] configuration = new byte[random.nextInt(40)];
            byte[] packet = new byte[random.nextInt(60)];
            random.nextBytes(configuration);
            random.nextBytes(packet);
            for (NalCodec codec : NalCodec.values()) {
                AnnexBTrack track = new AnnexBTrack(codec, configuration);
                track.convert(packet, random.nextBoolean());
                CodecStrings.avc(track.sequenceParameterSet());
                CodecStrings.hevc(track.sequenceParameterSet());
            }
            CodecStrings.av1(configuration, packet);
            CodecStrings.aac(packet);
            CodecStrings.vp9(packet, 1, 1, 1);
            ImageSize.of(packet);
        }
    }

    private static int hexLength(String hex) {
        return hex.length() / 2;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static void assertHex(String expected, AnnexBTrack.Unit unit) {
        assertEquals(expected, HexFormat.of().formatHex(unit.bytes()));
    }
}
