package io.framecast.producer.libav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VideoEncoderTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;

    private static VideoSettings settings(VideoCodec codec) {
        return new VideoSettings(codec, WIDTH, HEIGHT, 25, 300_000, 2);
    }

    @Test
    void givesAUnitForEachPictureAndAKeyFrameWhenAsked() throws Exception {
        for (VideoCodec codec : VideoCodec.values()) {
            List<EncodedUnit> units = new ArrayList<>();
            try (VideoEncoder encoder = new VideoEncoder(settings(codec));
                    Picture picture = new Picture(settings(codec))) {
                for (int i = 0; i < 20; i++) {
                    picture.fillBlack();
                    assertTrue(encoder.encode(picture.frame(), i * 40_000L, i == 13, units::add));
                    assertEquals(i + 1, units.size(), codec + " holds nothing back");
                    assertEquals(i * 40_000L, units.get(i).presentationMicros());
                }
            }
            List<Integer> keys = new ArrayList<>();
            for (int i = 0; i < units.size(); i++) {
                if (units.get(i).key()) {
                    keys.add(i);
                }
            }
            List<Integer> expected = codec == VideoCodec.MJPEG ? List.copyOf(keys) : List.of(0, 13);
            assertEquals(expected, keys, codec.optionName());
        }
    }

    @Test
    void goesOnAfterAPictureThatTheEncoderRefuses() throws Exception {
        long seed = 1;
        Random random = new Random(seed);
        byte[] luma = new byte[WIDTH * HEIGHT];
        byte[] chroma = new byte[luma.length / 4];
        List<EncodedUnit> units = new ArrayList<>();
        try (VideoEncoder encoder = new VideoEncoder(settings(VideoCodec.H264));
                Picture picture = new Picture(settings(VideoCodec.H264))) {
            for (int i = 0; i < 5; i++) {
                random.nextBytes(luma);
                random.nextBytes(chroma);
                picture.fill(0, luma, WIDTH);
                picture.fill(1, chroma, WIDTH / 2);
                picture.fill(2, chroma, WIDTH / 2);
                encoder.encode(picture.frame(), i * 40_000L, i == 0, units::add);
            }
            units.clear();
            picture.fillBlack();
            assertTrue(encoder.encode(picture.frame(), 200_000, true, units::add), "seed " + seed);
        }
        assertEquals(1, units.size());
        assertTrue(units.get(0).key());
    }
}
