package io.framecast.subscriber.play;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.media.AudioDecoder;
import io.framecast.subscriber.media.Codec;
import io.framecast.subscriber.media.VideoDecoder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one stream and plays it: pictures and sound when they are due, sound being the clock for the picture while it plays. The
 * stream's own thread calls it, except where it says otherwise.
 */
public final class Player implements AutoCloseable {

    /**
     * How it plays.
     *
     * @param volume 0..100; 0 plays no sound at all
     * @param clockOffsetMicros see {@link PlayoutClock}
     */
    public record Settings(
            long latencyMicros, int volume, @Nullable LongSupplier clockOffsetMicros) {}

    private static final String WAITING = "waiting for the stream";
    private static final String AWAY = "reconnecting";

    private final String id;
    private final PlayoutClock clock;
    private final @Nullable AudioPlayer audio;
    private final PicturePlayer pictures;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock: what the status line is made of.
    private final Rates rates = new Rates();
    private String codecLabel = "";
    private int width;
    private int height;
    private String away = WAITING;

    private @Nullable Track videoTrack;
    private @Nullable Track audioTrack;
    private @Nullable VideoDecoder videoDecoder;
    private @Nullable AudioDecoder audioDecoder;
    private boolean waitingForKey = true;
    private boolean cameBack;
    private volatile boolean audible = true;

    public Player(String id, Screen screen, Settings settings, Consumer<String> say) {
        this(id, screen, settings, say, SoundLine::open);
    }

    Player(String id, Screen screen, Settings settings, Consumer<String> say, AudioDevice.Opener devices) {
        this.id = id;
        this.clock = new PlayoutClock(
                settings.latencyMicros(), settings.clockOffsetMicros(), () -> System.currentTimeMillis() * 1000);
        this.audio =
                settings.volume() == 0 ? null : new AudioPlayer(id, clock::dueNanos, devices, settings.volume(), say);
        this.pictures = new PicturePlayer(id, screen, this::pictureDueNanos, this::status);
    }

    /** A frame has come in and waits for its turn; the receiving thread. */
    public void onArrival(Frame frame, long nowNanos) {
        clock.onArrival(frame.captureMicros(), nowNanos);
    }

    public void onCatalog(Catalog catalog) throws RunException {
        if (cameBack) {
            cameBack = false;
            clock.forget(); // another run of the producer may have another clock
        }
        Track video = catalog.video().orElse(null);
        if (video != null && !video.equals(videoTrack)) {
            closeVideo();
            videoDecoder = new VideoDecoder(video);
        }
        videoTrack = video;
        Track sound = catalog.audio().orElse(null);
        if (sound != null && audio != null && !sound.equals(audioTrack)) {
            closeAudio();
            audioDecoder = Codec.of(sound).isPresent() ? new AudioDecoder(sound) : null;
        }
        audioTrack = sound;
        waitingForKey = true;
        pictures.hurry();
        lock.lock();
        try {
            codecLabel = video == null ? sound == null ? "" : label(sound) + ", sound only" : label(video);
            width = video == null ? 0 : video.width();
            height = video == null ? 0 : video.height();
            away = "";
        } finally {
            lock.unlock();
        }
    }

    public void onFrame(Frame frame) throws RunException {
        boolean picture = videoTrack != null && frame.track() == videoTrack.id();
        lock.lock();
        try {
            rates.add(System.nanoTime(), frame.payload().length, picture);
        } finally {
            lock.unlock();
        }
        VideoDecoder video = videoDecoder;
        if (picture && video != null) {
            if (frame.key()) {
                waitingForKey = false;
            }
            if (!waitingForKey) {
                video.decode(frame.payload(), frame.captureMicros(), decoded -> {
                    size(decoded.width(), decoded.height());
                    pictures.offer(decoded);
                });
            }
            return;
        }
        AudioDecoder sound = audioDecoder;
        AudioPlayer player = audio;
        if (audioTrack != null
                && frame.track() == audioTrack.id()
                && sound != null
                && player != null
                && audible
                && !player.silent()) {
            sound.decode(frame, player::offer);
        }
    }

    /** The stream is away; the last picture stays. */
    public void onDown() {
        if (videoDecoder != null) {
            videoDecoder.flush(pictures::offer);
        }
        waitingForKey = true;
        cameBack = true;
        lock.lock();
        try {
            away = AWAY;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it may draw and sound; any thread. */
    public void visible(boolean visible) {
        audible = visible;
        pictures.visible(visible);
    }

    /** Access units that could not be decoded. */
    public long decodeErrors() {
        return (videoDecoder == null ? 0 : videoDecoder.errors()) + (audioDecoder == null ? 0 : audioDecoder.errors());
    }

    /** Pictures that were overtaken before they could be shown; any thread. */
    public long skippedPictures() {
        return pictures.skipped();
    }

    /** What is heard decides while something is; otherwise the clock does. */
    private long pictureDueNanos(long captureMicros, long nowNanos) {
        long heard = audio == null ? PlayoutClock.UNKNOWN : audio.heardMicros();
        return heard == PlayoutClock.UNKNOWN
                ? clock.dueNanos(captureMicros, nowNanos)
                : nowNanos + (captureMicros - heard) * 1000;
    }

    private StreamStatus status(long shownCaptureMicros, long nowNanos) {
        lock.lock();
        try {
            long latency = shownCaptureMicros == 0 || !away.isEmpty()
                    ? -1
                    : Math.max(0, clock.ageMicros(shownCaptureMicros, nowNanos) / 1000);
            return new StreamStatus(
                    id,
                    codecLabel,
                    width,
                    height,
                    rates.framesPerSecond(nowNanos),
                    rates.bitsPerSecond(nowNanos),
                    latency,
                    clock.absolute(),
                    away);
        } finally {
            lock.unlock();
        }
    }

    private void size(int newWidth, int newHeight) {
        lock.lock();
        try {
            width = newWidth;
            height = newHeight;
        } finally {
            lock.unlock();
        }
    }

    private static String label(Track track) {
        return Codec.of(track).map(Codec::label).orElse(track.codec());
    }

    private void closeVideo() {
        if (videoDecoder != null) {
            videoDecoder.flush(pictures::offer);
            videoDecoder.close();
            videoDecoder = null;
        }
    }

    private void closeAudio() {
        if (audioDecoder != null) {
            audioDecoder.close();
            audioDecoder = null;
        }
    }

    @Override
    public void close() {
        if (audio != null) {
            audio.close();
        }
        pictures.close();
        if (videoDecoder != null) {
            videoDecoder.close();
            videoDecoder = null;
        }
        closeAudio();
    }
}
