package io.framecast.producer.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framecast.producer.libav.AudioEncoder;
import io.framecast.producer.libav.VideoCodec;
import io.framecast.protocol.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The pattern and its beep, in real time. */
class TestSourceTest {

    @Test
    void makesPicturesAndSoundAsTimeGoesBy() throws Exception {
        FrameSource source = SourceUri.open("test:320x180@50", SourceOptions.DEFAULT);
        assertTrue(source.live());
        long start = System.nanoTime();
        Recorded recorded = Recorded.of(source, 100);
        double tookSeconds = (System.nanoTime() - start) / 1e9;
        Track video = recorded.catalog().video().orElseThrow();
        assertTrue(video.codec().startsWith("avc1.42c0"), video.codec());
        assertEquals(
                "320x180 50.0 2.0",
                video.width() + "x" + video.height() + " " + video.framerate() + " " + video.maxGopSeconds());
        assertEquals("opus", recorded.catalog().audio().orElseThrow().codec());
        assertTrue(recorded.video().get(0).key());
        long last = Long.MIN_VALUE;
        for (SourceFrame frame : recorded.frames()) {
            assertTrue(frame.decodeMicros() >= last, frame + " after " + last);
            last = frame.decodeMicros();
        }
        for (int i = 0; i < recorded.video().size(); i++) {
            assertEquals(i * 20_000L, recorded.video().get(i).presentationMicros());
        }
        assertTrue(recorded.audio().size() >= 40, recorded.audio().size() + " packets of 20 ms");
        double lasts = recorded.video().getLast().presentationMicros() / 1e6;
        assertTrue(tookSeconds >= lasts, lasts + " s of pictures took " + tookSeconds + " s");
        System.out.printf(
                "%d pictures and %d packets of sound (%.2f s) in %.2f s%n",
                recorded.video().size(), recorded.audio().size(), lasts, tookSeconds);
    }

    @Test
    void makesNothingBeforeItsTimeAndNoSoundInBursts() throws Exception {
        long start = System.nanoTime();
        try (FrameSource source = SourceUri.open("test:160x96@10", SourceOptions.DEFAULT)) {
            source.open();
            int between = 0;
            for (int pictures = 0; pictures < 8; ) {
                SourceFrame frame = Objects.requireNonNull(source.next());
                long nowMicros = (System.nanoTime() - start) / 1000;
                assertTrue(frame.presentationMicros() <= nowMicros, frame + " after " + nowMicros + " us");
                between = frame.track() == 2 ? between + 1 : 0;
                pictures += frame.track() == 1 ? 1 : 0;
                assertTrue(between <= 5, between + " packets of 20 ms between two pictures of 100 ms");
            }
        }
    }

    @Test
    void givesAKeyFrameOnRequest() throws Exception {
        try (FrameSource source = SourceUri.open("test:160x96@60", SourceOptions.DEFAULT)) {
            source.open();
            List<SourceFrame> pictures = new ArrayList<>();
            while (pictures.size() < 30) {
                SourceFrame frame = source.next();
                if (frame != null && frame.track() == 1) {
                    pictures.add(frame);
                    if (pictures.size() == 20) {
                        source.requestKeyFrame();
                    }
                }
            }
            for (int i = 0; i < pictures.size(); i++) {
                assertEquals(i == 0 || i == 20, pictures.get(i).key(), "picture " + i);
            }
        }
    }

    @Test
    void encodesAsAsked() throws Exception {
        for (VideoCodec codec : VideoCodec.values()) {
            SourceOptions options = new SourceOptions(0, false, codec, 500_000, 128, 72, 1);
            Recorded recorded = Recorded.of(SourceUri.open("test:@30", options), 6);
            Track track = recorded.catalog().video().orElseThrow();
            assertEquals("128x72", track.width() + "x" + track.height());
            System.out.println("--codec " + codec.optionName() + ": " + track.codec());
        }
    }

    @Test
    void beepsWhileTheSquareIsWhite() {
        for (long second : new long[] {0, 1, 86_399}) {
            short[] samples = Beep.samples(second * AudioEncoder.SAMPLE_RATE, AudioEncoder.SAMPLE_RATE);
            int lastLoud = 0;
            for (int i = 0; i < samples.length; i++) {
                lastLoud = samples[i] != 0 ? i : lastLoud;
            }
            assertTrue(samples[12] > 10_000, "at once");
            assertTrue(Math.abs(lastLoud - 4_800) <= 24, "until " + lastLoud);
        }
        TestPattern pattern = new TestPattern(320, 180);
        int loud = brightness(pattern.draw(0, 7_099_999));
        int quiet = brightness(pattern.draw(0, 7_100_000));
        assertTrue(loud > quiet + 100_000, loud + " against " + quiet);
    }

    @Test
    void drawsEachFrameAnewWithClockAndNumber() {
        TestPattern pattern = new TestPattern(320, 180);
        byte[] first = pattern.draw(1, 45_296_500_000L)[0].clone();
        byte[] second = pattern.draw(2, 45_296_500_000L)[0].clone();
        byte[] later = pattern.draw(1, 45_297_500_000L)[0].clone();
        byte[] again = pattern.draw(1, 45_296_500_000L)[0].clone();
        assertTrue(!java.util.Arrays.equals(first, second), "the number");
        assertTrue(!java.util.Arrays.equals(first, later), "the clock");
        assertTrue(java.util.Arrays.equals(first, again), "nothing stays behind");
    }

    private static int brightness(byte[][] planes) {
        int sum = 0;
        for (byte luma : planes[0]) {
            sum += luma & 0xff;
        }
        return sum;
    }
}
