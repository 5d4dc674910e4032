package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.EncodedUnit;
import io.framecast.producer.libav.Picture;
import io.framecast.producer.libav.VideoCodec;
import io.framecast.producer.libav.VideoEncoder;
import io.framecast.producer.libav.VideoSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Little files of many kinds, made when a test wants them. */
final class Media {
    static final int WIDTH = 160;
    static final int HEIGHT = 96;
    static final int RATE = 25;

    /** 60 pictures at 30 fps with two B-frames in a row, AAC beside it. */
    static final Path B_FRAMES = Path.of("src/test/resources/io/framecast/producer/source/b-frames.mp4");

    /** 25 pictures at 25 fps with two B-frames in a row. */
    static final Path H265 = Path.of("src/test/resources/io/framecast/producer/source/h265.mp4");

    /** 25 pictures at 25 fps, Opus beside it. */
    static final Path VP9_OPUS = Path.of("src/test/resources/io/framecast/producer/source/vp9-opus.webm");

    static final Path SAMPLES = Path.of("../samples");

    private Media() {}

    static String uri(Path file) {
        return "file:" + file;
    }

    /** Units as an encoder of ours makes them. */
    static List<EncodedUnit> encoded(VideoCodec codec, int frames) throws RunException {
        List<EncodedUnit> units = new ArrayList<>();
        TestPattern pattern = new TestPattern(WIDTH, HEIGHT);
        VideoSettings settings = new VideoSettings(codec, WIDTH, HEIGHT, RATE, 300_000, 1);
        try (VideoEncoder encoder = new VideoEncoder(settings);
                Picture picture = new Picture(settings)) {
            for (int i = 0; i < frames; i++) {
                draw(picture, pattern, i);
                encoder.encode(picture.frame(), i * 1_000_000L / RATE, i == 0, units::add);
            }
        }
        return units;
    }

    private static void draw(Picture picture, TestPattern pattern, int frame) throws RunException {
        byte[][] planes = pattern.draw(frame, frame * 1_000_000L / RATE);
        picture.fill(0, planes[0], WIDTH);
        picture.fill(1, planes[1], WIDTH / 2);
        picture.fill(2, planes[2], WIDTH / 2);
    }

    /** The simplest container of VP8, VP9 and AV1. */
    static void ivf(Path file, String fourcc, List<EncodedUnit> units) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        header.put("DKIF".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0)
                .putShort((short) 32);
        header.put(fourcc.getBytes(StandardCharsets.US_ASCII))
                .putShort((short) WIDTH)
                .putShort((short) HEIGHT);
        header.putInt(RATE).putInt(1).putInt(units.size()).putInt(0);
        out.write(header.array());
        for (int i = 0; i < units.size(); i++) {
            ByteBuffer frame = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            out.write(frame.putInt(units.get(i).payload().length).putLong(i).array());
            out.write(units.get(i).payload());
        }
        Files.write(file, out.toByteArray());
    }

    /** Raw pictures: nothing that a stream could carry as it is. */
    static void y4m(Path file, int frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F" + RATE + ":1 Ip A1:1 C420jpeg\n")
                .getBytes(StandardCharsets.US_ASCII));
        TestPattern pattern = new TestPattern(WIDTH, HEIGHT);
        for (int i = 0; i < frames; i++) {
            out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            for (byte[] plane : pattern.draw(i, i * 1_000_000L / RATE)) {
                out.write(plane);
            }
        }
        Files.write(file, out.toByteArray());
    }

    /** One second of 16-bit samples, 44 100 of each of two channels. */
    static void wav(Path file) throws IOException {
        int bytes = 44_100 * 4;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 2);
        wav.putInt(44_100).putInt(44_100 * 4).putShort((short) 4).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (int i = 0; i < 44_100; i++) {
            short sample = (short) (8000 * Math.sin(2 * Math.PI * 440 * i / 44_100));
            wav.putShort(sample).putShort(sample);
        }
        Files.write(file, wav.array());
    }
}
