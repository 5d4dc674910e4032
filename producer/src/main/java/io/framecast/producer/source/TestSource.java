package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.client.UsageException;
import io.framecast.producer.libav.AudioEncoder;
import io.framecast.producer.libav.VideoCodec;
import io.framecast.protocol.media.Catalog;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A picture and a beep that are made here, in real time. */
final class TestSource implements FrameSource {
    private static final int USUAL_WIDTH = 1280;
    private static final int USUAL_HEIGHT = 720;
    private static final double USUAL_RATE = 30;
    private static final int VIDEO = 1;
    private static final int AUDIO = 2;

    /** After a pause of the process (a laptop's lid) the pattern goes on at the present, not where it stopped. */
    private static final long SKIP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PictureSize size;
    private final double rate;
    private final SourceOptions options;
    private final TestPattern pattern;
    private final ArrayDeque<SourceFrame> ready = new ArrayDeque<>();
    private volatile @Nullable PictureEncoder pictures;
    private @Nullable SoundEncoder sound;
    private long startNanos;
    private long startOfDayMicros;
    private long frame;
    private long samples;
    private long lastDecodeMicros = Long.MIN_VALUE;

    private TestSource(PictureSize size, double rate, SourceOptions options) {
        this.size = size;
        this.rate = rate;
        this.options = options;
        this.pattern = new TestPattern(size.width(), size.height());
    }

    /** @param rest {@code 1280x720@30}, each part of which may be missing */
    static TestSource of(String uri, String rest, SourceOptions options) {
        String option = "--source " + uri;
        int at = rest.indexOf('@');
        String sizeText = at < 0 ? rest : rest.substring(0, at);
        PictureSize size =
                sizeText.isEmpty() ? new PictureSize(USUAL_WIDTH, USUAL_HEIGHT) : PictureSize.parse(option, sizeText);
        if (options.width() != 0) {
            size = new PictureSize(options.width(), options.height());
        }
        double rate = at < 0
                ? options.rateOr(USUAL_RATE)
                : UriQuery.framesPerSecond(option, rest.substring(at + 1), "; write test:1280x720@30");
        if (rate < 1 || rate > 240) {
            throw new UsageException(option + ": " + rate + " is not in 1 to 240 frames a second");
        }
        return new TestSource(size, rate, options);
    }

    @Override
    public Catalog open() throws RunException {
        PictureEncoder video = PictureEncoder.of(VIDEO, options, VideoCodec.H264, size.width(), size.height(), rate);
        pictures = video;
        SoundEncoder audio = new SoundEncoder(AUDIO, 1);
        sound = audio;
        startNanos = System.nanoTime();
        startOfDayMicros = LocalTime.now(ZoneId.systemDefault()).toNanoOfDay() / 1000;
        return new Catalog(List.of(video.track(), audio.track()));
    }

    @Override
    public @Nullable SourceFrame next() throws RunException, InterruptedException {
        PictureEncoder video = pictures;
        SoundEncoder audio = sound;
        if (video == null || audio == null) {
            return null;
        }
        while (ready.isEmpty()) {
            awaitNext();
            if (frameMicros(frame) <= soundMicros()) {
                draw(video);
            } else {
                sound(audio);
            }
        }
        SourceFrame next = ready.remove();
        lastDecodeMicros = Math.max(lastDecodeMicros, next.decodeMicros());
        return next.decodeMicros() == lastDecodeMicros ? next : next.decodedAt(lastDecodeMicros);
    }

    private void awaitNext() throws InterruptedException {
        long lateNanos = System.nanoTime() - startNanos - Math.min(frameMicros(frame), soundMicros()) * 1000;
        if (lateNanos < 0) {
            TimeUnit.NANOSECONDS.sleep(-lateNanos);
        } else if (lateNanos > SKIP_NANOS) {
            frame += Math.round(lateNanos * rate / 1e9);
            samples = samplesAt(frameMicros(frame));
        }
    }

    private void draw(PictureEncoder video) throws RunException {
        long micros = frameMicros(frame);
        byte[][] planes = pattern.draw(frame, startOfDayMicros + micros);
        video.picture().fill(0, planes[0], size.width());
        video.picture().fill(1, planes[1], size.width() / 2);
        video.picture().fill(2, planes[2], size.width() / 2);
        video.encodeDrawn(micros, ready::add);
        frame++;
    }

    /** A packet's worth at a time, as it begins: who shows the picture by the sound waits for the latest of it. */
    private void sound(SoundEncoder audio) throws RunException {
        short[] packet = Beep.samples(samplesAt(startOfDayMicros) + samples, AudioEncoder.PACKET_SAMPLES);
        audio.encode(packet, soundMicros(), ready::add);
        samples += AudioEncoder.PACKET_SAMPLES;
    }

    private long soundMicros() {
        return samples * 1_000_000 / AudioEncoder.SAMPLE_RATE;
    }

    private long frameMicros(long number) {
        return Math.round(number * 1e6 / rate);
    }

    private static long samplesAt(long micros) {
        return Math.round(micros * (AudioEncoder.SAMPLE_RATE / 1e6));
    }

    @Override
    public void requestKeyFrame() {
        PictureEncoder video = pictures;
        if (video != null) {
            video.requestKeyFrame();
        }
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public void close() {
        if (pictures != null) {
            pictures.close();
            pictures = null;
        }
        if (sound != null) {
            sound.close();
            sound = null;
        }
    }
}
