package io.framecast.producer.source;

import io.framecast.client.RunException;
import io.framecast.producer.libav.Decoder;
import io.framecast.producer.libav.Demuxer;
import io.framecast.producer.libav.MediaPacket;
import io.framecast.producer.libav.MediaStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one device. Frames carry the time at which they arrived here, so that the picture and the sound of devices with
 * clocks of their own stay in step, over gaps too. Owns the device and the encoders.
 */
final class CaptureLoop {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureLoop.class);
    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long LAST_RETRY_MILLIS = 5_000;
    private static final long END_MILLIS = 2_000;

    private final String name;
    private final Opener opener;
    private final @Nullable PictureEncoder pictures;
    private final @Nullable SoundEncoder sound;
    private final long startNanos;
    private final BlockingQueue<SourceFrame> out;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Demuxer device;
    private long lastPictureMicros = Long.MIN_VALUE;
    private boolean away;
    private volatile @Nullable RunException failure;

    interface Opener {
        Demuxer open() throws RunException;
    }

    /** @param device the device, open already */
    CaptureLoop(
            String name,
            Opener opener,
            Demuxer device,
            @Nullable PictureEncoder pictures,
            @Nullable SoundEncoder sound,
            long startNanos,
            BlockingQueue<SourceFrame> out) {
        this.name = name;
        this.opener = opener;
        this.device = device;
        this.pictures = pictures;
        this.sound = sound;
        this.startNanos = startNanos;
        this.out = out;
        this.thread = Thread.ofPlatform().daemon().name("capture " + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stop.countDown();
        thread.interrupt();
    }

    /** A device that does not answer keeps its thread and memory until the process ends. */
    void awaitEnd() {
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void throwIfFailed() throws RunException {
        RunException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    private void run() {
        try {
            while (!stopped()) {
                capture();
                closeDevice();
                reopen();
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts.
        } catch (RunException e) {
            failure = e;
        } finally {
            closeDevice();
            if (pictures != null) {
                pictures.close();
            }
            if (sound != null) {
                sound.close();
            }
        }
    }

    /** Until the device goes away or {@link #stop} is called. */
    private void capture() throws RunException, InterruptedException {
        Demuxer from = device;
        if (from == null) {
            return;
        }
        MediaStream video = pictures == null ? null : from.video();
        MediaStream audio = sound == null ? null : from.audio();
        try (Decoder pictureDecoder = video == null ? null : new Decoder(video);
                Decoder soundDecoder = audio == null ? null : new Decoder(audio)) {
            while (!stopped()) {
                MediaPacket packet = read(from);
                if (packet == null) {
                    return;
                }
                List<SourceFrame> ready = new ArrayList<>();
                if (pictureDecoder != null && video != null && packet.stream() == video.index()) {
                    pictureDecoder.decode(packet, (picture, micros) -> encodePicture(picture, ready::add));
                } else if (soundDecoder != null && audio != null && packet.stream() == audio.index()) {
                    soundDecoder.decode(packet, (samples, micros) -> encodeSound(samples, ready::add));
                }
                for (SourceFrame frame : ready) {
                    out.put(frame);
                }
            }
        }
    }

    private @Nullable MediaPacket read(Demuxer from) {
        try {
            MediaPacket packet = from.read();
            if (packet != null) {
                if (away) {
                    away = false;
                    LOG.info("{} is back", name);
                }
                return packet;
            }
            sayAway("it gives nothing any more");
        } catch (RunException e) {
            sayAway(String.valueOf(e.getMessage()));
        }
        return null;
    }

    private void encodePicture(AVFrame picture, Consumer<SourceFrame> ready) throws RunException {
        if (pictures != null) {
            lastPictureMicros = Math.max(lastPictureMicros + 1, nowMicros());
            pictures.encode(picture, lastPictureMicros, ready);
        }
    }

    private void encodeSound(AVFrame samples, Consumer<SourceFrame> ready) throws RunException {
        if (sound != null) {
            long lastedMicros = samples.nb_samples() * 1_000_000L / Math.max(1, samples.sample_rate());
            sound.encode(samples, nowMicros() - lastedMicros, ready);
        }
    }

    private void reopen() throws InterruptedException {
        long waitMillis = FIRST_RETRY_MILLIS;
        while (!stop.await(waitMillis, TimeUnit.MILLISECONDS)) {
            try {
                device = opener.open();
                if (pictures != null) {
                    pictures.requestKeyFrame();
                }
                return;
            } catch (RunException e) {
                sayAway(String.valueOf(e.getMessage()));
                waitMillis = Math.min(LAST_RETRY_MILLIS, waitMillis * 2);
            }
        }
    }

    /** Once for each time that it goes. */
    private void sayAway(String reason) {
        if (!away && !stopped()) {
            away = true;
            LOG.warn("{} is away ({}); it is opened again as soon as it is there", name, reason);
        }
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private long nowMicros() {
        return (System.nanoTime() - startNanos) / 1000;
    }

    private void closeDevice() {
        if (device != null) {
            device.close();
            device = null;
        }
    }
}
