package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.producer.libav.EncodedUnit;
import io.framecast.producer.libav.Remuxer;
import io.framecast.producer.libav.VideoCodec;
import io.framecast.protocol.media.Track;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent of a file, and what it is called. */
class FileSourceTest {
    private static final SourceOptions AS_IT_IS = SourceOptions.DEFAULT;

    @TempDir
    private Path folder;

    @Test
    void sendsH264AsAnnexBWithParameterSetsBeforeEachKeyFrame() throws Exception {
        Recorded clock = Recorded.of(Media.uri(Media.SAMPLES.resolve("clock.mp4")), AS_IT_IS);
        assertEquals("avc1.42c01e", clock.catalog().video().orElseThrow().codec());
        assertEquals(0, clock.catalog().video().orElseThrow().reorder());
        assertEquals(20, clock.video().stream().filter(SourceFrame::key).count(), "a key frame a second");
        for (SourceFrame frame : clock.video()) {
            String start = HexFormat.of().formatHex(frame.payload(), 0, 5);
            assertEquals(frame.key() ? "0000000167" : "00000001", frame.key() ? start : start.substring(0, 8));
        }
    }

    @Test
    void sendsAacAsRawAccessUnitsWithItsConfigurationInTheCatalog() throws Exception {
        Track mp4 = Recorded.of(Media.uri(Media.B_FRAMES), AS_IT_IS)
                .catalog()
                .audio()
                .orElseThrow();
        assertEquals("mp4a.40.2", mp4.codec());
        assertEquals(48_000, mp4.sampleRate());
        assertEquals(1, mp4.channels());
        assertTrue(Base64.getDecoder().decode(mp4.initData()).length >= 2);
    }

    @Test
    void sendsTheSameAccessUnitsOutOfATransportStreamOnStandardInput() throws Exception {
        Path file = folder.resolve("a.ts");
        Remuxer.remux(Media.B_FRAMES, file, Map.of(), (video, index, old) -> old);
        FileSource source = FileSource.ofStream(new ByteArrayInputStream(Files.readAllBytes(file)), AS_IT_IS);
        Recorded stream = Recorded.of(source, Integer.MAX_VALUE);
        Recorded direct = Recorded.of(Media.uri(Media.B_FRAMES), AS_IT_IS);
        assertEquals(60, stream.video().size());
        assertEquals("avc1.4d400b", stream.catalog().video().orElseThrow().codec());
        assertEquals("mp4a.40.2", stream.catalog().audio().orElseThrow().codec());
        assertTrue(stream.catalog().video().orElseThrow().reorder() > 0);
        // The header of a transport stream says the same configuration without its extensions.
        assertEquals(
                HexFormat.of().formatHex(config(direct), 0, 2), HexFormat.of().formatHex(config(stream), 0, 2));
        for (int i = 0; i < stream.audio().size(); i++) {
            assertArrayEquals(
                    direct.audio().get(i).payload(), stream.audio().get(i).payload());
        }
    }

    private static byte[] config(Recorded recorded) {
        return Base64.getDecoder()
                .decode(recorded.catalog().audio().orElseThrow().initData());
    }

    @Test
    void sendsH265() throws Exception {
        Recorded h265 = Recorded.of(Media.uri(Media.H265), AS_IT_IS);
        Track track = h265.catalog().video().orElseThrow();
        assertTrue(track.codec().matches("hvc1\\.1\\.6\\.L30\\.(90|9[0-9a-f])"), track.codec());
        assertEquals(25, h265.video().size());
        assertTrue(track.reorder() > 0);
        assertTrue(h265.video().get(0).key());
        // A video parameter set (type 32) in front.
        assertEquals("0000000140", HexFormat.of().formatHex(h265.video().get(0).payload(), 0, 5));
        System.out.println("H.265: " + track.codec() + ", reorder " + track.reorder() + ", discardable "
                + h265.video().stream().filter(SourceFrame::discardable).count() + " of 25");
    }

