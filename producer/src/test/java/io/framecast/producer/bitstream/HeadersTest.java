package io.framecast.producer.bitstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HeadersTest {

    @Test
    void namesCodecsAsWebCodecsDoes() {
        // A sequence parameter set of x265: Main, compatible with Main and Main 10, level 3.1, progressive and frames
        // only.
        byte[] hevc = hex("420101016000000300900000030000030 05d".replace(" ", ""));
        assertEquals("hvc1.1.6.L93.90", CodecStrings.hevc(hevc));
        assertEquals("mp4a.40.2", CodecStrings.aac(hex("1190")));
        assertEquals("mp4a.40.5", CodecStrings.aac(hex("2b92")));
        assertEquals("av01.0.04M.08", CodecStrings.av1(hex("81040c00"), new byte[0]));
        assertEquals("av01.1.09H.10", CodecStrings.av1(hex("8129c000"), new byte[0]));
        // Key frame of profile 0.
        assertEquals("vp09.00.31.08", CodecStrings.vp9(hex("8249834200"), 1280, 720, 30));
        assertEquals("vp09.00.40.08", CodecStrings.vp9(hex("8249834200"), 1920, 1080, 30));
        // Profile 2 of 10 bits.
        assertEquals("vp09.02.10.10", CodecStrings.vp9(hex("924983420000"), 160, 90, 25));
    }

    @Test
    void takesTheHeaderOffAacAndKeepsWhatItSays() {
        byte[] packet = hex("fff14c8001bffc" + "211049");
        assertTrue(Adts.present(packet));
        assertEquals("211049", HexFormat.of().formatHex(Adts.stripped(packet)));
        assertEquals("1190", HexFormat.of().formatHex(Adts.audioSpecificConfig(packet)));
        byte[] withChecksum = hex("fff04c8001bffc" + "abcd" + "211049");
        assertEquals("211049", HexFormat.of().formatHex(Adts.stripped(withChecksum)));
        assertFalse(Adts.present(hex("211049211049211049")));
    }

    @Test
    void findsTheSequenceHeaderOfAv1() {
        // Temporal delimiter, sequence header of two bytes, frame.
        byte[] with = hex("1200" + "0a020000" + "320110");
        byte[] without = hex("1200" + "320110");
        byte[] record = hex("81000c00" + "0a020000");
        assertEquals(with, Av1Units.withSequenceHeader(with, record));
        assertEquals("0a020000" + "1200320110", HexFormat.of().formatHex(Av1Units.withSequenceHeader(without, record)));
        assertEquals(without, Av1Units.withSequenceHeader(without, new byte[0]));
    }

    @Test
    void readsTheSizeOfPictures() throws Exception {
        byte[] jpeg = Files.readAllBytes(Path.of("../samples/frames/000001.jpg"));
        assertEquals(new ImageSize(320, 180), ImageSize.of(jpeg));
        byte[] png = hex("89504e470d0a1a0a0000000d49484452000002800000016808060000");
        assertEquals(new ImageSize(640, 360), ImageSize.of(png));
        String riff = "5249464600000000" + "57454250";
        assertEquals(
                new ImageSize(640, 360),
                ImageSize.of(hex(riff + "5650385800000000" + "00000000" + "7f0200" + "670100")));
        assertEquals(
                new ImageSize(640, 360),
                ImageSize.of(hex(riff + "5650382000000000" + "000000" + "9d012a" + "8002" + "6801")));
        assertEquals(
                new ImageSize(2, 3), ImageSize.of(hex(riff + "5650384c00000000" + "2f" + "01800000" + "0000000000")));
        assertEquals(ImageSize.UNKNOWN, ImageSize.of(hex("ffd8ffe0")));
        assertEquals(ImageSize.UNKNOWN, ImageSize.of(new byte[0]));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
