package io.framecast.subscriber.play;

import io.framecast.client.RunException;
import io.framecast.protocol.media.Catalog;
import io.framecast.protocol.media.Frame;
import io.framecast.protocol.media.Track;
import io.framecast.subscriber.media.AudioDecoder;
import io.framecast.subscriber.media.Codec;
import io.framecast.subscriber.media.Pcm;
import io.framecast.subscriber.media.Picture;
import io.framecast.subscriber.media.VideoDecoder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
     * @param clock what is known of the stream's clocks; any thread
     * @param times is told when pictures are decoded and shown
     */
    public record Settings(long latencyMicros, int volume, Supplier<StreamClock> clock, PlayTimes times) {

        public Settings(long latencyMicros, int volume) {
            this(latencyMicros, volume, () -> StreamClock.UNKNOWN, PlayTimes.NONE);
        }
    }

    private static final String WAITING = "waiting for the stream";
    private static final String AWAY = "reconnecting";
    private static final String CATCHING_UP = "catching up";
    private static final long SHORTFALL_NANOS = 500_000_000L;

    private final String id;
    private final Settings settings;
    private final Consumer<String> say;
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
    private boolean soundLive;
    private boolean shortfallSaid;
    private long keptNanos;
    private final AtomicLong late = new AtomicLong();
    private volatile boolean audible = true;

    public Player(String id, Screen screen, Settings settings, Consumer<String> say) {
        this(id, screen, settings, say, SoundLine::open);
    }

    Player(String id, Screen screen, Settings settings, Consumer<String> say, AudioDevice.Opener devices) {
        this.id = id;
        this.settings = settings;
        this.say = say;
        this.clock = new PlayoutClock(settings.latencyMicros() * 1000, settings.clock());
        this.audio = settings.volume() == 0
                ? null
                : new AudioPlayer(id, this::soundDueNanos, devices, settings.volume(), say);
        this.pictures = new PicturePlayer(id, screen, this::pictureDueNanos, this::status, settings.times());
        this.keptNanos = System.nanoTime();
    }

    /** A frame has come in and waits for its turn; the receiving thread. */
    public void onArrival(Frame frame, long nowNanos) {
        clock.onArrival(frame.captureMicros(), frame.receivedNanos() == 0 ? nowNanos : frame.receivedNanos());
    }

    public void onCatalog(Catalog catalog) throws RunException {
        if (cameBack) {
            cameBack = false;
            clock.onBack();
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
                video.decode(frame.payload(), frame.captureMicros(), this::onPicture);
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
            sound.decode(frame, pcm -> onSound(pcm, player));
        }
    }

    private void onPicture(Picture decoded) {
        long now = System.nanoTime();
        settings.times().onDecoded(decoded.captureMicros(), now);
        size(decoded.width(), decoded.height());
        Playout.Fate fate = clock.decide(decoded.captureMicros(), heardMicros(), now);
        switch (fate) {
            case STILL -> pictures.still(decoded);
            case SHOW -> pictures.offer(decoded);
            case UNSEEN -> decoded.close();
            case LATE -> {
                decoded.close();
                late.incrementAndGet();
            }
        }
        sayShortfall(now);
    }

    /** Decoded from the start, so that it can begin at any moment; heard from when it is live. */
    private void onSound(Pcm pcm, AudioPlayer player) {
        soundLive = soundLive || clock.soundInTime(pcm.captureMicros(), System.nanoTime());
        if (soundLive) {
            player.offer(pcm);
        }
    }

    /** Who asks for no delay at all knows that there is one. */
    private void sayShortfall(long nowNanos) {
        if (shortfallSaid || settings.latencyMicros() == 0) {
            return;
        }
        String shortfall = clock.shortfall();
        if (shortfall == null) {
            keptNanos = nowNanos;
        } else if (nowNanos - keptNanos >= SHORTFALL_NANOS) {
            shortfallSaid = true;
            say.accept(shortfall);
        }
    }

    /** The stream is away; the last picture stays. */
    public void onDown() {
        if (videoDecoder != null) {
            videoDecoder.flush(this::onPicture);
        }
        waitingForKey = true;
        cameBack = true;
        soundLive = false;
        clock.onAway();
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

    /** Pictures that were decoded and not shown because they were late, or overtaken; what is caught up with is not counted. Any thread. */
    public long skippedPictures() {
        return late.get() + pictures.skipped();
    }

    /** What is heard decides while something is; otherwise the clock does. */
    private long pictureDueNanos(long captureMicros, long nowNanos) {
        return clock.dueNanos(captureMicros, heardMicros(), nowNanos);
    }

    private long soundDueNanos(long captureMicros, long nowNanos) {
        return clock.dueNanos(captureMicros, PlayoutClock.UNKNOWN, nowNanos);
    }

    private long heardMicros() {
        return audio == null ? PlayoutClock.UNKNOWN : audio.heardMicros();
    }

    private StreamStatus status(long shownCaptureMicros, long nowNanos) {
        lock.lock();
        try {
            String trouble = away.isEmpty() && shownCaptureMicros != 0 && clock.catchingUp() ? CATCHING_UP : away;
            long latency = shownCaptureMicros == 0 || !trouble.isEmpty()
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
                    trouble);
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
            videoDecoder.flush(this::onPicture);
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
