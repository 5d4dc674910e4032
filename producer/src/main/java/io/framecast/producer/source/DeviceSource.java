package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.Demuxer;
import io.framecast.producer.libav.DeviceLibrary;
import io.framecast.producer.libav.MediaStream;
import io.framecast.producer.libav.VideoCodec;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A camera, the screen, or another device of FFmpeg: captured, encoded, and opened again whenever it goes away. A device that
 * does not open at first is an error.
 */
final class DeviceSource implements FrameSource {
    private static final int QUEUE_FRAMES = 64;
    private static final int VIDEO = 1;
    private static final int AUDIO = 2;

    private final String uri;
    private final CapturePlan plan;
    private final SourceOptions options;
    private final BlockingQueue<SourceFrame> frames = new ArrayBlockingQueue<>(QUEUE_FRAMES);
    private final List<CaptureLoop> loops = new ArrayList<>();
    private volatile @Nullable PictureEncoder pictures;
    private long lastDecodeMicros = Long.MIN_VALUE;

    DeviceSource(String uri, CapturePlan plan, SourceOptions options) {
        this.uri = uri;
        this.plan = plan;
        this.options = options;
    }

    @Override
    public Catalog open() throws RunException {
        List<Track> tracks = new ArrayList<>();
        long startNanos = System.nanoTime();
        Demuxer device = open(plan.attempts());
        PictureEncoder video = null;
        SoundEncoder audio = null;
        MediaStream picture = device.video();
        if (picture != null) {
            double rate = picture.framesPerSecond();
            video = PictureEncoder.of(
                    VIDEO,
                    options,
                    VideoCodec.H264,
                    picture.width(),
                    picture.height(),
                    rate >= 1 && rate <= 240 ? rate : plan.rateFps());
            pictures = video;
            tracks.add(video.track());
        }
        MediaStream sound = device.audio();
        if (sound != null) {
            audio = new SoundEncoder(AUDIO, sound.channels() == 1 ? 1 : 2);
            tracks.add(audio.track());
        }
        loops.add(new CaptureLoop(uri, () -> open(plan.attempts()), device, video, audio, startNanos, frames));
        if (!plan.sound().isEmpty()) {
            Demuxer microphone = open(plan.sound());
            SoundEncoder own = new SoundEncoder(AUDIO, 2);
            tracks.add(own.track());
            loops.add(new CaptureLoop(
                    uri + " (sound)", () -> open(plan.sound()), microphone, null, own, startNanos, frames));
        }
        loops.forEach(CaptureLoop::start);
        return new Catalog(tracks);
    }

    /** The reason of the last attempt is told: it asks for the least. */
    private Demuxer open(List<CapturePlan.Input> attempts) throws RunException {
        RunException reason = new RunException(uri + ": nothing to open");
        for (CapturePlan.Input input : attempts) {
            try {
                return DeviceLibrary.open(input.format(), input.url(), input.options(), uri + " (" + input.url() + ")");
            } catch (RunException e) {
                reason = e;
            }
        }
        throw reason;
    }

    @Override
    public @Nullable SourceFrame next() throws RunException, InterruptedException {
        while (true) {
            SourceFrame next = frames.poll(1, TimeUnit.SECONDS);
            if (next != null) {
                lastDecodeMicros = Math.max(lastDecodeMicros, next.decodeMicros());
                return next.decodedAt(lastDecodeMicros);
            }
            for (CaptureLoop loop : loops) {
                loop.throwIfFailed();
            }
            if (loops.isEmpty()) {
                return null;
            }
        }
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
        loops.forEach(CaptureLoop::stop);
        loops.forEach(CaptureLoop::awaitEnd);
        loops.clear();
    }
}