    @Test
    void sendsVp9AndOpus() throws Exception {
        Recorded webm = Recorded.of(Media.uri(Media.VP9_OPUS), AS_IT_IS);
        assertEquals("vp09.00.10.08", webm.catalog().video().orElseThrow().codec());
        assertEquals("opus", webm.catalog().audio().orElseThrow().codec());
        assertEquals("OpusHead", new String(config(webm), 0, 8, java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(25, webm.video().size());
    }

    @Test
    void sendsVp8Vp9Av1AndMjpegByteForByte() throws Exception {
        Map<VideoCodec, String> fourcc = Map.of(VideoCodec.VP8, "VP80", VideoCodec.VP9, "VP90", VideoCodec.AV1, "AV01");
        Map<VideoCodec, String> named =
                Map.of(VideoCodec.VP8, "vp8", VideoCodec.VP9, "vp09.00.10.08", VideoCodec.AV1, "av01.0.00M.08");
        for (VideoCodec codec : fourcc.keySet()) {
            List<EncodedUnit> units = Media.encoded(codec, 10);
            Path file = folder.resolve(codec + ".ivf");
            Media.ivf(file, String.valueOf(fourcc.get(codec)), units);
            Recorded recorded = Recorded.of(Media.uri(file), AS_IT_IS);
            assertSame(units, recorded);
            assertEquals(
                    named.get(codec), recorded.catalog().video().orElseThrow().codec());
        }
        ByteArrayOutputStream pictures = new ByteArrayOutputStream();
        List<EncodedUnit> units = Media.encoded(VideoCodec.MJPEG, 10);
        for (EncodedUnit unit : units) {
            pictures.write(unit.payload());
        }
        Path file = folder.resolve("pictures.mjpeg");
        Files.write(file, pictures.toByteArray());
        Recorded recorded = Recorded.of(Media.uri(file), AS_IT_IS);
        assertSame(units, recorded);
        assertEquals("mjpeg", recorded.catalog().video().orElseThrow().codec());
        assertTrue(recorded.video().stream().allMatch(SourceFrame::key));
    }

    private static void assertSame(List<EncodedUnit> expected, Recorded recorded) {
        assertEquals(expected.size(), recorded.video().size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i).payload(), recorded.video().get(i).payload(), "frame " + i);
        }
    }

    @Test
    void sendsMp3() throws Exception {
        Recorded mp3 = Recorded.of(Media.uri(Media.SAMPLES.resolve("frames-audio/000001.mp3")), AS_IT_IS);
        assertEquals("mp3", mp3.catalog().audio().orElseThrow().codec());
        assertTrue(mp3.audio().size() >= 16, mp3.audio().size() + " frames of 24 ms");
    }

    @Test
    void encodesPicturesThatCannotBeSentAsTheyAre() throws Exception {
        Path raw = folder.resolve("raw.y4m");
        Media.y4m(raw, 30);
        Recorded pictures = Recorded.of(Media.uri(raw), AS_IT_IS);
        assertTrue(pictures.catalog().video().orElseThrow().codec().startsWith("avc1.42c0"));
        assertEquals(30, pictures.video().size());
        assertTrue(pictures.video().get(0).key());
    }

    @Test
    void encodesSoundThatCannotBeSentAsItIs() throws Exception {
        Path wav = folder.resolve("sound.wav");
        Media.wav(wav);
        Recorded sound = Recorded.of(Media.uri(wav), AS_IT_IS);
        assertEquals("opus", sound.catalog().audio().orElseThrow().codec());
        assertEquals(2, sound.catalog().audio().orElseThrow().channels());
        assertTrue(Math.abs(sound.audio().size() - 50) <= 1, sound.audio().size() + " packets of 20 ms");
    }

    @Test
    void encodesAnewWhereAnotherCodecOrSizeIsAskedFor() throws Exception {
        SourceOptions vp8 = AS_IT_IS.withCodec(VideoCodec.VP8);
        Recorded other = Recorded.of(Media.uri(Media.B_FRAMES), vp8);
        assertEquals("vp8", other.catalog().video().orElseThrow().codec());
        assertEquals(0, other.catalog().video().orElseThrow().reorder());
        assertEquals(60, other.video().size());
        assertEquals(1_966_667L, other.video().getLast().presentationMicros());
        SourceOptions half = new SourceOptions(0, false, null, 0, 80, 46, 0);
        Track small =
                Recorded.of(Media.uri(Media.B_FRAMES), half).catalog().video().orElseThrow();
        assertEquals("80x46", small.width() + "x" + small.height());
    }
}
