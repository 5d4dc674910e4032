package io.framecast.subscriber.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.Clip;
import io.framecast.subscriber.Encoded;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {

    @ParameterizedTest
    @CsvSource({
        "libopenh264, avc1.42c01f",
        "libvpx, vp8",
        "libvpx-vp9, vp09.00.10.08",
        "libaom-av1, av01.0.00M.08",
        "mjpeg, mjpeg",
        "png, png"
    })
    void givesAPictureForEachUnitAtOnce(String encoder, String codec) throws Exception {
        Encoded encoded = Encoded.video(encoder, codec, 12);
        try (VideoDecoder decoder = new VideoDecoder(encoded.track());
                PictureScaler scaler = new PictureScaler()) {
            for (Frame frame : encoded.frames()) {
                List<Long> times = new ArrayList<>();
                int[] rgb = new int[8 * 6];
                decoder.decode(frame.payload(), frame.captureMicros(), picture -> {
                    times.add(picture.captureMicros());
                    assertTrue(scaler.scale(picture, 8, 6, rgb));
                    picture.close();
                });
                assertEquals(List.of(frame.captureMicros()), times);
                int luma = 40 + (int) ((frame.captureMicros() - Clip.START_MICROS) / 40_000) * 5;
                boolean full = codec.equals("mjpeg") || codec.equals("png");
                int expected = full ? luma : (luma - 16) * 255 / 219;
                assertEquals(expected, rgb[20] >> 8 & 255, 8.0, encoder + " at " + frame.number());
            }
            assertEquals(0, decoder.errors());
        }
    }

    @Test
    void putsReorderedPicturesInOrder() throws Exception {
        Clip clip = Clip.read(Clip.sample("plasma.mp4"), 2);
        List<Long> times = new ArrayList<>();
        try (VideoDecoder decoder = new VideoDecoder(clip.catalog().video().orElseThrow())) {
            for (Frame frame : clip.video()) {
                decoder.decode(frame.payload(), frame.captureMicros(), picture -> {
                    times.add(picture.captureMicros());
                    picture.close();
                });
            }
            decoder.flush(picture -> {
                times.add(picture.captureMicros());
                picture.close();
            });
        }
        assertEquals(clip.video().size(), times.size());
        assertEquals(times.stream().sorted().toList(), times);
    }

    @Test
    void damageIsCountedAndNeverEndsIt() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Clip clip = Clip.read(Clip.sample("clock.mp4"), 0);
        long[] pictures = {0};
        try (VideoDecoder video = new VideoDecoder(clip.catalog().video().orElseThrow());
                AudioDecoder audio = new AudioDecoder(clip.catalog().audio().orElseThrow())) {
            for (Frame frame : clip.frames()) {
                byte[] damaged = frame.payload().clone();
                for (int i = random.nextInt(8); i > 0 && damaged.length > 0; i--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                if (random.nextInt(10) == 0) {
                    damaged = new byte[random.nextInt(40)];
                    random.nextBytes(damaged);
                }
                if (frame.track() == 1) {
                    video.decode(damaged, frame.captureMicros(), picture -> {
                        pictures[0]++;
                        picture.close();
                    });
                } else {
                    audio.decode(
                            new Frame(2, 0, frame.number(), true, false, 0, frame.captureMicros(), damaged), pcm -> {});
                }
            }
            assertTrue(video.errors() + audio.errors() > 0, "seed " + seed);
            assertTrue(pictures[0] > 0, "seed " + seed);
        }
    }

    /** A small frame may claim a picture that takes gigabytes. */
    @ParameterizedTest
    @CsvSource({"8000, 5000, 0", "8000, 5008, 1"})
    void aPictureIsTakenUpToFortyMillionPixelsAndNotBeyond(int width, int height, long errors) throws Exception {
        assertEquals(OpenCodec.MOST_PIXELS, 8000L * 5000);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "jpg", jpeg);
        List<Integer> widths = new ArrayList<>();
        try (VideoDecoder decoder = new VideoDecoder(Track.video(1, "mjpeg", 64, 64, 30, 0, 0, ""))) {
            decoder.decode(jpeg.toByteArray(), 0, picture -> {
                widths.add(picture.width());
                picture.close();
            });
            assertEquals(errors, decoder.errors());
        }
        assertEquals(errors == 0 ? List.of(width) : List.of(), widths);
    }

    @ParameterizedTest
    @CsvSource({"aac, mp4a.40.2", "libopus, opus", "libmp3lame, mp3"})
    void givesTheSoundThatWasEncoded(String encoder, String codec) throws Exception {
        Encoded encoded = Encoded.audio(encoder, codec, 60);
        long frames = 0;
        double energy = 0;
        List<Pcm> sound = new ArrayList<>();
        try (AudioDecoder decoder = new AudioDecoder(encoded.track())) {
            for (Frame frame : encoded.frames()) {
                decoder.decode(frame, sound::add);
            }
            assertEquals(0, decoder.errors());
        }
        for (Pcm pcm : sound) {
            assertEquals(48_000, pcm.sampleRate());
            assertEquals(2, pcm.channels());
            frames += pcm.frames();
            for (int i = 0; i + 1 < pcm.samples().length; i += 2) {
                double value = ((pcm.samples()[i] & 0xff) | (pcm.samples()[i + 1] << 8)) / 32768.0;
                energy += value * value;
            }
        }
        assertTrue(frames > 48_000 / 2, frames + " samples");
        // A sine of amplitude 0.5 has an RMS of 0.354.
        assertEquals(0.354, Math.sqrt(energy / frames / 2), 0.04);
    }

    @Test
    void aCodecThatIsNotKnownIsSaidInOneLine() {
        Track track = Track.video(1, "theora", 64, 48, 25, 0, 0, "");
        String message = String.valueOf(
                assertThrows(RunException.class, () -> new VideoDecoder(track)).getMessage());
        assertTrue(message.contains("theora") && message.lines().count() == 1, message);
    }

    @Test
    void findsParameterSetsInAnnexB() {
        byte[] unit = {0, 0, 0, 1, 9, 16, 0, 0, 0, 1, 0x67, 1, 2, 3, 0, 0, 1, 0x68, 4, 5, 0, 0, 1, 0x65, 7, 7, 7};
        byte[] expected = {0, 0, 0, 1, 0x67, 1, 2, 3, 0, 0, 0, 1, 0x68, 4, 5};
        assertArrayEquals(expected, ParameterSets.of(Codec.H264, unit));
        assertEquals(0, ParameterSets.of(Codec.H264, new byte[] {0, 0, 1}).length);
        assertEquals(0, ParameterSets.of(Codec.AV1, new byte[] {0x0a, (byte) 0xff, (byte) 0xff}).length);
    }
}
